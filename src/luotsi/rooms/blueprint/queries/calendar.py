"""A document as its page shows it: thirteen weeks by outcome or by skill, load by skill and week, what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from luotsi.rooms.blueprint.queries.documents import Document
from luotsi.rooms.blueprint.queries.prices import can_be_priced
from luotsi.rooms.blueprint.saying import Words, day, number, way_name

TOLERANCE = 0.05  # hours over a limit that are rounding
BY = ("outcome", "goal", "skill")


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is not in the document: pins, the reader's own items, what is otherwise by now."""

    pins: Mapping[int, Any] = field(default_factory=dict)
    mine: frozenset[int] = frozenset()
    stale: Mapping[int, str] = field(default_factory=dict)
    moved: frozenset[int] = frozenset()  # by the newest plan


@dataclass(frozen=True, slots=True)
class Week:
    """One column's head."""

    number: int
    starts_on: date
    is_now: bool
    is_over: bool

    @property
    def said(self) -> str:
        return day(self.starts_on)


@dataclass(frozen=True, slots=True)
class Bar:
    """One item's row; `start` and `end` are weeks from 0."""

    id: int
    title: str
    moscow: str
    start: int
    end: int
    days: str
    way: str
    hours: str
    is_pinned: bool
    is_mine: bool
    stale: str
    is_moved: bool

    @property
    def weeks(self) -> int:
        return self.end - self.start + 1

    def after(self) -> int:
        return 12 - self.end


@dataclass(frozen=True, slots=True)
class LaneWeek:
    """Hours of a lane in one week; of a skill beside the hours there are."""

    said: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """The items of one outcome, goal or skill, and their hours by week; without a name: they serve none."""

    name: str
    bars: list[Bar]
    weeks: list[LaneWeek] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """One skill in one week."""

    week: int
    used: float
    hours: float
    run_work: float

    @property
    def over(self) -> float:
        return max(0.0, self.used - self.hours) if self.used > self.hours + TOLERANCE else 0.0

    @property
    def said(self) -> str:
        digits = 1 if self.over else 0
        return f"{number(self.used, digits)}/{number(self.hours, digits)}"


@dataclass(frozen=True, slots=True)
class Load:
    """One skill over the quarter."""

    skill: str
    cells: list[Cell]

    @property
    def used(self) -> float:
        return sum(cell.used for cell in self.cells)

    @property
    def hours(self) -> float:
        return sum(cell.hours for cell in self.cells)

    @property
    def run_work(self) -> float:
        return sum(cell.run_work for cell in self.cells)

    @property
    def percent(self) -> int | None:
        return round(100 * self.used / self.hours) if self.hours else None

    @property
    def over_weeks(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.over]


@dataclass(frozen=True, slots=True)
class OutRow:
    """One item that is left out: what stands in its way, and what would let it in."""

    id: int
    title: str
    moscow: str
    because: list[str]
    terms: list[str]
    is_mine: bool
    can_be_priced: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything a Blueprint's page shows."""

    by: str
    weeks: list[Week]
    lanes: list[Lane]
    loads: list[Load]
    left_out: list[OutRow]
    conflict: dict[str, Any] | None

    @property
    def over(self) -> list[tuple[str, list[str]]]:
        """Skills that are asked for more than there is, with the days on which those weeks begin."""
        days = [day(week.starts_on) for week in self.weeks]
        return [(load.skill, [days[cell.week] for cell in load.over_weeks]) for load in self.loads if load.over_weeks]

    @property
    def mine_count(self) -> int:
        return sum(bar.is_mine for lane in self.lanes for bar in lane.bars)


def calendar_of(document: Document, *, by: str, on: date, overlay: Overlay = Overlay()) -> Calendar:
    """No queries. `by` is outcome, goal or skill."""
    words, by = Words.of(document), by if by in BY else BY[0]
    starts_on = words.starts_on
    return Calendar(
        by=by,
        weeks=[_week(number, starts_on, on) for number in range(document["weeks"])],
        lanes=_lanes(document, by, starts_on, overlay),
        loads=[_load(skill) for skill in document["skills"]],
        left_out=[_out_row(left, words, overlay) for left in _in_order(document["left_out"])],
        conflict=words.conflict(document["conflict"]) if document["conflict"] else None,
    )


def main_skill(item: Document) -> str:
    """The skill that gives most hours to it."""
    hours = item["hours"]
    return max(sorted(hours), key=lambda skill: hours[skill]) if hours else ""


def _week(number: int, starts_on: date, on: date) -> Week:
    monday = starts_on + timedelta(weeks=number)
    return Week(number, monday, monday <= on < monday + timedelta(weeks=1), on >= monday + timedelta(weeks=1))


def _lanes(document: Document, by: str, starts_on: date, overlay: Overlay) -> list[Lane]:
    grouped: dict[str, list[Document]] = {}
    for item in sorted(document["items"], key=lambda item: (item["start"], item["end"], item["title"])):
        grouped.setdefault(_lane_of(item, by), []).append(item)
    skills = {skill["name"]: _load(skill) for skill in document["skills"]} if by == "skill" else {}
    # What serves nothing comes last.
    return [
        Lane(
            name,
            [_bar(item, starts_on, overlay) for item in grouped[name]],
            _lane_weeks(grouped[name], skills.get(name), document["weeks"]),
        )
        for name in sorted(grouped, key=lambda name: (not name, name))
    ]


def _lane_of(item: Document, by: str) -> str:
    if by == "skill":
        return main_skill(item)
    # Versions from before goals were kept with them have none.
    return str(item["outcome_title"] if by == "outcome" else item.get("goal_title", ""))


def _lane_weeks(items: Sequence[Document], skill: Load | None, weeks: int) -> list[LaneWeek]:
    """A skill's load counts whoever needs it, not only the items of its lane."""
    if skill is not None:
        return [LaneWeek(cell.said if cell.used else "", bool(cell.over)) for cell in skill.cells]
    used = [0.0] * weeks
    for item in items:
        for week in range(item["start"], item["end"] + 1):
            used[week] += sum(item["hours"].values())
    return [LaneWeek(number(hours, 0) if hours >= 0.5 else "") for hours in used]


def _bar(item: Document, starts_on: date, overlay: Overlay) -> Bar:
    start, end = item["start"], item["end"]
    first, last = starts_on + timedelta(weeks=start), starts_on + timedelta(weeks=end, days=4)
    return Bar(
        id=item["id"],
        title=item["title"],
        moscow=item["moscow"],
        start=start,
        end=end,
        days=f"{day(first)} – {day(last)}",
        way=way_name(item["way"]),
        hours=number(sum(item["hours"].values()) * (end - start + 1), 0),
        is_pinned=item["id"] in overlay.pins,
        is_mine=item["id"] in overlay.mine,
        stale=overlay.stale.get(item["id"], ""),
        is_moved=item["id"] in overlay.moved,
    )


def _load(skill: Document) -> Load:
    return Load(
        skill["name"],
        [
            Cell(week, used, hours, run_work)
            for week, (used, hours, run_work) in enumerate(
                zip(skill["used"], skill["hours"], skill["run_work"], strict=True)
            )
        ],
    )


CLASSES = {"must": 0, "should": 1, "": 1, "could": 2, "wont": 3}


def _in_order(left_out: Sequence[Document]) -> list[Document]:
    return sorted(left_out, key=lambda left: (CLASSES[left["moscow"]], left["place"]))


def _out_row(left: Document, words: Words, overlay: Overlay) -> OutRow:
    return OutRow(
        id=left["id"],
        title=left["title"],
        moscow=left["moscow"],
        because=[words.reason(reason) for reason in left["because"]],
        terms=words.terms(left),
        is_mine=left["id"] in overlay.mine,
        can_be_priced=can_be_priced(left["because"]),
    )
