"""Reading JSON: arrays of objects (several in a row, or one object a line), and boards with cards in lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from luotsi.kernel.tables.csv_in import too_many_rows
from luotsi.kernel.tables.sheet import Faults, Limits, Sheet, sheet_of
from luotsi.kernel.tables.trello_board import board_rows, is_board
from luotsi.kernel.tables.written import as_text, listed

LIST_KEYS = ("rows", "items", "issues", "data", "results", "requests", "nodes")
NAME_KEYS = ("name", "title", "fullName", "login", "text", "value", "id")
BLANK = " \t\r\n"
DEPTH = 3

# Numbers stay as they are written: no rounding, no overflow, no endless integers.
_decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: "")


def read_json(text: str, name: str, limits: Limits, *, keep_good: bool = False) -> Sheet:
    """The sheet of a JSON text; `line` is the line on which an object begins. Raises BadInput."""
    faults = Faults(name)
    if not text.strip():
        raise faults.stop("empty", "the file is empty.")
    columns: dict[str, None] = {}
    rows = []
    for line, thing in _objects(text, faults, limits):
        cells = _cells(thing, line, faults)
        if any(_too_long(cells, line, faults, limits)):
            continue
        columns.update(dict.fromkeys(cells))
        if len(columns) > limits.columns:
            raise faults.stop("too_many_columns", f"more than {limits.columns:,} different names.", line=line)
        rows.append((line, cells))
    if faults and not keep_good:
        raise faults.stop_now()
    table = ((line, [cells.get(column, "") for column in columns]) for line, cells in rows)
    return sheet_of(name, list(columns), table, kind="json", faults=faults.all())


def _cells(thing: dict[str, Any], line: int, faults: Faults) -> dict[str, str]:
    try:
        return _flat(thing)
    except RecursionError:
        raise faults.stop("too_deep", "lists within lists without end.", line=line) from None


def _too_long(cells: dict[str, str], line: int, faults: Faults, limits: Limits) -> Iterator[bool]:
    for column, cell in cells.items():
        if len(cell) > limits.cell_chars:
            faults.add(
                "long_cell", f"{len(cell):,} characters; {limits.cell_chars:,} are read.", line=line, column=column
            )
            yield True
        if "\x00" in cell:
            faults.add("nul_byte", "a NUL character.", line=line, column=column, advice="Remove it.")
            yield True


def _objects(text: str, faults: Faults, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    walk = _Walk(text, faults)
    count = 0
    while not walk.at_end():
        for line, thing in walk.top_level():
            if not isinstance(thing, dict):
                faults.add("not_an_object", "an entry that is no object.", line=line, advice="Use [{…}, {…}].")
                continue
            count += 1
            if count > limits.rows:
                raise too_many_rows(faults, limits, line)
            yield line, thing


class _Walk:
    """Steps through the outer array or object by hand, so that every entry knows its line."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text, self.faults = text, faults
        self.at = 0
        self._line, self._counted = 1, 0

    def at_end(self) -> bool:
        self._skip_blank()
        return self.at >= len(self.text)

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def top_level(self) -> Iterator[tuple[int, Any]]:
        if self._peek() == "[":
            yield from self._array()
            return
        line = self.line()
        if self._peek() != "{":
            raise self.faults.stop("not_a_table", "JSON without a list of objects.", line=line)
        start = self.at
        thing = self._value()
        yield from self._within(thing, start, line)

    def _within(self, thing: dict[str, Any], start: int, line: int) -> Iterator[tuple[int, Any]]:
        key = "cards" if is_board(thing) else next((k for k in LIST_KEYS if _is_list_of_objects(thing.get(k))), "")
        if not key:
            yield line, thing
            return
        lines = _Walk(self.text, self.faults).lines_below(key, start)
        things = board_rows(thing) if key == "cards" else thing[key]
        yield from zip(lines, things, strict=False)

    def lines_below(self, key: str, start: int) -> list[int]:
        """The lines on which the entries of the outer object's list `key` begin."""
        self.at = start + 1
        while self._peek() == '"':
            name = self._value()
            self._expect(":")
            if name == key:
                return [line for line, entry in self._array() if isinstance(entry, dict)]
            self._value()
            if self._peek() == ",":
                self.at += 1
        return []

    def _array(self) -> Iterator[tuple[int, Any]]:
        self._expect("[")
        if self._peek() == "]":
            self.at += 1
            return
        while True:
            self._skip_blank()
            line = self.line()
            yield line, self._value()
            if self._peek() != ",":
                break
            self.at += 1
        self._expect("]")

    def _peek(self) -> str:
        self._skip_blank()
        return self.text[self.at : self.at + 1]

    def _skip_blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in BLANK:
            self.at += 1

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._broken(f"“{mark}” is expected here", self.at)
        self.at += 1

    def _value(self) -> Any:
        self._skip_blank()
        try:
            value, self.at = _decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise self._broken(error.msg, error.pos) from None
        except RecursionError:
            raise self.faults.stop("too_deep", "lists within lists without end.", line=self.line()) from None
        return value

    def _broken(self, why: str, at: int) -> Exception:
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        return self.faults.stop("broken_json", f"not JSON: {why}.", line=line, column=f"character {column}")


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _flat(thing: dict[str, Any], before: str = "", depth: int = 1) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in thing.items():
        name = _clean(before + key)
        if isinstance(value, dict) and value and depth < DEPTH:
            cells.update(_flat(value, f"{before}{key}.", depth + 1))
        else:
            cells[name] = _clean(_cell(value))
    return cells


def _cell(value: Any) -> str:
    if isinstance(value, list):
        names = [_name(entry) for entry in value]
        return as_text(value) if None in names else listed(names)  # type: ignore[arg-type]
    return as_text(value)


def _name(entry: Any) -> str | None:
    if isinstance(entry, dict):
        return next((entry[key] for key in NAME_KEYS if isinstance(entry.get(key), str) and entry[key]), None)
    return None if isinstance(entry, list) else as_text(entry)


def _clean(text: str) -> str:
    """Half a surrogate pair is valid JSON but no text that can be written anywhere."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
