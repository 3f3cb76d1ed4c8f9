"""Results as programs send them (API, webhook), read into what the one door takes. Faults by their place from 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from luotsi.kernel.errors import BadInput
from luotsi.kernel.tables.sheet import Faults
from luotsi.rooms.campaigns.drafts import Told
from luotsi.rooms.campaigns.rules import Unreadable, read_moment

MOST_RESULTS = 1_000
MOST = Decimal(10) ** 9
WORDS = {"yes": Decimal(1), "no": Decimal(0), "pending": None}


def told_from(results: Sequence[Any]) -> list[Told]:
    """Raises BadInput with every fault."""
    faults = Faults("results")
    told = [found for line, one in enumerate(results, 1) if (found := _told(one, line, faults)) is not None]
    if faults:
        raise BadInput(faults.all())
    return told


def _told(one: Any, line: int, faults: Faults) -> Told | None:
    if not isinstance(one, Mapping) or not isinstance(one.get("contact"), str | int):
        faults.add("contact_missing", "a result names its contact.", line=line, column="contact")
        return None
    found = {name: _moment(one.get(name), line, name, faults) for name in ("invited_at", "at")}
    return Told(
        contact=str(one["contact"])[:200],
        invited_at=found["invited_at"],
        values=_values(one.get("results") or {}, line, faults),
        answered_at=found["at"],
        arm=str(one.get("arm") or "")[:10],
        left_out=str(one.get("left_out") or "")[:40],
        line=line,
    )


def _moment(value: Any, line: int, name: str, faults: Faults) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=timezone.get_current_timezone())
    try:
        return read_moment(str(value)[:60], timezone.get_current_timezone()) if value else None
    except (Unreadable, ValueError, OverflowError):
        faults.add("impossible_date", "this is no moment; write it as 2026-11-23T09:30:00Z.", line=line, column=name)
        return None


def _values(given: Any, line: int, faults: Faults) -> dict[str, Decimal]:
    if not isinstance(given, Mapping):
        faults.add("results_missing", "results are a set of criterion and answer.", line=line, column="results")
        return {}
    found = {}
    for code, value in given.items():
        try:
            answer = WORDS[value] if isinstance(value, str) and value in WORDS else _number(value)
        except (InvalidOperation, TypeError, ValueError):
            faults.add("not_an_amount", "this is no answer: yes, no, pending or a number.", line=line, column=str(code))
            continue
        if answer is not None:
            found[str(code)] = answer
    return found


def _number(value: Any) -> Decimal | None:
    if value is None:
        return None
    number = Decimal(str(int(value) if isinstance(value, bool) else value))
    if not number.is_finite() or not 0 <= number < MOST:
        raise ValueError(value)
    return number.quantize(Decimal("0.00001"))
