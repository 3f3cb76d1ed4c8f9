"""`luotsi news digest`: the week's stories worth passing on, from a file of news or from sources on the web."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from click.exceptions import Exit

from luotsi.cli.news_digest_input import Gathered, Piece, gather, read_pieces
from luotsi.cli.output import Row, answer, answer_options
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.text.digest import Candidate, Proposal

COLUMNS = ("place", "week", "headline", "company", "date", "url", "hook", "worthy_probability", "told_by", "also_told",
           "why", "number", "number_says")  # fmt: skip
SHOWN_HEADLINE, SHOWN_COMPANY = 64, 18


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--week", help="The week to digest, for example 2026-W47. [default: the newest in the news]")
@click.option("--most", type=click.IntRange(1, 200), default=12, show_default=True, help="So many stories at most.")
@answer_options()
def digest(file: Path, week: str | None, most: int, as_json: bool, out: Path | None) -> None:
    """What of this week is worth a colleague's time? Stories told once, the worthy ones first, each with its number.

    Example: luotsi news digest feeds.toml --week 2026-W47 --json

    FILE is a table with headline and date (and any of id, lead, company, lang, hook, url), or a feeds.toml that names
    sources: [[sources]] with address, and any of company, kind (feed, sitemap, list_page), pattern. A source that
    cannot be read is named on standard error and under "broken"; ends with 1 when none could be read.
    """
    monday = _monday(week)
    gathered = gather(file) if file.suffix.lower() == ".toml" else Gathered(file.name, read_pieces(file))
    for one in gathered.broken:
        click.echo(f"Not read: {one['address']}: {one['code']} {one['detail']}".rstrip(), err=True)
    if gathered.undated:
        click.echo(f"{gathered.undated} undated pieces of news are left out: they belong to no week.", err=True)
    if not gathered.pieces:
        answer([], columns=COLUMNS, whole=_whole("", [], gathered), as_json=as_json, out=out)
        raise Exit(1)
    monday = monday or max(_monday_of(piece.day) for piece in gathered.pieces)
    rows = _rows(gathered, monday, most)
    answer(rows, columns=COLUMNS, whole=_whole(_named(monday), rows, gathered), as_json=as_json, out=out,
           table=lambda: _show(rows, monday))  # fmt: skip


def _monday(week: str | None) -> date | None:
    if week is None:
        return None
    try:
        year, _, number = week.strip().upper().partition("-W")
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError as wrong:
        fault = Fault("--week", f"{week!r} is no week.", advice="Write 2026-W47.")
        raise BadInput([fault]) from wrong


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _named(monday: date) -> str:
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02}"


def _whole(week: str, rows: list[Row], gathered: Gathered) -> dict[str, Any]:
    return {"week": week, "rows": rows, "broken": gathered.broken, "undated": gathered.undated}


def _rows(gathered: Gathered, monday: date, most: int) -> list[Row]:
    from luotsi.engines.text.digest import propose

    pieces = [piece for piece in gathered.pieces if _monday_of(piece.day) == monday]
    if not pieces:
        weeks = ", ".join(sorted({_named(_monday_of(piece.day)) for piece in gathered.pieces})[-5:])
        raise BadInput([Fault(gathered.name, f"no news in {_named(monday)}; newest weeks with news: {weeks}.")])
    by_id = {piece.id: piece for piece in pieces}
    candidates = {one.story.id: one for one in _candidates(pieces)}
    found = propose(list(candidates.values()), most)
    return [_row(place, _named(monday), one, by_id, candidates) for place, one in enumerate(found, start=1)]


def _candidates(pieces: Sequence[Piece]) -> list[Candidate]:
    """Every piece with its hook: a person's word where the file has one, else as read."""
    from luotsi.engines.text.digest import Candidate
    from luotsi.engines.text.hooks import WORTHY, News, reader
    from luotsi.engines.text.stories import Story

    readings = reader().read_all([News(piece.headline, piece.lead, piece.lang) for piece in pieces])
    found = []
    for piece, reading in zip(pieces, readings, strict=True):
        hook = piece.hook or reading.hook
        chance = sum(chance for name, chance in reading.probabilities if name in WORTHY)
        story = Story(piece.id, piece.headline, piece.lead, piece.lang or reading.lang, piece.company, piece.day)
        found.append(Candidate(story, hook, float(hook in WORTHY) if piece.hook else chance))
    return found


def _row(place: int, week: str, one: Proposal, by_id: dict[str, Piece], candidates: dict[str, Candidate]) -> Row:
    piece = by_id[one.leading]
    return {
        "place": place,
        "week": week,
        "headline": piece.headline,
        "company": piece.company,
        "date": piece.day.isoformat(),
        "url": piece.url,
        "hook": one.hook,
        "worthy_probability": round(candidates[one.leading].worthy_probability, 4),
        "told_by": len(one.group),
        "also_told": [by_id[other].name for other in one.group if other != one.leading],
        "why": list(one.why),
        "number": one.number.words if one.number else None,
        "number_says": one.number.sentence if one.number else None,
        "id": piece.name,
    }


def _show(rows: Sequence[Row], monday: date) -> None:
    """The table for people."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False, title=f"Week {_named(monday)}", title_justify="left")
    for name in ("", "headline", "company", "hook", "told by", "a number for slides"):
        table.add_column(name)
    for row in rows:
        headline, company = (
            _short(row[name], most) for name, most in (("headline", SHOWN_HEADLINE), ("company", SHOWN_COMPANY))
        )
        told = str(row["told_by"]) if row["told_by"] > 1 else ""
        table.add_row(str(row["place"]), Text(headline), Text(company), row["hook"], told, Text(row["number"] or ""))
    Console().print(table)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
