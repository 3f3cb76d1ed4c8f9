"""From a sheet and a mapping to typed rows, every fault with its line and column."""

from __future__ import annotations

import re
from datetime import date

from luotsi.kernel.errors import Fault
from luotsi.kernel.tables.dates import AmbiguousDate, day_comes_first, parse_date
from luotsi.kernel.tables.fields import DATES, Mapped, MappedRow, Mapping
from luotsi.kernel.tables.guessing import EMAIL, plain_name
from luotsi.kernel.tables.sheet import Note, Row, Sheet, refused
from luotsi.kernel.tables.words import FLAGS, is_closed, is_empty_title, is_set
from luotsi.kernel.tables.written import unlisted


def apply(sheet: Sheet, mapping: Mapping) -> Mapped:
    """All rows, typed. A cell that cannot be read is left empty and named in `faults`.

    Raises BadInput where no column of the sheet fills the title.
    """
    if not any(sheet.has(name) for name in mapping.columns.get("title", ())):
        raise refused(
            sheet.name,
            "no_title",
            "no column fills the title.",
            line=1,
            advice=f"Say which column holds it: {', '.join(sheet.columns[:20])}.",
        )
    reader = _Reader(sheet, mapping)
    rows = tuple(reader.row(row) for row in sheet)
    faults = sorted((*sheet.faults, *reader.faults), key=lambda fault: fault.line or 0)
    return Mapped(rows, tuple(faults), sheet.notes + reader.notes)


class _Reader:
    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self.file, self.columns = sheet.name, mapping.columns
        self.faults: list[Fault] = []
        self.notes: tuple[Note, ...] = ()
        self._first_seen: dict[str, int] = {}
        self._places = {
            field: [(name, place) for name in names for place in sheet.places(name)]
            for field, names in mapping.columns.items()
        }
        self._day_first = self._orders(sheet, mapping.day_first)

    def row(self, row: Row) -> MappedRow:
        dates = {field: self._date(row, field) for field in DATES}
        name, email = self._asker(row)
        return MappedRow(
            line=row.line,
            title=self._title(row),
            external_id=self._external_id(row),
            url=self._url(row),
            body=self._body(row),
            state="closed" if dates["closed_on"] or self._is_closed(row) else "open",
            state_raw=self._first(row, "state"),
            labels=self._labels(row),
            asker_name=name,
            asker_email=email,
            asker_role=self._first(row, "asker_role"),
            organisation=self._first(row, "organisation"),
            deliverable_hint=self._first(row, "deliverable_hint"),
            **dates,
        )

    def _fault(self, row: Row, column: str, code: str, text: str, advice: str) -> None:
        self.faults.append(Fault(self.file, text, row.line, column, code, advice))

    def _filled(self, row: Row, field: str) -> list[tuple[str, str]]:
        """(column, text) of each filled cell that feeds a field."""
        cells = row.cells
        named = [(column, cells[place].strip()) for column, place in self._places.get(field, ()) if cells[place]]
        return [pair for pair in named if pair[1]]

    def _first(self, row: Row, field: str) -> str:
        filled = self._filled(row, field)
        return filled[0][1] if filled else ""

    def _title(self, row: Row) -> str:
        title = " ".join(self._first(row, "title").split())
        if is_empty_title(title):
            said = f"the title is “{title}”." if title else "the title is empty."
            advice = "Write what is asked for, leave the row out, or import it all the same."
            self._fault(row, self.columns["title"][0], "empty_title", said, advice)
        return title

    def _external_id(self, row: Row) -> str:
        given = self._first(row, "external_id")
        before = self._first_seen.setdefault(given, row.line) if given else row.line
        if before != row.line:
            column = self.columns["external_id"][0]
            self._fault(row, column, "repeated_id", f"“{given}” stands on line {before} too.", "Keep one of them.")
        return given

    def _url(self, row: Row) -> str:
        for column, text in self._filled(row, "url"):
            if re.match(r"https?://[^\s]+$", text, re.IGNORECASE):
                return text
            self._fault(row, column, "bad_url", "this is no web address.", "It begins with https://.")
        return ""

    def _body(self, row: Row) -> str:
        return "\n\n".join(dict.fromkeys(text for _, text in self._filled(row, "body")))

    def _labels(self, row: Row) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, text in self._filled(row, "labels") for name in unlisted(text)))

    def _is_closed(self, row: Row) -> bool:
        return any(
            is_closed(text) or (plain_name(column) in FLAGS and is_set(text))
            for column, text in self._filled(row, "state")
        )

    def _asker(self, row: Row) -> tuple[str, str]:
        """Name and address, also where one cell holds both ("Anna Virtanen <anna@example.com>")."""
        name, email = self._first(row, "asker_name"), ""
        for column, text in self._filled(row, "asker_email"):
            if found := EMAIL.search(text):
                email = found[0].strip(",;()")
                break
            self._fault(row, column, "bad_email", "this is no mail address.", "Correct it or leave it empty.")
        if found := EMAIL.search(name):
            email = email or found[0].strip(",;()")
            name = name.replace(found[0], "").strip(" <>()[],;\"'")
        return name, email

    def _date(self, row: Row, field: str) -> date | None:
        for column, text in self._filled(row, field):
            try:
                day = parse_date(text, day_first=self._day_first.get(column))
            except AmbiguousDate as both:
                one, other = both.either
                said = f"“{text}” is {one} or {other}."
                self._fault(row, column, "ambiguous_date", said, "Say whether the day or the month comes first.")
                return None
            if day is not None:
                return day
            said = f"“{text[:40]}” is no date."
            self._fault(row, column, "bad_date", said, "Write it as 2026-11-23, or leave it empty.")
        return None

    def _orders(self, sheet: Sheet, told: bool | None) -> dict[str, bool | None]:
        """What each date column proves about 03/04/2026; a silent one follows the others of its file."""
        columns = dict.fromkeys(column for field in DATES for column in self.columns.get(field, ()))
        if told is not None:
            return dict.fromkeys(columns, told)
        proved = {column: day_comes_first(_texts(sheet, column)) for column in columns}
        known = {order for order in proved.values() if order is not None}
        if len(known) != 1:
            return proved
        (order,) = known
        silent = [column for column in columns if proved[column] is None and _is_unsure(sheet, column)]
        if silent:
            first = "day" if order else "month"
            text = f"{', '.join(silent)}: the {first} was read first, as in the other dates of the file."
            self.notes += (Note("day_order", text),)
        return {
            column: order if proved[column] is None and not _is_mixed(sheet, column) else proved[column]
            for column in columns
        }


def _texts(sheet: Sheet, column: str) -> list[str]:
    return [text for row in sheet for text in row.all(column)]


def _is_unsure(sheet: Sheet, column: str) -> bool:
    return not _is_mixed(sheet, column) and any(_is_ambiguous(text) for text in _texts(sheet, column))


def _is_ambiguous(text: str) -> bool:
    try:
        parse_date(text)
    except AmbiguousDate:
        return True
    return False


def _is_mixed(sheet: Sheet, column: str) -> bool:
    """Both orders occur: the column proves that nothing can be proved."""
    proofs = {day_comes_first([text]) for text in _texts(sheet, column)} - {None}
    return len(proofs) == 2
