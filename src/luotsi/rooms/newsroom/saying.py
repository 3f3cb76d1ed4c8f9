"""The audit and a reading in words and shapes: counts with their spread, what a bar is made of, why a hook was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.rooms.newsroom.models import Company, Hook, Item
from luotsi.rooms.newsroom.models.items import FILLER, WORTHY, worthiness_of
from luotsi.rooms.newsroom.queries import Wanted
from luotsi.rooms.newsroom.queries.audit import Cell, Line
from luotsi.rooms.newsroom.words import REASONS

ORDER = [*(one for one in Hook if one in WORTHY), Hook.OTHER, *(one for one in Hook if one in FILLER)]
SHOWN_CHANCES = 4
SURE = 0.95  # a camp less sure than this says so


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: how many hang on these hooks, from where to where (0 to 1), and their list."""

    of: str
    name: str
    count: int
    start: float
    width: float
    cuts: tuple[float, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One company in the picture. `low` and `high` say where the worthy part may end."""

    company: Company
    cell: Cell
    pieces: tuple[Piece, ...]
    low: float | None
    high: float | None
    said: str
    address: str
    doubt: str = ""


def picture_of(lines: Sequence[Line]) -> list[Bar]:
    """Companies side by side in the newest of their quarters; empty where nobody had news in it."""
    longest = max((line.now.items for line in lines), default=0)
    return [_bar(line.now, longest) for line in lines] if longest else []


def _bar(cell: Cell, longest: int) -> Bar:
    address = address_of(cell)
    if cell.found is None:
        return Bar(cell.company, cell, (), None, None, _("no news"), address)
    pieces, at = [], 0.0
    for of, name in (("worthy", _("worthy")), ("other", _("other")), ("filler", _("filler"))):
        counts = [cell.found.counts.get(hook, 0) for hook in ORDER if worthiness_of(hook) == of]
        if count := sum(counts):
            width = count / longest
            pieces.append(Piece(of, name, count, at, width, _cuts(at, counts, longest), address_of(cell, of)))
            at += width
    low, high = (None if share is None else share * cell.items / longest for share in spread_of(cell))
    return Bar(cell.company, cell, tuple(pieces), low, high, share_said(cell), address, camp_chance(cell))


def _cuts(start: float, counts: Sequence[int], longest: int) -> tuple[float, ...]:
    """Where one hook ends and the next begins within a part."""
    ends, at = [], 0
    for count in counts:
        at += count
        if count and at < sum(counts):
            ends.append(start + at / longest)
    return tuple(ends)


def address_of(cell: Cell, of: str = "") -> str:
    """The list of what is behind a figure."""
    return Wanted(company=cell.company.pk, quarter=cell.quarter, of=of, state="counted").address()


def spread_of(cell: Cell) -> tuple[float | None, float | None]:
    return (cell.found.low, cell.found.high) if cell.found else (None, None)


def percent(share: float) -> str:
    return f"{number_format(round(share * 100))} %"


def share_said(cell: Cell) -> str:
    """5 of 12 worthy, likely 33–50 %: never one number where the readings leave room."""
    if cell.found is None:
        return _("no news")
    found = cell.found
    counted = _("%(worthy)s of %(items)s worthy") % {"worthy": found.worthy, "items": found.items}
    return f"{counted}, {likely_said(cell)}" if found.items else counted


def likely_said(cell: Cell) -> str:
    low, high = spread_of(cell)
    share = cell.found.share if cell.found else None
    if share is None or low is None or high is None:
        return "–"
    first, last = round(low * 100), round(high * 100)
    if first == last:
        return percent(low)
    return _("likely %(low)s–%(high)s") % {"low": number_format(first), "high": percent(high)}


def standing_of(lines: Sequence[Line]) -> str:
    """One sentence on our own quarter, beside the others."""
    ours = next((line.now for line in lines if line.company.is_ours), None)
    if ours is None or ours.found is None:
        return ""
    rivals = [line.now.found.share for line in lines if not line.company.is_ours and line.now.found]
    shares = [share for share in rivals if share is not None]
    own = ngettext(
        "%(worthy)s of our %(items)s piece of news in %(quarter)s was worth telling (%(likely)s).",
        "%(worthy)s of our %(items)s pieces of news in %(quarter)s were worth telling (%(likely)s).",
        ours.items,
    ) % {
        "worthy": ours.found.worthy, "items": ours.items, "quarter": quarter_name(ours.quarter),
        "likely": likely_said(ours),
    }  # fmt: skip
    return f"{own} {_others_said(shares)}".strip()


def _others_said(shares: Sequence[float]) -> str:
    if not shares:
        return ""
    low, high = percent(min(shares)), percent(max(shares))
    if low == high:
        return _("Others stand at %(share)s.") % {"share": low}
    return _("Others stand between %(low)s and %(high)s.") % {"low": low, "high": high}


def quarter_name(quarter: str) -> str:
    return _("Q%(number)s %(year)s") % {"number": quarter[5:], "year": quarter[:4]} if len(quarter) == 6 else quarter


@dataclass(frozen=True, slots=True)
class Past:
    """A company's quarters in a row of the table."""

    company: Company
    cells: tuple[tuple[Cell, str, str], ...]  # cell, what is likely, address
    trend: str


def history_of_lines(lines: Sequence[Line]) -> list[Past]:
    """From the first quarter on in which anybody had news."""
    first = min((n for line in lines for n, cell in enumerate(line.cells) if cell.items), default=0)
    return [
        Past(
            line.company, tuple((cell, likely_said(cell), address_of(cell)) for cell in line.cells[first:]),
            trend_said(line),
        )
        for line in lines
    ]  # fmt: skip


def trend_said(line: Line) -> str:
    """What the quarters together say, as far as they say anything."""
    trend = line.now.found.trend if line.now.found else None
    if trend is None:
        return ""
    words = {"rising": _("the worthy share rises"), "falling": _("the worthy share falls")}
    return words.get(trend.code, _("no clear trend over %(count)s quarters") % {"count": trend.quarters})


def camp_chance(cell: Cell) -> str:
    """How sure the camp is, where it is not sure."""
    chance = cell.found.camps.get(cell.found.camp, 1.0) if cell.found else 1.0
    return _("chance %(share)s") % {"share": percent(chance)} if chance < SURE else ""


@dataclass(frozen=True, slots=True)
class HookRow:
    """One hook across the companies: (count, address) each."""

    hook: str
    of: str
    name: Any
    counts: tuple[tuple[int, str], ...]


def hook_rows(lines: Sequence[Line]) -> list[HookRow]:
    """Every hook that somebody's news hang on, worthy ones first."""
    cells = [line.now for line in lines]
    rows = [
        HookRow(
            hook, worthiness_of(hook), hook.label,
            tuple((cell.found.counts.get(hook, 0) if cell.found else 0, address_of(cell, hook)) for cell in cells),
        )
        for hook in ORDER
    ]  # fmt: skip
    return [row for row in rows if any(count for count, _address in row.counts)]


# One piece of news


@dataclass(frozen=True, slots=True)
class Chance:
    hook: str
    name: Any
    share: float
    said: str


def chances_of(item: Item) -> list[Chance]:
    """The most probable hooks as they were read, the likeliest first."""
    ranked = sorted(item.probabilities.items(), key=lambda one: -one[1])
    return [Chance(hook, Hook(hook).label, share, chance_said(share)) for hook, share in ranked[:SHOWN_CHANCES]]


def chance_said(share: float) -> str:
    if share > 0.99:
        return "> 99 %"
    return percent(share) if share >= 0.01 else "< 1 %"


def reasons_of(item: Item) -> list[str]:
    """What was read, and what it speaks for."""
    told = []
    for code, hook, words, *_place in item.reasons:
        name = Hook(hook).label if hook in Hook.values else ""
        text = str(REASONS.get(code, REASONS["words"])).format(words=words, hook=name)
        if text not in told:
            told.append(text)
    return told


def marked(item: Item) -> list[tuple[str, bool]]:
    """The headline cut into what a reason points at and the rest."""
    return cut_by(item.headline, [(one[4], one[5]) for one in item.reasons if one[3] == "headline"])


def cut_by(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    parts, at = [], 0
    for start, end in sorted(places):
        if at <= start < end <= len(text):
            parts += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [(part, is_marked) for part, is_marked in [*parts, (text[at:], False)] if part]
