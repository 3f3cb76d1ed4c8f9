"""`luotsi plan`: the plan worth most that fits the capacity, from problem.json, without a database."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luotsi.cli.output import answer, answer_lines, answer_options, progress
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.planning import Plan, Problem

COLUMNS = ("id", "mode", "start", "end")
NO_PLAN = ("infeasible", "no_plan")


@click.command()
@click.argument("problem", type=click.Path(allow_dash=True, dir_okay=False), required=False)
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True, help="Seconds."
)
@click.option(
    "--workers", type=click.IntRange(min=1), default=2, show_default=True, help="1: in turn, 2: side by side."
)
@click.option(
    "--work-limit", type=click.IntRange(min=1), help="Steps instead of seconds: the same answer in every run."
)
@answer_options(jsonl=True)
def plan(
    problem: str | None,
    time_limit: float,
    workers: int,
    work_limit: int | None,
    as_json: bool,
    out: Path | None,
    jsonl: bool,
) -> None:
    """The plan worth most that fits the capacity.

    PROBLEM is a problem.json, or - for standard input. Ends with 1 when the musts cannot all fit (the plan that
    breaks the fewest is given then) or no plan was found.

    Example: luotsi plan problem.json --time-limit 10
    """
    limits = {"time_limit_s": time_limit, "workers": workers, "work_limit": work_limit}
    if jsonl:
        answer_lines(lambda case: _solved(_problem(case, "standard input"), limits).to_json())
        return
    if problem is None:
        raise click.UsageError("Missing argument 'PROBLEM'. Give a problem.json, or - for standard input.")
    read = _read(problem)
    solved = _solved(read, limits, bar=True)
    answer(
        [placed.to_json() for placed in solved.chosen],
        columns=COLUMNS,
        whole=solved.to_json(),
        as_json=as_json,
        out=out,
        table=lambda: _table(read, solved),
    )
    if solved.status in NO_PLAN:
        _say_why(solved)
        raise click.exceptions.Exit(1)


def _read(place: str) -> Problem:
    name = "standard input" if place == "-" else place
    return _problem(_document(_text(place, name), name), name)


def _text(place: str, name: str) -> str:
    try:
        given = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
        return given.decode("utf-8-sig")
    except OSError as wrong:
        raise BadInput([Fault(name, f"cannot be read: {wrong.strerror}.", advice="Check the path.")]) from wrong
    except UnicodeDecodeError as wrong:
        line = given[: wrong.start].count(b"\n") + 1
        raise BadInput([Fault(name, "is not UTF-8.", line=line, advice="Save it as UTF-8.")]) from wrong


def _document(text: str, name: str) -> Any:
    """The JSON value; a key that stands twice in one object is a fault, for one of both would be lost."""
    twice: list[str] = []

    def pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, count in Counter(key for key, _ in given).items() if count > 1)
        return dict(given)

    try:
        document = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as wrong:
        fault = Fault(name, f"not JSON: {wrong.msg}.", line=wrong.lineno, column=str(wrong.colno))
        raise BadInput([fault]) from wrong
    except RecursionError as wrong:
        raise BadInput([Fault(name, "not a problem: nested too deep.")]) from wrong
    if twice:
        raise BadInput(
            Fault(name, "the key stands twice in one object.", column=key, advice="Keep one.") for key in twice
        )
    return document


def _problem(document: Any, name: str) -> Problem:
    from luotsi.engines.planning import BadProblem, Problem

    try:
        return Problem.from_json(document, name)
    except BadProblem as bad:
        raise BadInput(
            Fault(name, fault.text, column=fault.path, code="bad_problem", advice=fault.advice) for fault in bad.faults
        ) from bad


def _solved(problem: Problem, limits: dict[str, Any], *, bar: bool = False) -> Plan:
    from luotsi.engines.planning import solve

    if not bar:
        return solve(problem, **limits)
    with progress("Planning", total=limits["time_limit_s"]) as shown:
        return solve(problem, **limits, on_progress=lambda value, bound, gap, seconds: shown.update(seconds))


def _table(problem: Problem, solved: Plan) -> None:
    from rich.console import Console

    console = Console()
    console.print(_headline(solved))
    if solved.value is not None:
        console.print(_calendar(problem, solved))
    if solved.left_out:
        console.print(_left_out(problem, solved))


def _headline(solved: Plan) -> str:
    if solved.value is None:
        return f"{solved.status} after {solved.seconds:.1f} s"
    gap = "" if solved.gap is None else f", gap {solved.gap:.2%}"
    return f"{solved.status}: value {solved.value:,.1f}{gap}, {len(solved.chosen)} in, {len(solved.left_out)} left out"


def _calendar(problem: Problem, solved: Plan) -> Any:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("id", "title", "mode", "weeks", ""):
        table.add_column(name)
    for placed in sorted(solved.chosen, key=lambda placed: (placed.start, placed.end, placed.id)):
        weeks = "".join("█" if placed.start <= week <= placed.end else "·" for week in range(problem.weeks))
        title = problem.by_id[placed.id].title[:40]
        table.add_row(
            placed.id, title, placed.mode, f"{placed.start}–{placed.end}", weeks if problem.weeks <= 60 else ""
        )
    return table


def _left_out(problem: Problem, solved: Plan) -> Any:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("left out", "title", "because", "would enter with"):
        table.add_column(name)
    for left in solved.left_out:
        because = "; ".join(_reason(reason.to_json()) for reason in left.because)
        table.add_row(left.id, problem.by_id[left.id].title[:40], because, _terms(left.would_enter_if.to_json()))
    return table


def _reason(reason: dict[str, Any]) -> str:
    names = [str(reason[key]) for key in ("skill", "expert", "budget", "goal", "share") if key in reason]
    names += [", ".join(reason[key]) for key in ("ids", "than") if key in reason]
    short = f" short by {reason['short']:g}" if "short" in reason else ""
    return " ".join([str(reason["code"]).replace("_", " "), *names]) + short


def _terms(terms: dict[str, Any]) -> str:
    said = []
    if "value_rise" in terms:
        gone = f" (for {', '.join(terms['displaces'])})" if terms["displaces"] else ""
        said.append(f"value +{terms['value_rise']:g}{gone}")
    if "hours_cut" in terms:
        said.append(f"{terms['hours_cut']:g} hours less")
    if "extra_hours" in terms:
        said.append("extra " + ", ".join(f"{skill} {hours:g} h" for skill, hours in terms["extra_hours"].items()))
    return " or ".join(said)


def _say_why(solved: Plan) -> None:
    """For people at the terminal and in logs; the answer itself says the same in its codes."""
    if solved.conflict is None:
        click.echo("No plan was found within the limits. Give more time with --time-limit.", err=True)
        return
    musts = ", ".join(solved.conflict.musts) or "none"
    limits = "; ".join(_reason(limit.to_json()) for limit in solved.conflict.limits) or "none"
    click.echo(f"The musts cannot all fit. In conflict: {musts}; with: {limits}.", err=True)
