"""The tree of domain errors. They know no HTTP and no terminal: each front door says them in its own way.

LuotsiError
├── Refused        a rule says no
├── Missing        it is not there, or not for this person
├── Conflict       somebody else changed it meanwhile
├── Unavailable    an outside service does not answer
└── BadInput       faults in what was handed in, each with its place
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class LuotsiError(Exception):
    """What happened, why, and what to do.

    `code` is stable and language-free; `text` is English for terminals, logs and APIs; the pages translate
    `code` with `details`.
    """

    def __init__(self, text: str, *, code: str = "", field: str = "", **details: object) -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.field = field
        self.details = details


class Refused(LuotsiError):
    """A rule says no."""


class Missing(LuotsiError):
    """It is not there, or not for this person."""


class Conflict(LuotsiError):
    """Somebody else changed it meanwhile."""


class Unavailable(LuotsiError):
    """An outside service does not answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input: where it is, what is wrong, what to do.

    `line` counts physical lines from 1 (a table's header is line 1), `column` is the column's name or the
    JSON path; both may be absent where the whole file is at fault.
    """

    file: str
    text: str
    line: int | None = None
    column: str = ""
    code: str = ""
    advice: str = ""

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"line {self.line}" if self.line is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        return f"{place}: {self.text}" + (f" {self.advice}" if self.advice else "")


class BadInput(LuotsiError):
    """Faults in a file or a form; nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        if not self.faults:
            raise ValueError("BadInput needs at least one fault")
        super().__init__("\n".join(str(fault) for fault in self.faults), code="bad_input")
