"""A plan for people at the terminal: headline, calendar, what moved, what is left out, what more would be worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

    from luotsi.engines.planning import Fairness, Move, Plan, Problem, Robust

WIDEST = 60  # weeks that a calendar draws
DEAREST = 3  # shadow prices that are named


def show_plan(problem: Problem, solved: Plan) -> None:
    """All of the answer that is there."""
    from rich.console import Console

    from luotsi.engines.planning import fairness

    console = Console()
    console.print(headline(solved))
    if solved.value is not None:
        console.print(_calendar(problem, solved))
    if solved.moves:
        console.print(_moves(problem, solved.moves))
    if solved.left_out:
        console.print(_left_out(problem, solved))
    if solved.chosen and (problem.goals or any(item.asker for item in problem.items)):
        console.print(_fairness(fairness(problem, solved.chosen)))
    for line in worth_more(solved):
        console.print(line)


def show_robust(held: Robust) -> None:
    """The chance that the plan holds, week by week, and what was given up for it."""
    from rich.console import Console

    if held.doubt is None:
        return
    console = Console()
    weeks = " ".join(f"{chance:.0%}" for chance in held.doubt.by_week)
    short = "" if held.is_reached else f" ({held.confidence:.0%} was not reached)"
    console.print(f"The plan holds to the end with {held.doubt.holds:.0%}{short}; by week: {weeks}")
    if held.full_value is not None and held.full_holds is not None:
        console.print(f"Its price: {held.price:,.1f} of {held.full_value:,.1f}, which holds with {held.full_holds:.0%}")


def headline(solved: Plan) -> str:
    """Status, value, gap and how many are in and out."""
    if solved.value is None:
        return f"{solved.status} after {solved.seconds:.1f} s"
    gap = "" if solved.gap is None else f", gap {solved.gap:.2%}"
    return f"{solved.status}: value {solved.value:,.1f}{gap}, {len(solved.chosen)} in, {len(solved.left_out)} left out"


def reason(said: dict[str, Any]) -> str:
    """A code and what it is about."""
    names = [str(said[key]) for key in ("skill", "expert", "budget", "goal", "share") if key in said]
    names += [", ".join(said[key]) for key in ("ids", "than") if key in said]
    short = f" short by {said['short']:g}" if "short" in said else ""
    return " ".join([str(said["code"]).replace("_", " "), *names]) + short


def terms(said: dict[str, Any]) -> str:
    """The changes of which each alone lets an item in."""
    return " or ".join(_terms(said))


def _terms(said: dict[str, Any]) -> Iterator[str]:
    if "value_rise" in said:
        gone = f" (for {', '.join(said['displaces'])})" if said["displaces"] else ""
        yield f"value +{said['value_rise']:g}{gone}"
    if "hours_cut" in said:
        yield f"{said['hours_cut']:g} hours less"
    for key, unit in (("extra_hours", " h"), ("extra_expert_hours", " h"), ("extra_budget", "")):
        if key in said:
            yield "extra " + ", ".join(f"{name} {amount:g}{unit}" for name, amount in said[key].items())
    if "extra_in_progress" in said:
        more = ", ".join(f"{skill} +{count:g}" for skill, count in said["extra_in_progress"].items())
        yield f"more at once: {more}"
    if said.get("window"):
        yield f"window {said['window']['earliest']}–{said['window']['latest']}"


def hours_short(short: Mapping[str, float]) -> str:
    """Hours that would let all musts in."""
    return ", ".join(f"{skill} {hours:g} h" for skill, hours in short.items())


def worth_more(solved: Plan) -> list[str]:
    """What one more hour or one more of a budget is worth, the dearest first."""
    prices = solved.shadow_prices
    weekly = [*prices.skills.items(), *prices.experts.items()]
    hours = [(price, name, week) for name, weeks in weekly for week, price in enumerate(weeks) if price > 0]
    lines = [
        f"One more hour of {name} in week {week} is worth {price:,.2f}."
        for price, name, week in sorted(hours, key=lambda one: -one[0])[:DEAREST]
    ]
    money = sorted(prices.budgets.items(), key=lambda one: -one[1])[:DEAREST]
    return lines + [f"A thousand more of {name} is worth {1000 * price:,.2f}." for name, price in money if price > 0]


def _grid(*names: str) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in names:
        table.add_column(name)
    return table


def _title(problem: Problem, id_: str) -> str:
    return problem.by_id[id_].title[:40]


def _calendar(problem: Problem, solved: Plan) -> Table:
    table = _grid("id", "title", "mode", "weeks", "")
    for placed in sorted(solved.chosen, key=lambda placed: (placed.start, placed.end, placed.id)):
        weeks = "".join("█" if placed.start <= week <= placed.end else "·" for week in range(problem.weeks))
        drawn = weeks if problem.weeks <= WIDEST else ""
        title = _title(problem, placed.id)
        table.add_row(placed.id, title, placed.mode, f"{placed.start}–{placed.end}", drawn)
    return table


def _moves(problem: Problem, moves: tuple[Move, ...]) -> Table:
    table = _grid("changed", "title", "how", "before", "now")
    for move in moves:
        places = [f"{at.mode} {at.start}–{at.end}" if at else "" for at in (move.before, move.after)]
        table.add_row(move.id, _title(problem, move.id), move.code, *places)
    return table


def _left_out(problem: Problem, solved: Plan) -> Table:
    table = _grid("left out", "title", "because", "would enter with")
    for left in solved.left_out:
        because = "; ".join(reason(one.to_json()) for one in left.because)
        table.add_row(left.id, _title(problem, left.id), because, terms(left.would_enter_if.to_json()))
    return table


def _fairness(shares: Fairness) -> Table:
    table = _grid("for", "value", "share of value", "hours", "share of hours", "share asked for")
    for row in (*shares.goals, *shares.askers):
        figures = (f"{row.value:,.1f}", f"{row.value_share:.0%}", f"{row.hours:,.0f}")
        table.add_row(row.name or "nobody", *figures, f"{row.hours_share:.0%}", f"{row.asked_share:.0%}")
    return table
