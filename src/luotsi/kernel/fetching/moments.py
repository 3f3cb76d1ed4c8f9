"""When something was published, in the many ways feeds and pages write it; None where it cannot be told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from luotsi.kernel.tables.dates import AmbiguousDate, parse_date

ISO = re.compile(
    r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T\s](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"[\s,T]+(?:at|в|klo|a las|pukul|–|-)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*(?:am|pm|[A-Z]{2,4}))?\s*$", re.I
)
EARLIEST, LATEST = 1990, 2100


def moment_of(text: str, *, lang: str = "") -> datetime | None:
    """A moment in UTC; a day without a clock is its midnight, and so is a moment whose zone is not told.

    03/04/2026 is day first, but month first in an American page (`lang` en-us).

    Example: moment_of("Mon, 02 Nov 2026 10:00:00 +0200") -> 2026-11-02 08:00 UTC
    """
    text = " ".join(text.split())[:80]
    found = _iso(text) or _mail(text) or _named(text, lang)
    return found if found and EARLIEST <= found.year < LATEST else None


def _iso(text: str) -> datetime | None:
    found = ISO.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        moment = datetime(year, month, day or 1, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    return moment - _zone(found[7] or "")


def _zone(text: str) -> timedelta:
    if not text or text in "zZ":
        return timedelta()
    digits = text[1:].replace(":", "")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -away if text[0] == "-" else away


def _mail(text: str) -> datetime | None:
    """As mail writes it, which RSS took over."""
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _named(text: str, lang: str) -> datetime | None:
    """ "22 ноября 2026 г., 14:30", "22.11.2026", "November 22, 2026"."""
    bare = CLOCK.sub("", text)
    for piece in dict.fromkeys(
        (bare, re.sub(r"\s*г\.?(?:ода)?\s*$", "", bare), re.sub(r"^[^\d]{0,20}?\s(?=\d)", "", bare))
    ):
        try:
            day = parse_date(piece.strip(" ,"), day_first=lang.lower() != "en-us")
        except AmbiguousDate:
            continue
        if day is not None:
            return datetime.combine(day, time(), tzinfo=UTC)
    return None
