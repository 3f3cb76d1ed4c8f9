"""`luotsi news critique`: what is empty, missing or pushing in a text before it goes out, and what to ask."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from luotsi.cli.output import Row, answer, answer_lines, answer_options
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.text.critique import Critique, Draft

COLUMNS = ("field", "start", "end", "kind", "words", "reason", "suggestion", "weight")
KINDS = ("release", "title", "post", "mail")
OPTIONS = ("kind", "lang", "company", "audience")
LANGUAGES = ("en", "fi", "ru", "es", "id")
SUFFIXES = (".txt", ".md", ".html", ".htm", "")
# What one may paste into a mail, ten times over.
MOST_BYTES = 5_000_000
SHOWN_WORDS = 46
FACTS = {
    "number": "numbers",
    "money": "sums of money",
    "date": "dates",
    "name": "names",
    "place": "places",
    "comparison": "comparisons",
}
_HEADING = re.compile(r"^#+ *|^title: *", re.IGNORECASE)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--kind", type=click.Choice(KINDS), default="release", show_default=True, help="What the text is to be.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Its language. [default: found out]")
@click.option("--company", default="", help="Whose text it is: its own name is no fact.")
@click.option("--audience", default="", help="Whom it is for, such as bakers: they count as customers.")
@answer_options(jsonl=True)
def critique(
    file: Path | None,
    kind: str,
    lang: str | None,
    company: str,
    audience: str,
    as_json: bool,
    out: Path | None,
    jsonl: bool,
) -> None:
    """Find what is empty, missing or pushing in a text, and what to ask instead.

    Example: luotsi news critique release.txt --company Nordvik --json

    FILE is .txt, .md or .html, or - for standard input; its first line is the title. Reasons and questions come in the
    language of the text: English, Finnish, Russian, Spanish or Indonesian.

    With --jsonl one text per line: {"title": "…", "body": "…", "kind": "release"}
    """
    if jsonl:
        if file is not None or out is not None:
            raise click.UsageError("--jsonl reads its cases from standard input: give no FILE and no --out.")
        answer_lines(
            lambda case: _document(
                _of_case({"kind": kind, "lang": lang or "", "company": company, "audience": audience, **case})
            )
        )
        return
    if file is None:
        raise click.UsageError("Name the FILE, - for standard input, or give --jsonl and one text per line.")
    from luotsi.engines.text.critique import Draft

    title, body = _split(_read(file), kind)
    document = _document(Draft(title, body, kind, lang or "", company, audience))
    rows = [{**row, **row["place"]} for row in document["findings"]]
    answer(rows, columns=COLUMNS, whole=document, as_json=as_json, out=out, table=lambda: _show(document))


def _read(file: Path) -> str:
    """The text of a file; BadInput says what to do."""
    name = "standard input" if str(file) == "-" else str(file)
    if name != "standard input" and file.suffix.lower() not in SUFFIXES:
        raise BadInput([_fault(name, f"a {file.suffix} file is not read.", "suffix", "Save it as .txt, .md or .html.")])
    try:
        content = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "standard input" else file.read_bytes()
    except OSError as wrong:
        raise BadInput([_fault(name, f"{wrong.strerror}.", "unreadable", "Name a text file.")]) from wrong
    if len(content) > MOST_BYTES:
        raise BadInput([_fault(name, "more than 5 MB.", "too_large", "Give the text alone.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadInput([_fault(name, "not UTF-8.", "encoding", "Save it as UTF-8.")]) from wrong
    return _without_tags(text) if file.suffix.lower() in (".html", ".htm") else text


def _fault(name: str, text: str, code: str, advice: str) -> Fault:
    return Fault(name, text, code=code, advice=advice)


def _without_tags(page: str) -> str:
    """The words of a page, its title first, a block a paragraph."""
    from lxml import html

    if not re.search(r"<\w|[^\W_]", re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)):
        return ""
    root = html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    for gone in root.xpath("//script|//style|//head|//comment()|//nav|//footer"):
        gone.drop_tree()
    for block in root.xpath("//p|//div|//br|//li|//h1|//h2|//h3|//h4|//tr|//blockquote|//section"):
        block.tail = "\n" + (block.tail or "")
    text = re.sub(r"[ \t\u00a0]+", " ", root.text_content())
    return re.sub(r" ?\n\s*", "\n\n", text).strip()


def _split(text: str, kind: str) -> tuple[str, str]:
    """The first line that says something is the title; of a title alone all is title."""
    text = text.replace("\r\n", "\n").strip()
    first, _, rest = text.partition("\n")
    if kind == "title":
        return _HEADING.sub("", " ".join(text.split())), ""
    return _HEADING.sub("", first).strip(), rest.strip()


def _of_case(given: dict[str, Any]) -> Draft:
    """The draft of one JSON case; BadInput names every key at fault."""
    from luotsi.engines.text.critique import Draft

    faults = [
        Fault("standard input", f"{key!r} is text.", column=key, code="not_text")
        for key in ("title", "body", *OPTIONS)
        if not isinstance(given.get(key, ""), str)
    ]
    if not faults and given["kind"] not in KINDS:
        faults.append(Fault("standard input", f"kind is one of {', '.join(KINDS)}.", column="kind", code="kind"))
    if not faults and given["lang"] and given["lang"] not in LANGUAGES:
        faults.append(Fault("standard input", f"lang is one of {', '.join(LANGUAGES)}.", column="lang", code="lang"))
    if faults:
        raise BadInput(faults)
    return Draft(given.get("title", ""), given.get("body", ""), *(given[name] for name in OPTIONS))


def _document(draft: Draft) -> dict[str, Any]:
    """The critique with its sentences."""
    from luotsi.engines.text.critique import critique as critique_of
    from luotsi.kernel.critique_sayings import verdict_said

    read = critique_of(draft)
    return {
        "lang": read.lang,
        "kind": draft.kind,
        "verdict": read.verdict,
        "said": verdict_said(read.verdict, read.lang),
        "score": read.score,
        "minutes": read.minutes,
        "facts": {**read.fact_counts, "total": len(read.facts)},
        "first": [finding.code for finding in read.first],
        "findings": _rows(read),
    }


def _rows(read: Critique) -> list[Row]:
    from luotsi.kernel.critique_sayings import said

    rows = []
    for finding in read.findings:
        field, start, end = finding.place
        reason, question = said(finding.code, read.lang, finding.details)
        rows.append(
            {
                "place": {"field": field, "start": start, "end": end},
                "kind": finding.code,
                "words": finding.words,
                "reason": reason,
                "suggestion": question,
                "weight": finding.weight,
            }
        )
    return rows


def _show(document: dict[str, Any]) -> None:
    """For people: the verdict, the three things to do first, then every finding with its words."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    score = "" if document["score"] is None else f"  {document['score']} of 100"
    console.print(Text(f"{document['said']}{score}"), style="bold")
    facts = ", ".join(f"{name} {document['facts'][code]}" for code, name in FACTS.items() if document["facts"][code])
    console.print(Text(f"{document['minutes']} min to read; facts: {facts or 'none'}"))
    for number, row in enumerate(_first_rows(document), start=1):
        console.print(Text(f"{number}. {row['reason']} {row['suggestion']}"))
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("where", "what", "words"):
        table.add_column(name)
    for row in document["findings"]:
        place = row["place"]
        where = f"{place['field']} {place['start']}" if place["end"] else place["field"]
        words = row["words"] if len(row["words"]) <= SHOWN_WORDS else row["words"][: SHOWN_WORDS - 1] + "…"
        table.add_row(where, row["kind"].replace("_", " "), Text(" ".join(words.split())))
    if document["findings"]:
        console.print(table)


def _first_rows(document: dict[str, Any]) -> list[Row]:
    """For each of the first things, the first of its findings that weighs most."""
    found: list[Row] = document["findings"]
    return [
        max((row for row in found if row["kind"] == code), key=lambda row: row["weight"]) for code in document["first"]
    ]
