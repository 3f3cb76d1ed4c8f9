"""What-if answers, a quarter's scenarios, and plans side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from luotsi.kernel.errors import Missing
from luotsi.rooms.blueprint.models import Blueprint, Scenario
from luotsi.rooms.blueprint.queries.chances import Chances, chances_of
from luotsi.rooms.blueprint.queries.outlook import Solved, Standing, doubt_of, plan_of
from luotsi.rooms.blueprint.queries.shares import SaidPrice, asker_name, goal_name, said_prices
from luotsi.rooms.blueprint.rules.scenarios import Changes, Choices, askers_in
from luotsi.rooms.blueprint.saying import Words, number, proven
from luotsi.rooms.blueprint.saying_outlook import changes_in_words, odds, share, signed, signed_percent, trust

if TYPE_CHECKING:
    from luotsi.engines.planning import Move, Problem
    from luotsi.engines.planning.compare import Difference
    from luotsi.kernel.accounts.models import User

NOTICED = 0.05  # points: smaller differences are not said


def scenario_for(user: User, pk: int) -> Scenario:
    """For the team. Raises Missing."""
    found = None
    if user.may("blueprint.write"):
        found = Scenario.objects.select_related("job", "blueprint__guidepoint", "asked_by").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such scenario, or it is not yours to see.", code="blueprint.scenario_unknown")
    return found


def scenarios_in(blueprint: Blueprint, pks: Iterable[str]) -> list[Scenario]:
    """Those of the named ones that belong here and have a plan."""
    wanted = [int(pk) for pk in pks if pk.isdecimal() and len(pk) < 19]
    return [one for one in blueprint.scenarios.filter(pk__in=wanted) if one.has_plan]


def choices_of(solved: Solved) -> Choices:
    """No queries."""
    document = solved.document
    used = {item["goal"] for item in document["items"] if item.get("goal")}
    return Choices(
        skills=sorted(document["skills"]),
        budgets=sorted(document.get("budgets", {})),
        items={item["id"]: solved.titles.get(item["id"], item["id"]) for item in document["items"]},
        goals={goal: title for goal, title in solved.goals.items() if goal in used},
        askers=askers_in(document),
    )


# -- what if ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """A skill's hours of the quarter, now and then."""

    name: str
    now: str
    then: str
    difference: str


@dataclass(frozen=True, slots=True)
class Moves:
    """Items that enter, leave or move between two plans: (id, title, when)."""

    entered: list[tuple[str, str, str]]
    left: list[tuple[str, str, str]]
    moved: list[tuple[str, str, str]]

    @property
    def are_none(self) -> bool:
        return not (self.entered or self.left or self.moved)


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """Value now and then; `more` is what solving it in full could add at most."""

    now: str
    then: str
    difference: str
    is_better: bool
    percent: str
    more: str
    breaks: bool
    moves: Moves
    hours: list[Hours]


def what_if_of(solved: Solved, changes: Changes) -> WhatIfAnswer:
    from luotsi.engines.planning.what_if import what_if

    budgets = {name: money * changes.budgets.get(name, 1.0) for name, money in solved.problem.budgets.items()}
    now = solved.plan
    found = what_if(solved.problem, now, hours=dict(changes.hours), budgets=budgets)
    was, then = now.value or 0.0, found.plan.value or 0.0
    more = None if found.bound is None else max(0.0, found.bound - then)
    return WhatIfAnswer(
        now=number(was),
        then=number(then),
        difference=signed(then - was),
        is_better=then > was,
        percent=signed_percent(round(100 * (then - was) / was)) if was else "",
        more="" if more is None else number(more),
        breaks=found.plan.status in ("infeasible", "no_plan"),
        moves=said_moves(found, solved),
        hours=[_hours(name, solved.problem, by) for name, by in changes.hours.items()],
    )


def said_moves(found: Any, solved: Solved) -> Moves:
    """Of anything with `entered`, `left` and `moved`: titles, and the day on which the week of each begins."""
    words = Words(solved.blueprint.starts_on, solved.titles, solved.goals)

    def said(move: Move) -> tuple[str, str, str]:
        place = move.after or move.before
        assert place is not None
        return move.id, solved.titles.get(move.id, move.id), words.week(place.start)

    return Moves(*([said(move) for move in moves] for moves in (found.entered, found.left, found.moved)))


def _hours(name: str, problem: Problem, by: float) -> Hours:
    now = sum(problem.skills[name].hours or ())
    return Hours(name, number(now, 0), number(now * by, 0), signed(now * (by - 1), 0))


# -- scenarios ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scenario is: waiting, running, cancelled or failed; with the best so far."""

    state: str
    percent: int | None
    value: str


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One line of the list: what is otherwise, and how it compares with the newest plan."""

    scenario: Scenario
    changes: list[str]
    progress: Progress
    value: str
    difference: str
    is_better: bool
    holds: str
    kind: str

    @property
    def is_open(self) -> bool:
        return self.progress.state in ("queued", "running")


def scenario_rows(solved: Solved) -> list[ScenarioRow]:
    """One query."""
    rows = solved.blueprint.scenarios.select_related("job").defer("problem", "answer")
    return [_row(one, solved) for one in rows]


def progress_of(scenario: Scenario) -> Progress:
    job = scenario.job
    if scenario.is_done:
        return Progress("done", None, "")
    if job is None or not job.is_open:
        return Progress("failed" if job is None else job.state, None, "")
    told = job.note.split("/")[0] if "/" in job.note else ""
    percent = None
    if job.progress_total:
        percent = min(99, round(100 * job.progress_done / job.progress_total))
    return Progress(job.state, percent, number(float(told)) if told not in ("", "-") else "")


def _row(scenario: Scenario, solved: Solved) -> ScenarioRow:
    value, now = scenario.value, solved.run.value or 0.0
    chance = scenario.outlook.get("doubt", {}).get("holds")
    return ScenarioRow(
        scenario=scenario,
        changes=changes_in_words(Changes.from_json(scenario.changes), solved.titles, solved.goals),
        progress=progress_of(scenario),
        value="" if value is None else number(value),
        difference="" if value is None else signed(value - now),
        is_better=value is not None and value > now,
        holds="" if chance is None else share(chance),
        kind="idle" if chance is None else trust(chance)[0],
    )


# -- side by side -------------------------------------------------------------------------------------------


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
    """One skill, goal or group of askers over all plans; `most` is the longest bar."""

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


def comparison_of(solved: Solved, stands: Standing, scenarios: Sequence[Scenario]) -> Comparison:
    """No queries; the scenarios are loaded whole."""
    from luotsi.engines.planning.compare import compare

    draft = _draft(solved, stands)
    found = [(one, compare(draft, _answered(one))) for one in scenarios]
    differences = [one for _scenario, one in found]
    return Comparison(
        columns=[_draft_column(draft, solved, stands), *(_column(one, by, solved) for one, by in found)],
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


def _draft_column(draft: Any, solved: Solved, stands: Standing) -> Column:
    chance = doubt_of(solved.asked(stands.chosen)).holds
    kind, word = trust(chance)
    return Column(
        name=_("The draft"), scenario=None, changes=[], value=number(draft.plan.value), difference="", proven="",
        holds=share(chance), kind=kind, word=word, items=len(stands.chosen), moves=None,
    )  # fmt: skip


def _column(scenario: Scenario, by: Any, solved: Solved) -> Column:
    chance = scenario.outlook["doubt"]["holds"]
    kind, word = trust(chance)
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
    return sorted(rows, key=lambda row: (-row.figures[0].amount, row.name))


def _row_of(name: str, amounts: Sequence[float], digits: int) -> Row:
    figures = [_figure(amount, amounts[0], place, digits) for place, amount in enumerate(amounts)]
    return Row(name, max(*amounts, 1e-9), figures)


def _figure(amount: float, draft: float, place: int, digits: int) -> Figure:
    change = round(amount - draft, digits)
    kind = "" if not place or not change else "more" if change > 0 else "less"
    return Figure(number(amount, digits), amount, signed(change, digits) if kind else "", kind)


def _verdict(name: str, by: Any, solved: Solved) -> Verdict:
    """The departments first; goals beside them."""
    named = [(asker_name(one.name), one) for one in by.askers]
    named += [(goal_name(one.name, solved.goals), one) for one in by.goals]
    noticed = [pair for pair in named if abs(pair[1].value_change) >= NOTICED]
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


def scenario_page(scenario: Scenario, solved: Solved, stands: Standing) -> ScenarioPage:
    comparison = comparison_of(solved, stands, [scenario])
    outlook: dict[str, Any] = scenario.outlook
    assert scenario.answer is not None
    price = outlook.get("price")
    return ScenarioPage(
        comparison=comparison,
        column=comparison.columns[1],
        verdict=comparison.verdicts[0],
        chances=chances_of(outlook["doubt"], scenario.answer["in"], scenario.blueprint.starts_on, solved.titles),
        prices=said_prices(outlook.get("minimums", ()), solved.goals),
        price="" if price is None else number(price),
        full_value="" if price is None else number(outlook["full_value"]),
        full_odds="" if price is None else odds(outlook["full_holds"]),
        is_short=price is not None and not outlook["is_reached"],
    )
