"""A file of results as rows to record: which column is what, and what each cell says. Faults by line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from luotsi.kernel.errors import Fault
from luotsi.kernel.tables import Limits, Row, Sheet, read_table
from luotsi.kernel.tables.dates import day_comes_first
from luotsi.kernel.tables.sheet import Faults
from luotsi.rooms.campaigns.drafts import Told
from luotsi.rooms.campaigns.models import Criterion
from luotsi.rooms.campaigns.rules import Unreadable, read_moment, read_value

LIMITS = Limits(file_bytes=4_000_000, workbook_bytes=40_000_000, rows=20_000, columns=60, cell_chars=2_000)
FIELDS = {
    "contact": _("contact (an id)"),
    "invited_at": _("invited at"),
    "arm": _("arm (A or B)"),
    "answered_at": _("answered at"),
    "left_out": _("left out (bounced, duplicate)"),
}
KNOWN = {
    "contact": "contact|contact id|id|key|recipient|subscriber|customer|user|yhteystieto|контакт|contacto|kontak",
    "invited_at": "invited at|invited|invited on|sent at|sent|sent on|date|day|kutsuttu|отправлено|invitado|diundang",
    "arm": "arm|variant|group|version",
    "answered_at": "answered at|answered|answered on|responded at|at",
    "left_out": "left out|excluded|bounce|bounced",
}
LEFT_OUT = {"yes": "bounced", "bounce": "bounced", "1": "bounced", "true": "bounced", "no": "", "0": "", "false": ""}


@dataclass(frozen=True, slots=True)
class Read:
    """What a file tells, and what in it cannot be read."""

    told: tuple[Told, ...]
    faults: tuple[Fault, ...]


def sheet_of(content: bytes, name: str) -> Sheet:
    """Raises BadInput for what is no table, or too large."""
    return read_table(content, name=name, limits=LIMITS)


def guessed(sheet: Sheet, criteria: Sequence[Criterion]) -> dict[str, str]:
    """Which column fills which field, by its name; a criterion called “Bounced” keeps the column of that name."""
    plain = {_plain(column): column for column in sheet.columns}
    found = {one.code: plain.get(_plain(one.code)) or plain.get(_plain(one.name)) or "" for one in criteria}
    free = {name: column for name, column in plain.items() if column not in found.values()}
    for field, names in KNOWN.items():
        found[field] = next((free[name] for name in names.split("|") if name in free), "")
    return found


def read(sheet: Sheet, columns: Mapping[str, str], criteria: Sequence[Criterion], zone: tzinfo) -> Read:
    """Every row that can be read, and the faults of the others. Raises BadInput where the ids have no column."""
    faults = Faults(sheet.name)
    if not columns.get("contact"):
        raise faults.stop("column_missing", "no column says who a row is about.", line=1, advice="Choose one.")
    if not sheet.rows:
        raise faults.stop("empty", "there are no rows below the header.", advice="Add a row for each contact.")
    reader = _Reader(sheet, columns, criteria, zone, faults)
    told = tuple(one for row in sheet if (one := reader.read(row)) is not None)
    return Read(told, faults.all() if faults else ())


class _Reader:
    """Reads rows one by one and collects their faults."""

    def __init__(
        self, sheet: Sheet, columns: Mapping[str, str], criteria: Sequence[Criterion], zone: tzinfo, faults: Faults
    ) -> None:
        self.columns, self.criteria, self.zone, self.faults = columns, criteria, zone, faults
        days = (row[columns[name]] for name in ("invited_at", "answered_at") if columns.get(name) for row in sheet)
        self.day_first = day_comes_first(days)

    def read(self, row: Row) -> Told | None:
        try:
            values = {one.code: value for one in self.criteria if (value := self._value(row, one)) is not None}
            return Told(
                contact=self._cell(row, "contact"),
                invited_at=self._moment(row, "invited_at"),
                values=values,
                answered_at=self._moment(row, "answered_at"),
                arm=self._cell(row, "arm").upper(),
                left_out=self._left_out(row),
                line=row.line,
            )
        except _CellFault as fault:
            why = fault.why
            self.faults.add(why.code, why.text, line=row.line, column=fault.column, advice=why.advice)
            return None

    def _cell(self, row: Row, field: str) -> str:
        column = self.columns.get(field)
        return row[column].strip() if column else ""

    def _value(self, row: Row, one: Criterion) -> Decimal | None:
        try:
            return read_value(self._cell(row, one.code), yes_or_no=one.counts_yes_or_no)
        except Unreadable as why:
            raise _CellFault(self.columns[one.code], why) from None

    def _moment(self, row: Row, field: str) -> datetime | None:
        try:
            return read_moment(self._cell(row, field), self.zone, day_first=self.day_first)
        except Unreadable as why:
            raise _CellFault(self.columns[field], why) from None

    def _left_out(self, row: Row) -> str:
        said = self._cell(row, "left_out").casefold()
        return LEFT_OUT.get(said, said)


class _CellFault(Exception):
    def __init__(self, column: str, why: Unreadable) -> None:
        super().__init__(why.text)
        self.column, self.why = column, why


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()
