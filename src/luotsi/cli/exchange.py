"""`luotsi import` and `luotsi export`: a table of one kind into the workspace, or out of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luotsi.cli.django import data_option, refuse_unready, start_django

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User
    from luotsi.kernel.errors import Fault

ROOMS = "luotsi.rooms."


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be exchanged: its room's module, and there the columns, the rows out, and the way in."""

    module: str
    columns: str
    rows: str
    bring_in: str = ""  # without one it only goes out
    rows_on_day: bool = False

    def part(self, name: str) -> Any:
        return getattr(import_module(ROOMS + self.module), name)


KINDS = {
    "requests": Kind("backlog.exchange", "REQUEST_COLUMNS", "request_rows", "import_request_file"),
    "work-items": Kind("backlog.exchange_items", "COLUMNS", "item_rows", "import_items"),
    "stakeholders": Kind("people.exchange", "COLUMNS", "stakeholder_rows", "import_stakeholders"),
    "goals": Kind("goals.exchange", "GOAL_COLUMNS", "goal_rows", "import_goals"),
    "measurements": Kind("goals.exchange", "MEASUREMENT_COLUMNS", "measurement_rows", "import_measurements"),
    "throughput": Kind("backlog.exchange", "WEEK_COLUMNS", "week_rows", "import_weeks", rows_on_day=True),
    "news": Kind("newsroom.exchange", "COLUMNS", "news_rows", "import_news"),
    "campaigns": Kind("campaigns.exchange", "CAMPAIGN_COLUMNS", "campaign_rows"),
    "campaign-results": Kind("campaigns.exchange", "RESULT_COLUMNS", "result_rows"),
}
COMES_IN = tuple(name for name, kind in KINDS.items() if kind.bring_in)


@click.command(name="import")
@click.argument("what", type=click.Choice(COMES_IN), metavar="WHAT")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--good-rows-only", is_flag=True, help="Leave faulty rows out instead of bringing nothing in.")
@click.option("--by", "email", help="In whose name; without it, in nobody's.")
@data_option
def import_(what: str, file: Path, good_rows_only: bool, email: str | None, data: Path | None) -> None:
    """Bring in a file: all of it, or none of it and a line for each fault.

    WHAT is requests, work-items, stakeholders, goals, measurements, throughput or news. FILE is .csv, .xlsx, .json or
    .parquet, also with .gz.

    Example: luotsi import requests requests.csv
    """
    start_django(data)
    refuse_unready()
    from django.utils import timezone

    count, left_out = _bring_in(what, file, _user(email), timezone.now(), good_rows_only)
    for fault in left_out:
        click.echo(str(fault), err=True)
    click.echo(f"{what.replace('-', ' ').capitalize()}: {count} rows brought in.", err=True)


@click.command(name="export")
@click.argument("what", type=click.Choice(tuple(KINDS)), metavar="WHAT")
@click.argument("file", metavar="FILE|-")
@data_option
def export(what: str, file: str, data: Path | None) -> None:
    """Write a file whose suffix chooses the format; - is CSV on standard output.

    WHAT is requests, work-items, stakeholders, goals, measurements, throughput or news: what comes out goes in again
    with `luotsi import`. Or campaigns, or campaign-results, which only go out.

    Example: luotsi export work-items backlog.xlsx
    """
    start_django(data)
    refuse_unready()
    from django.utils import timezone

    from luotsi.kernel.tables import to_csv_bytes, write_table

    columns, rows = table_of(what, timezone.localdate())
    if file == "-":
        sys.stdout.buffer.write(to_csv_bytes(rows, columns))
    else:
        write_table(Path(file), rows, columns=columns)
        click.echo(f"{what.replace('-', ' ').capitalize()}: {len(rows)} rows written to {file}.", err=True)


def table_of(what: str, on: date) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Columns and rows of everything of that kind."""
    kind = KINDS[what]
    rows: Callable[..., Iterable[dict[str, Any]]] = kind.part(kind.rows)
    return kind.part(kind.columns), list(rows(on) if kind.rows_on_day else rows())


def _bring_in(
    what: str, file: Path, by: User | None, at: datetime, good_rows_only: bool
) -> tuple[int, tuple[Fault, ...]]:
    """How many rows came in, and the faults of those that were left out."""
    from luotsi.kernel.tables import read_table
    from luotsi.kernel.tables.cells import all_or_good

    bring_in = KINDS[what].part(KINDS[what].bring_in)
    if what == "requests":  # recognises other programs' exports, and leaves faulty rows out by itself
        return bring_in(file, by=by, at=at, good_rows_only=good_rows_only)
    sheet = read_table(file, keep_good=good_rows_only)
    count, faults = all_or_good(sheet, lambda good: bring_in(good, by=by, at=at), good_rows_only=good_rows_only)
    return count, (*sheet.faults, *faults)


def _user(email: str | None) -> User | None:
    if email is None:
        return None
    from luotsi.kernel.accounts.queries import user_by_email

    return user_by_email(email)
