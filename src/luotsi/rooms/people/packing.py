"""What is kept about one person as a zip: JSON for programs, and one page to read."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from luotsi.rooms.people.queries.person import Person, cells_of


def packed(person: Person, at: datetime) -> bytes:
    """`person.json` and `person.html`; the page needs nothing from elsewhere."""
    file = io.BytesIO()
    moment = timezone.localtime(at)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in (("person.json", as_json(person, moment)), ("person.html", as_page(person, moment))):
            pack.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), text)
    return file.getvalue()


def as_json(person: Person, at: datetime) -> str:
    """Sections by their code; moments in ISO 8601."""
    sections = {section.code: [_plain(row) for row in section.rows] for section in person.sections}
    return json.dumps({"exported_at": at.isoformat(), "sections": sections}, ensure_ascii=False, indent=2)


def as_page(person: Person, at: datetime) -> str:
    sections = [(section.name, [cells_of(row) for row in section.rows]) for section in person.sections]
    context = {"stakeholder": person.stakeholder, "sections": sections, "at": at}
    return render_to_string("people/export.html", context)


def _plain(row: Any) -> dict[str, Any]:
    return {code: _value(value) for code, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
