"""`luotsi requests check`: tactic or outcome, deliverable, dates and near-duplicates of a file of requests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from luotsi.cli.output import Row, answer, answer_lines, answer_options, progress
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.text import RequestText
    from luotsi.kernel.tables import Row as SheetRow
    from luotsi.kernel.tables import Sheet

COLUMNS = ("row", "phrasing", "deliverable", "names_date", "similar")
# Where there is no body, the columns that mean one; in this order.
BODIES = ("body", "description", "summary")
KEYS = ("title", *BODIES, "created", "labels", "state")
SHOWN_SIMILAR, SHOWN_TITLE = 5, 46


@click.group()
def requests() -> None:
    """Tactic or outcome, deliverable, dates, near-duplicates.

    Example: luotsi requests check requests.csv
    """


@requests.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@answer_options(jsonl=True)
def check(file: Path | None, as_json: bool, out: Path | None, jsonl: bool) -> None:
    """Read requests as a colleague would: what do they ask for, by when, and who asked before?

    Example: luotsi requests check requests.csv --json

    The file has the column title and any of body (or description, summary), created, labels, state. Each
    answer has row, phrasing (tactic, outcome, both), deliverable, names_date and similar: up to five rows
    with their kind (duplicate, recurring, sibling, related) and score.

    With --jsonl one request per line, each answered alone: {"title": "A brochure by Friday"}
    """
    if jsonl:
        if file is not None or out is not None:
            raise click.UsageError("--jsonl reads its cases from standard input: give no FILE and no --out.")
        counted = iter(range(1, 2**63))
        answer_lines(lambda case: _checked([_case_request(case, next(counted))])[0])
        return
    if file is None:
        raise click.UsageError("Name the FILE of requests, or give --jsonl and one request per line.")
    given = _read(file)
    rows = _checked(given)
    answer(rows, columns=COLUMNS, as_json=as_json, out=out, table=lambda: _show(given, rows))


def _checked(given: list[RequestText]) -> list[Row]:
    """One answer for each request, with its place among the others."""
    from luotsi.engines.text import SimilarIndex, names_date, phrasing_of

    index = SimilarIndex(given)
    rows = []
    with progress("Reading requests", total=len(given)) as bar:
        for done, request in enumerate(given, start=1):
            rows.append(
                {
                    "row": request.key,
                    "phrasing": phrasing_of(request.title, request.body, request.labels).kind,
                    "deliverable": request.deliverable,
                    "names_date": names_date(request.title, request.body).found,
                    "similar": [
                        {"row": hit.key, "kind": hit.kind, "score": hit.score}
                        for hit in index.similar_to(request.key, SHOWN_SIMILAR)
                    ],
                }
            )
            bar.update(done)
    return rows


def _request(row: int, title: str, body: str, created: date | None, labels: tuple[str, ...], state: str) -> RequestText:
    from luotsi.engines.text import RequestText, deliverable_of

    return RequestText(row, title, body, created, state, labels, deliverable_of(title, body, labels).kind)


def _read(file: Path) -> list[RequestText]:
    """All requests of a file; BadInput names every fault."""
    from luotsi.kernel.tables import read_table
    from luotsi.kernel.tables.dates import day_comes_first

    sheet = read_table(file)
    if not sheet.has("title"):
        raise BadInput([sheet.lacks("title", "Name the column with the requests' titles: title.")])
    faults: list[Fault] = []
    body = next((name for name in BODIES if sheet.has(name)), "")
    day_first = day_comes_first(row["created"] for row in sheet)
    given = [
        _request(
            number,
            _title(sheet, row, faults),
            row[body] if body else "",
            _created(sheet, row, day_first, faults),
            _split(";".join(row.all("labels"))),
            row["state"],
        )
        for number, row in enumerate(sheet, start=1)
    ]
    if faults:
        raise BadInput(faults)
    return given


def _title(sheet: Sheet, row: SheetRow, faults: list[Fault]) -> str:
    title = row["title"].strip()
    if not title:
        faults.append(Fault(sheet.name, "empty.", row.line, "title", "empty_title", "Give the request a title."))
    return title


def _created(sheet: Sheet, row: SheetRow, day_first: bool | None, faults: list[Fault]) -> date | None:
    text = row["created"].strip()
    if not text:
        return None
    from luotsi.kernel.tables import AmbiguousDate, parse_date

    try:
        day = parse_date(text, day_first=day_first)
    except AmbiguousDate as wrong:
        faults.append(Fault(sheet.name, f"{wrong}.", row.line, "created", "ambiguous_date", "Write 2026-11-23."))
        return None
    if day is None:
        faults.append(Fault(sheet.name, f"{text!r} is no date.", row.line, "created", "date", "Write 2026-11-23."))
    return day


def _split(labels: str) -> tuple[str, ...]:
    return tuple(label.strip() for label in labels.replace(",", ";").split(";") if label.strip())


def _case_request(case: dict[str, Any], number: int) -> RequestText:
    """The request of one JSON case; BadInput names every key at fault."""
    faults = [
        Fault("standard input", f"{key!r} is text.", column=key, code="not_text")
        for key in KEYS
        if key != "labels" and not isinstance(case.get(key) or "", str)
    ]
    labels = case.get("labels") or ()
    if not isinstance(labels, str | list | tuple) or not all(isinstance(label, str) for label in labels):
        faults.append(Fault("standard input", "labels are text or a list of texts.", column="labels"))
    if not faults and not str(case.get("title") or "").strip():
        faults.append(Fault("standard input", "a request has a title.", column="title", code="empty_title"))
    if faults:
        raise BadInput(faults)
    body = next((case[key] for key in BODIES if case.get(key)), "")
    return _request(
        number,
        case["title"].strip(),
        body,
        _case_day(case.get("created") or ""),
        _split(labels) if isinstance(labels, str) else tuple(labels),
        case.get("state") or "",
    )


def _case_day(text: str) -> date | None:
    from luotsi.kernel.tables import AmbiguousDate, parse_date

    try:
        day = parse_date(text)
    except AmbiguousDate:
        day = None
    if day is None and text:
        raise BadInput([Fault("standard input", f"{text!r} is no date.", column="created", advice="Write 2026-11-23.")])
    return day


def _show(given: list[RequestText], rows: list[Row]) -> None:
    """The table for people: with titles, similar rows in short."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("row", "title", "phrasing", "deliverable", "date", "similar"):
        table.add_column(name)
    for request, row in zip(given, rows, strict=True):
        title = request.title if len(request.title) <= SHOWN_TITLE else request.title[: SHOWN_TITLE - 1] + "…"
        similar = ", ".join(f"{hit['row']} {hit['kind']} {hit['score']:.2f}" for hit in row["similar"][:3])
        dated = "yes" if row["names_date"] else ""
        table.add_row(str(row["row"]), Text(title), row["phrasing"], row["deliverable"], dated, similar)
    Console().print(table)
    tactics = sum(row["phrasing"] == "tactic" for row in rows)
    repeats = sum(any(hit["kind"] == "duplicate" for hit in row["similar"]) for row in rows)
    said = f"{len(rows)} requests; {tactics} ask for a thing and name no change; {repeats} repeat another."
    Console(highlight=False).print(said)
