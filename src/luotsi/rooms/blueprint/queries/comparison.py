"""Plans side by side: what each is worth, what enters, leaves and moves, who wins and who loses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from luotsi.rooms.blueprint.models import Scenario
from luotsi.rooms.blueprint.queries.chances import Chances, chances_of
from luotsi.rooms.blueprint.queries.outlook import Solved, Standing, doubted, plan_of
from luotsi.rooms.blueprint.queries.shares import SaidPrice, asker_name, goal_name, said_prices
from luotsi.rooms.blueprint.rules.scenarios import Changes
from luotsi.rooms.blueprint.saying import Words, number, proven
from luotsi.rooms.blueprint.saying_outlook import changes_in_words, odds, share, signed, trust_of_plan

if TYPE_CHECKING:
    from luotsi.engines.planning import Move
    from luotsi.engines.planning.compare import Difference

NOTICED, NOTICED_PART = 0.05, 0.002  # points, and part of the plan: who wins or loses less is not named


@dataclass(frozen=True, slots=True)
class Moves:
    """Items that enter, leave or move between two plans: (id, title, when)."""

    entered: list[tuple[str, str, str]]
    left: list[tuple[str, str, str]]
    moved: list[tuple[str, str, str]]

    @property
    def are_none(self) -> bool:
        return not (self.entered or self.left or self.moved)


def said_moves(found: Any, solved: Solved) -> Moves:
    """Of anything with `entered`, `left` and `moved`: titles, and the day on which the week of each begins."""
    words = Words(solved.blueprint.starts_on, solved.titles, solved.goals)

    def said(move: Move) -> tuple[str, str, str]:
        place = move.after or move.before
        assert place is not None
        return move.id, solved.titles.get(move.id, move.id), words.week(place.start)

    return Moves(*([said(move) for move in moves] for moves in (found.entered, found.left, found.moved)))


@dataclass(frozen=True, slots=True)
class Column:
    """One plan's head and its first figures."""

    name: str
    scenario: Scenario | None
    changes: list[str]
    value: str
    difference: str
    proven: str
    holds: str
    kind: str
    word: str
    items: int
    moves: Moves | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one plan beside the draft's: a part of the longest bar, and the difference in words."""

    said: str
    amount: float
    difference: str
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """One skill, goal or group of askers over all plans; `most` is the longest bar of all rows beside it."""

    name: str
    most: float
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who wins and who loses by one scenario, in words."""

    name: str
    winners: list[str]
    losers: list[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans side by side, the draft first."""

    columns: list[Column]
    hours: list[Row]
    goals: list[Row]
    askers: list[Row]
    verdicts: list[Verdict]


def comparison_of(solved: Solved, stands: Standing, scenarios: Sequence[Scenario], on: date) -> Comparison:
    """No queries; the scenarios are loaded whole."""
    from luotsi.engines.planning.compare import compare

    draft = _draft(solved, stands)
    found = [(one, compare(draft, _answered(one))) for one in scenarios]
    differences = [one for _scenario, one in found]
    return Comparison(
        columns=[_draft_column(draft, solved, stands, on), *(_column(one, by, solved) for one, by in found)],
        hours=_rows([one.skills for one in differences], str, by_value=False),
        goals=_rows([one.goals for one in differences], lambda name: goal_name(name, solved.goals)),
        askers=_rows([one.askers for one in differences], asker_name),
        verdicts=[_verdict(one.name, by, solved) for one, by in found],
    )


def _draft(solved: Solved, stands: Standing) -> Any:
    from luotsi.engines.planning import Plan, value_of
    from luotsi.engines.planning.compare import Scenario as Side

    value = value_of(solved.problem, stands.chosen)
    return Side(solved.problem, Plan("feasible", value, None, None, 0.0, stands.chosen))


def _answered(scenario: Scenario) -> Any:
    from luotsi.engines.planning import Problem
    from luotsi.engines.planning.compare import Scenario as Side

    assert scenario.answer is not None
    return Side(Problem.from_json(scenario.problem), plan_of(scenario.answer))


def _draft_column(draft: Any, solved: Solved, stands: Standing, on: date) -> Column:
    found = doubted(solved, stands, on)
    chance = found.holds if found is not None else 1.0
    kind, word = trust_of_plan(chance)
    return Column(
        name=_("The draft"), scenario=None, changes=[], value=number(draft.plan.value), difference="", proven="",
        holds=share(chance), kind=kind, word=word, items=len(stands.chosen), moves=None,
    )  # fmt: skip


def _column(scenario: Scenario, by: Any, solved: Solved) -> Column:
    chance = scenario.outlook["doubt"]["holds"]
    kind, word = trust_of_plan(chance)
    assert scenario.answer is not None
    return Column(
        name=scenario.name,
        scenario=scenario,
        changes=changes_in_words(Changes.from_json(scenario.changes), solved.titles, solved.goals),
        value=number(scenario.value or 0.0),
        difference=signed(by.value_change or 0.0),
        proven=proven(scenario.gap),
        holds=share(chance),
        kind=kind,
        word=word,
        items=len(scenario.answer["in"]),
        moves=said_moves(by, solved),
    )


def _rows(
    found: Sequence[Sequence[Difference]], say: Callable[[Any], str], *, by_value: bool = True
) -> list[Row]:  # fmt: skip
    """A row for each name: the draft's figure, which all comparisons share, then each scenario's."""
    pairs = [{one.name: one.value if by_value else one.hours for one in differences} for differences in found]
    names = dict.fromkeys(name for one in pairs for name in one)
    nothing = (0.0, 0.0)
    rows = [
        _row_of(say(name), [next(one[name][0] for one in pairs if name in one)]
                + [one.get(name, nothing)[1] for one in pairs], digits=1 if by_value else 0)
        for name in names
    ]  # fmt: skip
    most = max((figure.amount for row in rows for figure in row.figures), default=0.0)
    return [
        replace(row, most=max(most, 1e-9)) for row in sorted(rows, key=lambda row: (-row.figures[0].amount, row.name))
    ]


def _row_of(name: str, amounts: Sequence[float], digits: int) -> Row:
    figures = [_figure(amount, amounts[0], place, digits) for place, amount in enumerate(amounts)]
    return Row(name, 0.0, figures)


def _figure(amount: float, draft: float, place: int, digits: int) -> Figure:
    change = round(amount - draft, digits)
    kind = "" if not place or not change else "more" if change > 0 else "less"
    return Figure(number(amount, digits), amount, signed(change, digits) if kind else "", kind)


def _verdict(name: str, by: Any, solved: Solved) -> Verdict:
    """The departments first; goals beside them."""
    named = [(asker_name(one.name), one) for one in by.askers]
    named += [(goal_name(one.name, solved.goals), one) for one in by.goals]
    least = max(NOTICED, NOTICED_PART * (by.value[0] or 0.0))
    noticed = [(who, one) for who, one in named if abs(one.value_change) >= least]
    noticed.sort(key=lambda pair: -abs(pair[1].value_change))
    winners, losers = (
        [f"{who} ({signed(one.value_change)})" for who, one in noticed if one.code == code]
        for code in ("wins", "loses")
    )  # fmt: skip
    return Verdict(name, winners, losers)


# -- one scenario -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """A scenario beside the draft, whether it holds, and what its minimums and its confidence cost."""

    comparison: Comparison
    column: Column
    verdict: Verdict
    chances: Chances
    prices: list[SaidPrice]
    price: str
    full_value: str
    full_odds: str
    is_short: bool  # a confidence was asked for, and no plan with it was found


def scenario_page(scenario: Scenario, solved: Solved, stands: Standing, on: date) -> ScenarioPage:
    comparison = comparison_of(solved, stands, [scenario], on)
    outlook: dict[str, Any] = scenario.outlook
    assert scenario.answer is not None
    price = outlook.get("price")
    return ScenarioPage(
        comparison=comparison,
        column=comparison.columns[1],
        verdict=comparison.verdicts[0],
        chances=chances_of(
            outlook["doubt"], scenario.answer["in"], scenario.blueprint.starts_on, solved.titles, outlook["first_week"]
        ),
        prices=said_prices(outlook.get("minimums", ()), solved.goals),
        price="" if price is None else number(price),
        full_value="" if price is None else number(outlook["full_value"]),
        full_odds="" if price is None else odds(outlook["full_holds"]),
        is_short=price is not None and not outlook["is_reached"],
    )
