"""Which dates and time limits a request names, in English, Finnish, Russian, Spanish and Indonesian.

A bare year ("the 2027 fair") and the month in an issue's name ("newsletter March 2027") are names, not dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luotsi.engines.text.rulebook import patterns
from luotsi.engines.text.words import composed, fold

FRACTIONS = {"24/7", "9/11", "1/2", "1/3", "1/4", "2/3", "3/4", "1/1", "12/7", "50/50"}
_ISSUE = (
    r"(?:newsletters?|digest|bulletin|roundup|edition|issue|uutiskirje\w*|kuukausikirje\w*|рассылк\w*|дайджест\w*"
    r"|boletin|buletin)"
)
_IN_ISSUE_NAME = (
    re.compile(rf"{_ISSUE}[\s,:\-–(]+(?:de\s+|за\s+|edisi\s+|bulan\s+)*$"),
    re.compile(rf"^[\s,:\-]*{_ISSUE}(?!\w)"),
)
_NOT_A_DATE = re.compile(r"(?:part|slide|page|osa|часть|parte|bagian|version|v|№|no\.?|nr\.?)\s*$")


@dataclass(frozen=True, slots=True)
class DateExpression:
    """One expression: `field` is title or body, `start` and `end` count letters in its composed (NFC) text."""

    field: str
    start: int
    end: int
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class NamedDates:
    """`found` says whether any date or time limit is named; expressions stand in their order."""

    found: bool
    expressions: tuple[DateExpression, ...]

    def __bool__(self) -> bool:
        return self.found


def names_date(title: str, body: str = "") -> NamedDates:
    """The dates and time limits named in a request.

    Codes: day, month, quarter, week, weekday, relative ("next month"), limit ("within ten days"), asap, clock.
    """
    found = (*_expressions("title", title), *_expressions("body", body))
    return NamedDates(bool(found), found)


def _expressions(field: str, text: str) -> tuple[DateExpression, ...]:
    whole = composed(text)
    folded = fold(whole)
    chosen: list[tuple[int, int, str]] = []
    for hit in sorted(_matches(folded), key=_preference):
        if all(hit[1] <= start or end <= hit[0] for start, end, _ in chosen):
            chosen.append(hit)
    return tuple(DateExpression(field, start, end, whole[start:end], code) for start, end, code in sorted(chosen))


def _preference(hit: tuple[int, int, str]) -> tuple[bool, int, int]:
    """Where expressions overlap a day goes before all others, then the longer before the shorter."""
    start, end, code = hit
    return code != "day", start - end, start


def _matches(folded: str) -> Iterator[tuple[int, int, str]]:
    for code, _, pattern in patterns("dates"):
        for hit in pattern.finditer(folded):
            if not _is_name(folded, hit, code):
                yield hit.start(), hit.end(), code


def _is_name(folded: str, hit: re.Match[str], code: str) -> bool:
    """A fraction, a part number or the month in an issue's name."""
    before, after = folded[max(0, hit.start() - 24) : hit.start()], folded[hit.end() : hit.end() + 24]
    if code == "month":
        return bool(_IN_ISSUE_NAME[0].search(before) or _IN_ISSUE_NAME[1].search(after))
    if code == "day":
        return hit.group() in FRACTIONS or bool(_NOT_A_DATE.search(before))
    return False
