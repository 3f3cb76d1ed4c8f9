"""How every command answers: a table to people, CSV in a pipe, one JSON object with --json, a line a case with --jsonl.

Formats and exit codes are the promises of commands.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from luotsi.kernel.errors import BadInput, Fault, LuotsiError

Row = dict[str, Any]


def answer_options(*, jsonl: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --json and --out (and --jsonl) to a command; they arrive as `as_json`, `out` (and `jsonl`)."""

    def wrap(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--json", "as_json", is_flag=True, help="One JSON object.")(command)
        command = click.option(
            "--out",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write to FILE; its suffix chooses the format (.json, .csv, .xlsx, .parquet).",
        )(command)
        if jsonl:
            command = click.option(
                "--jsonl",
                is_flag=True,
                help="Read one case per line on standard input, answer one line each.",
            )(command)
        return command

    return wrap


def answer(
    rows: Sequence[Row],
    *,
    columns: Sequence[str],
    whole: dict[str, Any] | None = None,
    as_json: bool,
    out: Path | None,
    table: Callable[[], None] | None = None,
) -> None:
    """Give the answer in the form that was asked for.

    `whole` is the JSON object when the answer is not just a list; lists stand under "rows". `table` draws the
    answer for people when the plain grid of `rows` does not serve them.
    """
    document = whole if whole is not None else {"rows": list(rows)}
    if out is not None:
        _write_file(rows, columns, document, out, as_json)
    elif as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    elif sys.stdout.isatty():
        table() if table else _grid(rows, columns)
    else:
        click.echo(_as_csv(rows, columns), nl=False)


def answer_lines(answer_one: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """--jsonl: one case a line in, one answer a line out; ends with 2 after all when a case was faulty."""
    faulty = False
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            if not isinstance(case, dict):
                raise BadInput([Fault("standard input", "a case is a JSON object.", line=number)])
            given = answer_one(case)
        except json.JSONDecodeError as wrong:
            given = {"error": f"line {number}: not JSON: {wrong.msg} at character {wrong.colno}."}
        except LuotsiError as wrong:
            given = {"error": wrong.text}
        faulty = faulty or "error" in given
        click.echo(json.dumps(given, ensure_ascii=False))
    if faulty:
        raise click.exceptions.Exit(2)


def progress(label: str, total: int | None = None) -> Any:
    """A progress bar on a terminal, nothing in a pipe. Use as a context manager with `.update(done)`."""
    return _Progress(label, total)


class _Progress:
    def __init__(self, label: str, total: int | None) -> None:
        self._label, self._total = label, total
        self._bar: Any = None

    def __enter__(self) -> _Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._label, total=self._total)
        return self

    def update(self, done: float, total: float | None = None) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total or self._total)

    def __exit__(self, *exc: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _as_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    from luotsi.kernel.tables import to_csv_bytes

    return to_csv_bytes([{name: _cell(row.get(name)) for name in columns} for row in rows], columns).decode()


def _grid(rows: Sequence[Row], columns: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*(str(_cell(row.get(name))) for name in columns))
    Console().print(table)


def _write_file(
    rows: Sequence[Row], columns: Sequence[str], document: dict[str, Any], out: Path, as_json: bool
) -> None:
    suffix = out.suffix.lower()
    if as_json or suffix == ".json":
        out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    else:
        from luotsi.kernel.tables import write_table

        write_table(out, [{name: _cell(row.get(name)) for name in columns} for row in rows], columns=columns)
