"""`luotsi plan`: the plan worth most that fits the capacity, from problem.json, without a database."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luotsi.cli.output import answer, answer_lines, answer_options
from luotsi.cli.plan_course import Course
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.planning import Plan, Problem, Robust

COLUMNS = ("id", "mode", "start", "end")
NO_PLAN = ("infeasible", "no_plan")


@dataclass(frozen=True)
class Answer:
    """The plan, and with a wanted confidence all that was found on the way to it."""

    plan: Plan
    robust: Robust | None = None

    def to_json(self) -> dict[str, Any]:
        if self.robust is None:
            return self.plan.to_json()
        rest = {key: value for key, value in self.robust.to_json().items() if key != "plan"}
        return {**self.plan.to_json(), "robust": rest}


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
@click.option(
    "--confidence",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="The plan is to hold with this chance, 0 to 1, and says what that costs.",
)
@answer_options(jsonl=True)
def plan(
    problem: str | None,
    time_limit: float,
    workers: int,
    work_limit: int | None,
    confidence: float | None,
    as_json: bool,
    out: Path | None,
    jsonl: bool,
) -> None:
    """The plan worth most that fits the capacity.

    PROBLEM is a problem.json, or - for standard input. Ctrl-C ends the search with the best plan so far. Ends with 1
    when the musts cannot all fit (the plan that breaks the fewest is given then) or no plan was found.

    Example: luotsi plan problem.json --time-limit 10
    """
    limits = {"time_limit_s": time_limit, "workers": workers, "work_limit": work_limit}
    if jsonl:
        answer_lines(lambda case: _solved(_problem(case, "standard input"), limits, confidence).to_json())
        return
    if problem is None:
        raise click.UsageError("Missing argument 'PROBLEM'. Give a problem.json, or - for standard input.")
    read = _read(problem)
    found = _watched(read, limits, confidence)
    answer(
        [placed.to_json() for placed in found.plan.chosen],
        columns=COLUMNS,
        whole=found.to_json(),
        as_json=as_json,
        out=out,
        table=lambda: _show(read, found),
    )
    if found.plan.status in NO_PLAN:
        _say_why(found.plan)
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


def _solved(problem: Problem, limits: dict[str, Any], confidence: float | None = None) -> Answer:
    """The plan, or with a confidence the one that holds so."""
    from luotsi.engines.planning import robust, solve

    if confidence is None:
        return Answer(solve(problem, **limits))
    held = robust(problem, confidence=confidence, **limits)
    return Answer(held.plan, held)


def _watched(problem: Problem, limits: dict[str, Any], confidence: float | None) -> Answer:
    with Course(limits["time_limit_s"]) as course:
        watch = {"on_progress": course.tell, "should_stop": course.should_stop}
        return _solved(problem, {**limits, **watch}, confidence)


def _show(problem: Problem, found: Answer) -> None:
    from luotsi.cli.plan_table import show_plan, show_robust

    show_plan(problem, found.plan)
    if found.robust is not None:
        show_robust(found.robust)


def _say_why(solved: Plan) -> None:
    """For people at the terminal and in logs; the answer itself says the same in its codes."""
    from luotsi.cli.plan_table import hours_short, reason

    if solved.conflict is None:
        click.echo("No plan was found within the limits. Give more time with --time-limit.", err=True)
        return
    musts = ", ".join(solved.conflict.musts) or "none"
    limits = "; ".join(reason(limit.to_json()) for limit in solved.conflict.limits) or "none"
    click.echo(f"The musts cannot all fit. In conflict: {musts}; with: {limits}.", err=True)
    if solved.conflict.hours_short:
        click.echo(f"Hours that would let them in: {hours_short(solved.conflict.hours_short)}.", err=True)
