"""What a cell of a results file says: yes, no, an amount, not yet; and when."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal

from luotsi.kernel.tables import AmbiguousDate, AmbiguousNumber, parse_date, parse_number

YES = frozenset("yes y true 1 x ok kyllä k on да д sí si s ya accepted".split())
NO = frozenset("no n false 0 ei e нет н tidak t declined -".split())
PENDING = frozenset(("", "pending", "open", "?", "–", "waiting", "odottaa", "ждём", "pendiente", "menunggu"))


class Unreadable(ValueError):
    """The cell says nothing we know; `code` and the text for people."""

    def __init__(self, code: str, text: str, advice: str) -> None:
        super().__init__(text)
        self.code, self.text, self.advice = code, text, advice


def read_value(text: str, *, yes_or_no: bool) -> Decimal | None:
    """1 for yes, 0 for no, the amount where amounts count; None where there is no answer yet. Raises Unreadable."""
    said = text.strip().casefold()
    if said in PENDING:
        return None
    if yes_or_no:
        if said in YES or said in NO:
            return Decimal(said in YES)
        raise Unreadable(
            "not_a_yes_or_no", f"“{text[:60]}” is neither yes nor no.", "Write yes, no, or leave it empty."
        )
    try:
        amount = parse_number(text)
    except AmbiguousNumber as either:
        raise Unreadable("not_an_amount", f"{either}.", "Write it without thousands separators.") from None
    if amount is None:
        raise Unreadable("not_an_amount", f"“{text[:60]}” is no amount.", "Write it as 1234.5.")
    if amount < 0:
        raise Unreadable("negative_amount", f"{amount:g} is below 0.", "Leave refunds out of it.")
    return Decimal(repr(amount)).quantize(Decimal("0.00001"))


def read_moment(text: str, zone: tzinfo, *, day_first: bool | None = None) -> datetime | None:
    """A day or a moment; a day alone is its first minute. None for an empty cell. Raises Unreadable."""
    said = text.strip()
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(said) if len(said) > 10 else None
    except ValueError:
        moment = None
    if moment is None:
        try:
            day = parse_date(said, day_first=day_first)
        except AmbiguousDate as either:
            raise Unreadable("day_ambiguous", f"{either}.", "Write it as 2026-11-23.") from None
        if day is None:
            raise Unreadable("impossible_date", f"“{said[:60]}” is no day.", "Write it as 2026-11-23.")
        moment = datetime(day.year, day.month, day.day)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
