"""What a table is once it has been read: a Sheet of Rows whose cells are text, with the line each came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from luotsi.kernel.errors import BadInput, Fault

SHOWN_FAULTS, SHOWN_COLUMNS = 100, 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file we are willing to hold in memory. `file_bytes` counts before and after unpacking."""

    file_bytes: int = 50_000_000
    workbook_bytes: int = 300_000_000  # an .xlsx is XML and shrinks about tenfold
    rows: int = 200_000
    columns: int = 500
    cell_chars: int = 100_000
    line_chars: int = 2_000_000


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader decided by itself and a person may want to know. `code` is stable."""

    code: str
    text: str
    line: int | None = None


class Columns:
    """Column names with a way to their places; repeated names are kept apart as "Labels", "Labels (2)"."""

    __slots__ = ("_families", "_places", "given", "names")

    def __init__(self, header: Sequence[str]) -> None:
        self.given = tuple(header)
        self.names = _kept_apart(header)
        self._places: dict[str, int] = {}
        self._families: dict[str, list[int]] = {}
        for place, (given, name) in enumerate(zip(header, self.names, strict=True)):
            self._places.setdefault(_plain(name), place)
            self._families.setdefault(_plain(given), []).append(place)
        self._places.update({name: place for place, name in enumerate(self.names)})

    def place(self, name: str) -> int | None:
        found = self._places.get(name)
        return found if found is not None else self._places.get(_plain(name))

    def places(self, name: str) -> Sequence[int]:
        """Where all columns of this name stand."""
        family = self._families.get(_plain(name))
        if family:
            return family
        single = self.place(name)
        return () if single is None else (single,)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _kept_apart(header: Sequence[str]) -> tuple[str, ...]:
    taken: set[str] = set()
    given = {_plain(name) for name in header}
    names = []
    for place, raw in enumerate(header, start=1):
        base = " ".join(raw.split()) or f"Column {place}"
        name, count = base, 1
        while _plain(name) in taken or (count > 1 and _plain(name) in given):
            count += 1
            name = f"{base} ({count})"
        taken.add(_plain(name))
        names.append(name)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` counts physical lines from 1; a cell that is not there reads as ""."""

    line: int
    cells: tuple[str, ...]
    _columns: Columns = field(repr=False, compare=False)

    def __getitem__(self, name: str) -> str:
        return self.get(name)

    def get(self, name: str, default: str = "") -> str:
        """The cell under `name` (upper and lower case are one); `default` where there is none or it is empty."""
        place = self._columns.place(name)
        return (self.cells[place] if place is not None else "") or default

    def all(self, name: str) -> tuple[str, ...]:
        """Every filled cell under a column name that occurs several times."""
        return tuple(self.cells[place] for place in self._columns.places(name) if self.cells[place])

    def as_dict(self) -> dict[str, str]:
        return dict(zip(self._columns.names, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read. `above` holds the title rows over the header, `faults` the rows left out (only
    where the caller asked to keep the good ones)."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]
    notes: tuple[Note, ...] = ()
    above: tuple[tuple[str, ...], ...] = ()
    faults: tuple[Fault, ...] = ()
    kind: str = "csv"

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def places(self, name: str) -> tuple[int, ...]:
        """Where the cells of all columns of this name stand in a row."""
        return tuple(self.rows[0]._columns.places(name)) if self.rows else ()

    def has(self, *names: str) -> bool:
        known = {_plain(name) for name in self.columns}
        return all(_plain(name) in known for name in names)

    def lacks(self, name: str, advice: str) -> Fault:
        """The fault that there is no such column: it names those there are."""
        found = ", ".join(self.columns[:SHOWN_COLUMNS]) or "none"
        return Fault(self.name, f"no column {name}; found: {found}.", 1, name, "no_column", advice)


def sheet_of(name: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], **more: object) -> Sheet:
    """A sheet from a header and (line, cells) pairs; short rows are padded."""
    columns = Columns(header)
    width = len(columns.names)
    filled = [Row(line, tuple(cells) + ("",) * (width - len(cells)), columns) for line, cells in rows if any(cells)]
    return Sheet(name, columns.names, filled, **more)  # type: ignore[arg-type]


def with_more(sheet: Sheet, names: Sequence[str], rows: Iterable[tuple[Row, Sequence[str]]]) -> Sheet:
    """The same sheet with columns added on the right; rows that are not given are left out."""
    header = sheet.rows[0]._columns.given if sheet.rows else sheet.columns
    columns = Columns((*header, *names))
    wider = [Row(row.line, (*row.cells, *more), columns) for row, more in rows]
    return replace(sheet, columns=columns.names, rows=wider)


class Faults:
    """Collects faults while reading goes on, so that one look names them all (the first hundred)."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Fault] = []
        self._more = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found) + self._more

    def add(self, code: str, text: str, *, line: int | None = None, column: str = "", advice: str = "") -> None:
        if len(self._found) < SHOWN_FAULTS:
            self._found.append(Fault(self.file, text, line, column, code, advice))
        else:
            self._more += 1

    def all(self) -> tuple[Fault, ...]:
        if not self._more:
            return tuple(self._found)
        rest = Fault(self.file, f"{self._more} more faults of this kind follow.", code="more_faults")
        return (*self._found, rest)

    def stop_now(self) -> BadInput:
        return BadInput(self.all())

    def stop(self, code: str, text: str, **place: object) -> BadInput:
        """The error to raise when nothing after this fault can be read."""
        self._found.append(Fault(self.file, text, code=code, **place))  # type: ignore[arg-type]
        return BadInput(self.all())


def refused(
    file: str, code: str, text: str, *, line: int | None = None, column: str = "", advice: str = ""
) -> BadInput:
    """One fault that makes the whole file unreadable."""
    return BadInput([Fault(file, text, line, column, code, advice)])
