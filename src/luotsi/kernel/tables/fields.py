"""The fields of a request that a file can fill, how columns are mapped to them, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import date

from luotsi.kernel.errors import BadInput, Fault
from luotsi.kernel.tables.sheet import Note

FIELDS = (
    "external_id",
    "url",
    "title",
    "body",
    "created_on",
    "closed_on",
    "state",
    "labels",
    "asker_name",
    "asker_email",
    "asker_role",
    "organisation",
    "needed_on",
    "deliverable_hint",
)
DATES = ("created_on", "closed_on", "needed_on")
# Faults that leave the row usable: a person may take it all the same.
WARNINGS = frozenset({"empty_title", "repeated_id", "bad_url", "bad_email"})


@dataclass(frozen=True)
class Mapping:
    """Which columns fill which field. `day_first` answers what 03/04/2026 means, where a person was asked."""

    columns: dict[str, tuple[str, ...]]
    day_first: bool | None = None

    def __post_init__(self) -> None:
        tidy = {field: _listed(names) for field, names in self.columns.items()}
        unknown = sorted(set(tidy) - set(FIELDS))
        if unknown:
            advice = f"Known are: {', '.join(FIELDS)}."
            raise BadInput([Fault("mapping", f"no such field: {', '.join(unknown)}.", code="no_field", advice=advice)])
        object.__setattr__(self, "columns", {field: names for field, names in tidy.items() if names})

    def as_dict(self) -> dict[str, object]:
        """Plain values, to be remembered as JSON."""
        return {"columns": {field: list(names) for field, names in self.columns.items()}, "day_first": self.day_first}

    @classmethod
    def from_dict(cls, kept: AnyMapping[str, object]) -> Mapping:
        columns, day_first = kept.get("columns"), kept.get("day_first")
        if not isinstance(columns, AnyMapping) or day_first not in (True, False, None):
            raise BadInput([Fault("mapping", "this is no mapping.", code="no_mapping")])
        return cls({str(field): _listed(names) for field, names in columns.items()}, day_first)


def _listed(names: object) -> tuple[str, ...]:
    given: Iterable[object] = (names,) if isinstance(names, str) else names if isinstance(names, Iterable) else ()
    return tuple(dict.fromkeys(str(name) for name in given if name))


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One request as the file tells it, typed. `state` is open or closed; `state_raw` is the file's own word."""

    line: int
    title: str
    external_id: str = ""
    url: str = ""
    body: str = ""
    created_on: date | None = None
    closed_on: date | None = None
    state: str = "open"
    state_raw: str = ""
    labels: tuple[str, ...] = ()
    asker_name: str = ""
    asker_email: str = ""
    asker_role: str = ""
    organisation: str = ""
    needed_on: date | None = None
    deliverable_hint: str = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """All rows with what could be read of them, and the faults by line and column."""

    rows: tuple[MappedRow, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.code in WARNINGS)

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.code not in WARNINGS)

    @property
    def good(self) -> tuple[MappedRow, ...]:
        """Rows without any fault."""
        return self._without(self.faults)

    @property
    def usable(self) -> tuple[MappedRow, ...]:
        """Rows without an error; those with warnings only are here too."""
        return self._without(self.errors)

    @property
    def asks_day_order(self) -> tuple[str, ...]:
        """Columns whose dates can be read two ways: ask which, and set `Mapping.day_first`."""
        return tuple(dict.fromkeys(fault.column for fault in self.faults if fault.code == "ambiguous_date"))

    def _without(self, faults: Iterable[Fault]) -> tuple[MappedRow, ...]:
        bad = {fault.line for fault in faults}
        return tuple(row for row in self.rows if row.line not in bad)
