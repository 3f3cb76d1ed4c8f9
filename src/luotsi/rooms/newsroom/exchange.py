"""News as a table, out and in. What comes out goes in again, with the hooks that people set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from luotsi.kernel.accounts.models import User
from luotsi.kernel.tables import Limits, Row, Sheet
from luotsi.kernel.tables.cells import Cells
from luotsi.rooms.newsroom.actions import add_company, add_items, add_source
from luotsi.rooms.newsroom.drafts import CompanyDraft, SourceDraft, Told
from luotsi.rooms.newsroom.models import Company, Hook, Item, Source
from luotsi.rooms.newsroom.models.items import HEADLINE_CHARS, LEAD_CHARS, URL_CHARS

COLUMNS = ("date", "company", "headline", "lead", "url", "lang", "hook", "corrected", "probability", "about", "story")
NEEDED = ("headline", "date")
LIMITS = Limits(file_bytes=20_000_000, workbook_bytes=100_000_000, rows=100_000, columns=60, cell_chars=20_000)
YES = {"yes", "1", "true", "on"}


def news_rows() -> Iterator[dict[str, Any]]:
    """Oldest first; `story` is the row that told it first."""
    found = Item.objects.select_related("company").order_by("published_on", "pk").defer("probabilities", "reasons")
    for one in found.iterator(chunk_size=2_000):
        yield {
            "date": one.published_on, "company": one.company.name if one.company else "", "headline": one.headline,
            "lead": one.lead, "url": one.url, "lang": one.lang, "hook": one.hook,
            "corrected": "yes" if one.is_corrected else "no", "probability": one.probability,
            "about": "yes" if one.is_about else "no", "story": one.story_id or "",
        }  # fmt: skip


def import_news(sheet: Sheet, *, by: User | None, at: datetime) -> int:
    """Bring in what is not here yet; companies that are new are added. Raises BadInput; nothing is written then.

    A hook counts as a person's word where the file has no column `corrected`, or says yes in it.
    """
    cells = Cells(sheet, NEEDED)
    reader = _Reader(cells, by, at)
    with transaction.atomic():
        told = [reader.read(row) for row in sheet]
        cells.stop_if_faulty()
        source = add_source(draft=SourceDraft(kind=Source.Kind.FILE, address=sheet.name[:1000]), by=by, at=at)
        added = add_items(told=[one for one in told if one is not None], source=source, by=by, at=at)
    return len(added.new)


class _Reader:
    """Reads rows one by one; a company is looked up, or added, once."""

    def __init__(self, cells: Cells, by: User | None, at: datetime) -> None:
        self.cells, self.by, self.at = cells, by, at
        self.companies = {one.name.casefold(): one for one in Company.objects.all()}
        self.says_corrected = cells.sheet.has("corrected")

    def read(self, row: Row) -> Told | None:
        cells = self.cells
        headline = cells.text(row, "headline", most=HEADLINE_CHARS, needed=True)
        published_on = cells.day(row, "date", needed=True)
        hook = cells.choice(row, "hook", Hook.values)
        name = cells.text(row, "company", most=120)
        more = {
            "lead": cells.text(row, "lead", most=LEAD_CHARS), "url": cells.text(row, "url", most=URL_CHARS),
            "lang": cells.text(row, "lang", most=8),
        }  # fmt: skip
        if cells.faults or published_on is None:
            return None
        return Told(
            headline=headline, published_on=published_on, company=self._company(name),
            hook=hook if self._is_yes(row, "corrected") or not self.says_corrected else "",
            is_about=self._is_yes(row, "about"), **more,
        )  # fmt: skip

    def _company(self, name: str) -> Company | None:
        name = " ".join(name.split())
        if not name:
            return None
        if name.casefold() not in self.companies:
            made = add_company(draft=CompanyDraft(name=name), by=self.by, at=self.at)
            self.companies[name.casefold()] = made
        return self.companies[name.casefold()]

    def _is_yes(self, row: Row, column: str) -> bool:
        return self.cells.sheet.has(column) and row[column].strip().casefold() in YES
