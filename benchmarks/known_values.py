"""`luotsi plan` against published best values: OR-Library knapsacks, PSPLIB and Patterson project schedules.

Every case goes through the real command. Beside it, in the same run: greedy (ranked by value for what is used; for a
project the job with the longest chain behind it first, each as early as it fits) and HiGHS alone on the plain
time-indexed model with the same limit. A ratio is the mean of figure over best known: for a knapsack below 1 is
worse, for a makespan above 1 is.

    python benchmarks/known_values.py /path/to/planning [--set mknapcb1 mknapcb4 j30 j10mm patterson] [--time-limit 30]
        [--every 1] [--in-process] [--no-rival]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

from known_values_reading import SETS, Case, cases
from known_values_rivals import greedy_value, highs_value

from luotsi.engines.planning import Placed, Problem, check, value_of

NEAR = 0.0015  # of best known: what counts as reached for a knapsack
COMMAND = (sys.executable, "-c", "from luotsi.cli.main import main; main()")
HEAD = (
    "set",
    "cases",
    "best",
    "near",
    "worst gap",
    "proven",
    "mean s",
    "max s",
    "plan",
    "greedy",
    "HiGHS",
    "HiGHS best",
)


@dataclass(frozen=True)
class Answer:
    """What the command said of one case, and what the rivals reach (None: no plan)."""

    case: Case
    value: float | None
    proven: bool
    seconds: float
    greedy: float | None
    highs: float | None


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("folder", type=Path)
    reader.add_argument("--set", nargs="+", choices=list(SETS), default=list(SETS))
    reader.add_argument("--time-limit", type=float, default=30.0)
    reader.add_argument("--every", type=int, default=1, help="take only each n-th case of a set")
    reader.add_argument("--in-process", action="store_true", help="the same command without a process for each case")
    reader.add_argument("--no-rival", action="store_true", help="leave HiGHS alone out")
    given = reader.parse_args()
    print(" ".join(f"{name:>10}" for name in HEAD))
    for name in given.set:
        answers = []
        for case in islice(cases(given.folder, name), 0, None, given.every):
            answers.append(answered(case, given.time_limit, given.in_process, not given.no_rival))
            _tell_what_is_short(answers[-1])
        print(" ".join(f"{cell:>10}" for cell in row(name, answers)), flush=True)


def answered(case: Case, time_limit: float, in_process: bool, rival: bool) -> Answer:
    problem = Problem.from_json(case.problem)
    begun = time.perf_counter()
    said = _in_process(case, time_limit) if in_process else _as_process(case, time_limit)
    seconds = time.perf_counter() - begun
    return Answer(
        case,
        _checked_value(problem, said),
        said["status"] == "optimal",
        seconds,
        greedy_value(problem),
        highs_value(problem, time_limit) if rival else None,
    )


def _as_process(case: Case, time_limit: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.json"
        path.write_text(json.dumps(case.problem), encoding="utf-8")
        command = [*COMMAND, "plan", str(path), "--json", "--time-limit", str(time_limit)]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"{case.name}: {done.stderr}")
    return json.loads(done.stdout)


def _in_process(case: Case, time_limit: float) -> dict[str, Any]:
    from click.testing import CliRunner

    from luotsi.cli.plan import plan

    done = CliRunner().invoke(plan, ["-", "--json", "--time-limit", str(time_limit)], input=json.dumps(case.problem))
    if done.exit_code not in (0, 1):
        raise SystemExit(f"{case.name}: {done.stderr}")
    return json.loads(done.stdout)


def _checked_value(problem: Problem, said: dict[str, Any]) -> float | None:
    """The plan's value as the checker counts it; nothing without a plan that keeps every rule."""
    chosen = [Placed(**placed) for placed in said["in"]]
    if said["status"] not in ("optimal", "feasible"):
        return None
    if check(problem, chosen):
        raise SystemExit(f"the plan breaks {check(problem, chosen)}")
    return value_of(problem, chosen)


def _tell_what_is_short(answer: Answer) -> None:
    case = answer.case
    if answer.value is None:
        print(f"{case.name}: no plan after {answer.seconds:.1f} s", flush=True)
    elif case.excess(answer.value) > 0:
        reached = f"{case.figure(answer.value):g}, best known {case.best:g}"
        print(f"{case.name}: {reached}, {case.excess(answer.value):.3%} worse, {answer.seconds:.1f} s", flush=True)


def row(name: str, answers: list[Answer]) -> Iterator[str]:
    """Counts first, then ratios to best known."""
    gaps = [answer.case.excess(answer.value) for answer in answers if answer.value is not None]
    yield from (name, str(len(answers)), str(sum(gap <= 0 for gap in gaps)), str(sum(gap <= NEAR for gap in gaps)))
    yield f"{max(gaps):.3%}" if len(gaps) == len(answers) else "no plan"
    yield str(sum(answer.proven for answer in answers))
    yield f"{mean(answer.seconds for answer in answers):.1f}"
    yield f"{max(answer.seconds for answer in answers):.1f}"
    for values in ([a.value for a in answers], [a.greedy for a in answers], [a.highs for a in answers]):
        yield _ratio(answers, values)
    yield str(sum(a.highs is not None and a.case.excess(a.highs) <= 1e-9 for a in answers))


def _ratio(answers: list[Answer], values: list[float | None]) -> str:
    """Mean of figure over best known, over the cases with a plan; how many those are, where not all."""
    ratios = [a.case.figure(value) / a.case.best for a, value in zip(answers, values, strict=True) if value is not None]
    if not ratios:
        return "-"
    return f"{mean(ratios):.4f}" + ("" if len(ratios) == len(answers) else f" ({len(ratios)})")


if __name__ == "__main__":
    main()
