"""Published test problems as problem.json: OR-Library knapsacks, PSPLIB (.sm, .mm) and Patterson (.rcp) projects.

A project becomes musts with one week for one period, renewable resources as skills, others as budgets, and a
last must of one week whose value falls by one with every period: value = horizon - makespan.
"""

from __future__ import annotations

import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FINISH = "finish"


@dataclass(frozen=True)
class Case:
    """A problem and its best known figure; `horizon` is None for a knapsack, where the figure is the value itself."""

    name: str
    problem: dict[str, Any]
    best: float
    horizon: int | None = None

    def figure(self, value: float) -> float:
        """What the tables speak of: the value of a knapsack, the makespan of a project."""
        return value if self.horizon is None else self.horizon - value

    def excess(self, value: float) -> float:
        """How much worse than best known, as a share of it; below zero where it is better."""
        worse = self.best - value if self.horizon is None else self.figure(value) - self.best
        return worse / self.best


@dataclass(frozen=True)
class Way:
    """One mode of a job: periods, use per period of each renewable resource, use of each other resource."""

    periods: int
    renewable: list[int]
    spent: list[int]


@dataclass(frozen=True)
class Project:
    """Jobs by number with their modes and followers, and what there is."""

    modes: dict[int, list[Way]]
    followers: dict[int, list[int]]
    renewable: list[int]
    spent: list[int]


def cases(folder: Path, name: str) -> Iterator[Case]:
    """All cases of one set; `name` is one of SETS."""
    return SETS[name](folder)


def knapsacks(folder: Path, file: str) -> Iterator[Case]:
    """OR-Library mknapcb: problems, then for each n, m, 0, profits, m rows of weights, m capacities."""
    known = [row for row in _best(folder, "mknapcb_best_known") if row["file"] == file]
    best = {int(row["problem_in_file"]): float(row["best_feasible_value"]) for row in known}
    numbers = iter(int(float(word)) for word in (folder / file).read_text().split())
    for number in range(1, next(numbers) + 1):
        items, rows, _ = (next(numbers) for _ in range(3))
        profits = [next(numbers) for _ in range(items)]
        weights = [[next(numbers) for _ in range(items)] for _ in range(rows)]
        room = [next(numbers) for _ in range(rows)]
        yield Case(f"{file.removesuffix('.txt')}-{number}", _knapsack(profits, weights, room), best[number])


def _knapsack(profits: list[int], weights: list[list[int]], room: list[int]) -> dict[str, Any]:
    def mode(item: int) -> dict[str, Any]:
        return {"name": "in", "weeks": 1, "costs": {f"row{row}": own[item] for row, own in enumerate(weights)}}

    return {
        "weeks": 1,
        "budgets": {f"row{row}": amount for row, amount in enumerate(room)},
        "items": [{"id": f"i{item}", "value": profit, "modes": [mode(item)]} for item, profit in enumerate(profits)],
    }


def projects(folder: Path, archive: str, table: str, column: str) -> Iterator[Case]:
    """Every instance of an archive that the table knows."""
    best = {row["instance"]: float(row[column]) for row in _best(folder, table)}
    with tarfile.open(folder / archive) as packed:
        for member in sorted(packed.getmembers(), key=lambda member: member.name):
            name = Path(member.name).name
            stream = packed.extractfile(member) if name in best else None
            if stream is not None:
                text = stream.read().decode("ascii")
                project = read_rcp(text) if name.endswith(".rcp") else read_psplib(text)
                problem, horizon = as_problem(project)
                yield Case(name, problem, best[name], horizon)


def _best(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def read_rcp(text: str) -> Project:
    """Patterson: jobs, resources; capacities; for each job duration, uses, number of followers, followers."""
    numbers = iter(int(word) for word in text.split())
    jobs, resources = next(numbers), next(numbers)
    room = [next(numbers) for _ in range(resources)]
    modes, followers = {}, {}
    for job in range(1, jobs + 1):
        periods = next(numbers)
        modes[job] = [Way(periods, [next(numbers) for _ in range(resources)], [])]
        followers[job] = [next(numbers) for _ in range(next(numbers))]
    return Project(modes, followers, room, [])


def read_psplib(text: str) -> Project:
    """PSPLIB .sm and .mm: sections with a heading; a job's further modes leave its number out."""
    lines = [line for line in text.splitlines() if line.strip() and set(line.strip()) - set("*-")]
    renewable = _count(lines, "- renewable")
    followers = {row[0]: row[3:] for row in _section(lines, "PRECEDENCE RELATIONS", "REQUESTS/DURATIONS")}
    modes: dict[int, list[Way]] = {}
    job = 0
    for row in _section(lines, "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES"):
        if len(row) == 3 + renewable + _count(lines, "- nonrenewable"):
            job, row = row[0], row[1:]
        modes.setdefault(job, []).append(Way(row[1], row[2 : 2 + renewable], row[2 + renewable :]))
    room = _section(lines, "RESOURCEAVAILABILITIES", None)[0]
    return Project(modes, followers, room[:renewable], room[renewable:])


def _count(lines: list[str], heading: str) -> int:
    line = next(line for line in lines if line.strip().startswith(heading))
    return int(line.split(":")[1].split()[0])


def _section(lines: list[str], heading: str, until: str | None) -> list[list[int]]:
    """The rows of numbers between two headings."""
    first = next(at for at, line in enumerate(lines) if line.startswith(heading)) + 1
    last = next((at for at, line in enumerate(lines) if until and line.startswith(until)), len(lines))
    rows = (line.split() for line in lines[first:last])
    return [[int(word) for word in row] for row in rows if all(word.isdigit() for word in row)]


def as_problem(project: Project) -> tuple[dict[str, Any], int]:
    """The problem and its horizon: the makespan is the horizon less the plan's value."""
    before = _predecessors(project)
    horizon = _horizon(project, before)
    items = [_item(job, modes, before[job]) for job, modes in project.modes.items() if _is_work(modes)]
    followed = {earlier for item in items for earlier in item["after"]}
    items.append(
        {
            "id": FINISH,
            "class": "must",
            "value": horizon,
            "value_lost_per_week": 1,
            "after": [item["id"] for item in items if item["id"] not in followed],
            "modes": [{"name": "mode1", "weeks": 1}],
        }
    )
    weeks = horizon + 1
    problem = {
        "weeks": weeks,
        "skills": {f"r{number}": {"hours": [room] * weeks} for number, room in enumerate(project.renewable)},
        "budgets": {f"n{number}": room for number, room in enumerate(project.spent)},
        "items": items,
    }
    return problem, horizon


def _is_work(modes: list[Way]) -> bool:
    return all(way.periods > 0 for way in modes)


def _item(job: int, modes: list[Way], before: list[int]) -> dict[str, Any]:
    return {
        "id": f"j{job}",
        "class": "must",
        "value": 0,
        "after": [f"j{earlier}" for earlier in before],
        "modes": [_mode(number, way) for number, way in enumerate(modes, start=1)],
    }


def _mode(number: int, way: Way) -> dict[str, Any]:
    return {
        "name": f"mode{number}",
        "weeks": way.periods,
        "hours": {f"r{resource}": use for resource, use in enumerate(way.renewable) if use},
        "costs": {f"n{resource}": use for resource, use in enumerate(way.spent) if use},
    }


def _predecessors(project: Project) -> dict[int, list[int]]:
    """What is finished before each job; a job without duration hands its own predecessors on."""
    direct: dict[int, list[int]] = {job: [] for job in project.modes}
    for job, later in project.followers.items():
        for follower in later:
            direct[follower].append(job)
    return {job: sorted(_worked(project, direct, job)) for job in project.modes}


def _worked(project: Project, direct: dict[int, list[int]], job: int) -> set[int]:
    found: set[int] = set()
    for earlier in direct[job]:
        found |= {earlier} if _is_work(project.modes[earlier]) else _worked(project, direct, earlier)
    return found


def _horizon(project: Project, before: dict[int, list[int]]) -> int:
    """Periods that suffice: a serial schedule where there is one mode each, else one job after the other."""
    if any(len(modes) > 1 for modes in project.modes.values()):
        return sum(max(way.periods for way in modes) for modes in project.modes.values())
    end: dict[int, int] = {}
    used: dict[int, list[int]] = {}
    while len(end) < len(project.modes):
        job = next(job for job in project.modes if job not in end and all(other in end for other in before[job]))
        way = project.modes[job][0]
        start = max((end[other] for other in before[job]), default=0)
        while not _has_room(project, used, way, start):
            start += 1
        for period in range(start, start + way.periods):
            used[period] = [
                old + more for old, more in zip(used.get(period, _none(project)), way.renewable, strict=True)
            ]
        end[job] = start + way.periods
    return max(end.values())


def _has_room(project: Project, used: dict[int, list[int]], way: Way, start: int) -> bool:
    return all(
        old + more <= room
        for period in range(start, start + way.periods)
        for old, more, room in zip(used.get(period, _none(project)), way.renewable, project.renewable, strict=True)
    )


def _none(project: Project) -> list[int]:
    return [0] * len(project.renewable)


SETS = {
    "mknapcb1": lambda folder: knapsacks(folder, "mknapcb1.txt"),
    "mknapcb4": lambda folder: knapsacks(folder, "mknapcb4.txt"),
    "j30": lambda folder: projects(
        folder, "psplib_j30_sm.tar.gz", "psplib_j30_sm_optimum", "makespan_upper"
    ),
    "j10mm": lambda folder: projects(folder, "psplib_j10_mm.tar.gz", "psplib_j10_mm_best", "makespan"),
    "patterson": lambda folder: projects(
        folder, "patterson_rcp.tar.gz", "patterson_rcp_optimum", "makespan_optimum"
    ),
}  # fmt: skip
