"""`luotsi news classify`: the hook of every headline in a file, with probabilities and reasons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from luotsi.cli.output import Row, answer, answer_lines, answer_options, progress
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.text.hooks import News, Reading
    from luotsi.kernel.tables import Row as SheetRow
    from luotsi.kernel.tables import Sheet

COLUMNS = ("id", "lang", "hook", "worthy", "probability", "alternatives", "reasons")
KEYS = ("headline", "lead", "lang")
AT_ONCE, SHOWN_HEADLINE, SHOWN_REASONS = 200, 56, 3


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@answer_options(jsonl=True)
def classify(file: Path | None, as_json: bool, out: Path | None, jsonl: bool) -> None:
    """What made someone publish it? The hook of each headline, how sure, and by which words.

    Example: luotsi news classify headlines.csv --json

    The file has the column headline and any of id, lead, lang (en, fi, ru, es, id; found out where it is empty),
    company and date. Worthy are acquisition, completion, product, analytics, special and results; filler are
    division, start, partnership, appointment, event and rating; the rest is other.

    With --jsonl one headline per line: {"headline": "Norrby Pumps opens an office in Turku"}
    """
    if jsonl:
        if file is not None or out is not None:
            raise click.UsageError("--jsonl reads its cases from standard input: give no FILE and no --out.")
        counted = iter(range(1, 2**63))
        answer_lines(lambda case: _case_answer(case, next(counted)))
        return
    if file is None:
        raise click.UsageError("Name the FILE of headlines, or give --jsonl and one headline per line.")
    given = _read(file)
    rows = _classified(given)
    answer(rows, columns=COLUMNS, as_json=as_json, out=out, table=lambda: _show(given, rows))


def _classified(given: list[tuple[str | int, News]]) -> list[Row]:
    from luotsi.engines.text.hooks import reader

    built_in, rows = reader(), []
    with progress("Reading headlines", total=len(given)) as bar:
        for start in range(0, len(given), AT_ONCE):
            some = given[start : start + AT_ONCE]
            readings = built_in.read_all([news for _, news in some])
            rows += [_row(key, reading) for (key, _), reading in zip(some, readings, strict=True)]
            bar.update(len(rows))
    return rows


def _row(key: str | int, reading: Reading) -> Row:
    return {
        "id": key,
        "lang": reading.lang,
        "hook": reading.hook,
        "worthy": reading.worthy,
        "probability": round(reading.probability, 4),
        "alternatives": [{"hook": hook, "probability": round(chance, 4)} for hook, chance in reading.alternatives],
        "reasons": [
            {"code": one.code, "words": one.words, "in": one.place[0], "start": one.place[1], "end": one.place[2]}
            for one in reading.reasons
        ],
    }


def _read(file: Path) -> list[tuple[str | int, News]]:
    """All headlines of a file with their ids; BadInput names every fault."""
    from luotsi.engines.text.hooks import News
    from luotsi.kernel.tables import read_table

    sheet = read_table(file)
    if not sheet.has("headline"):
        raise BadInput([sheet.lacks("headline", "Name the column with the headlines: headline.")])
    faults: list[Fault] = []
    given: list[tuple[str | int, News]] = []
    for number, row in enumerate(sheet, start=1):
        news = News(_headline(sheet, row, faults), row["lead"].strip(), _lang(sheet, row, faults))
        given.append((row["id"].strip() or number, news))
    if faults:
        raise BadInput(faults)
    return given


def _headline(sheet: Sheet, row: SheetRow, faults: list[Fault]) -> str:
    headline = row["headline"].strip()
    if not headline:
        faults.append(Fault(sheet.name, "empty.", row.line, "headline", "empty_headline", "Give the news a headline."))
    return headline


def _lang(sheet: Sheet, row: SheetRow, faults: list[Fault]) -> str:
    lang = row["lang"].strip().lower()
    if wrong := _unknown(lang):
        faults.append(Fault(sheet.name, wrong, row.line, "lang", "unknown_language", "Leave it empty, or say which."))
    return lang


def _unknown(lang: str) -> str:
    """What is wrong with a language, or nothing."""
    from luotsi.engines.text.hooks import LANGUAGES

    return "" if not lang or lang in LANGUAGES else f"{lang!r} is none of {', '.join(LANGUAGES)}."


def _case_answer(case: dict[str, Any], number: int) -> Row:
    """The answer to one JSON case; BadInput names every key at fault."""
    from luotsi.engines.text.hooks import News

    faults = [
        Fault("standard input", f"{key!r} is text.", column=key, code="not_text")
        for key in KEYS
        if not isinstance(case.get(key) or "", str)
    ]
    key = case.get("id")
    if not isinstance(key, str | int | None):
        faults.append(Fault("standard input", "an id is text or a whole number.", column="id", code="not_text"))
    if not faults and not str(case.get("headline") or "").strip():
        faults.append(Fault("standard input", "news has a headline.", column="headline", code="empty_headline"))
    if not faults and (wrong := _unknown(str(case.get("lang") or "").lower())):
        faults.append(Fault("standard input", wrong, column="lang", code="unknown_language"))
    if faults:
        raise BadInput(faults)
    news = News(case["headline"].strip(), (case.get("lead") or "").strip(), (case.get("lang") or "").lower())
    return _classified([(number if key in (None, "") else key, news)])[0]


def _show(given: list[tuple[str | int, News]], rows: list[Row]) -> None:
    """The table for people: with headlines, reasons as words."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("id", "headline", "hook", "sure", "because of"):
        table.add_column(name)
    for (_, news), row in zip(given, rows, strict=True):
        short = news.headline
        short = short if len(short) <= SHOWN_HEADLINE else short[: SHOWN_HEADLINE - 1] + "…"
        words = ", ".join(one["words"] for one in row["reasons"][:SHOWN_REASONS])
        table.add_row(str(row["id"]), Text(short), row["hook"], f"{row['probability']:.0%}", Text(words))
    Console().print(table)
    worthy = sum(row["worthy"] for row in rows)
    other = sum(row["hook"] == "other" for row in rows)
    said = f"{len(rows)} headlines; {worthy} worthy, {len(rows) - worthy - other} filler, {other} other."
    Console(highlight=False).print(said)
