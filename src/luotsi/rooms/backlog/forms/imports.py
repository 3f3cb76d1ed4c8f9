"""Which column means what: one choice per field of a request, first guesses filled in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.backlog.models import ImportRun

if TYPE_CHECKING:
    from luotsi.kernel.tables import Mapping
    from luotsi.rooms.backlog.queries.imports import Reading

WORDS = {
    "title": _("Title"),
    "body": _("Text"),
    "state": _("State (open or closed)"),
    "created_on": _("Asked on"),
    "closed_on": _("Closed on"),
    "needed_on": _("Needed by"),
    "asker_name": _("Asker"),
    "asker_email": _("Asker's e-mail"),
    "asker_role": _("Asker's role"),
    "organisation": _("Organisation or department"),
    "labels": _("Labels"),
    "deliverable_hint": _("Deliverable"),
    "external_id": _("Number there"),
    "url": _("Address there"),
}
SEPARATOR = " + "


class MappingForm(forms.Form):
    """`map_<field>` holds a JSON list of columns, so that several may feed one field."""

    good_rows_only = forms.ChoiceField(
        label=_("Where a row is faulty"),
        choices=[
            ("no", _("All or nothing: bring in nothing and name the faults")),
            ("yes", _("Bring in the good rows")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )
    closed_as = forms.ChoiceField(
        label=_("Requests that are closed in the file"), choices=ImportRun.Closed.choices, widget=forms.RadioSelect
    )
    day_first = forms.ChoiceField(
        label=_("03/04/2026 is"),
        required=False,
        choices=[("", _("as the file shows")), ("yes", _("3 April")), ("no", _("4 March"))],
    )

    def __init__(self, data: Any, *, reading: Reading, run: ImportRun) -> None:
        super().__init__(data, initial={"closed_as": run.closed_as, "day_first": _said(reading.mapping.day_first)})
        singles = [(json.dumps([name]), name) for name in reading.sheet.columns]
        for field, word in WORDS.items():
            chosen = list(reading.mapping.columns.get(field, ()))
            several = [(json.dumps(chosen), SEPARATOR.join(chosen))] if len(chosen) > 1 else []
            self.fields[f"map_{field}"] = forms.ChoiceField(
                label=word,
                required=field == "title",
                choices=[("", "–"), *several, *singles],
                initial=json.dumps(chosen) if chosen else "",
            )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"map_{field}"] for field in WORDS]

    def mapping(self) -> Mapping:
        from luotsi.kernel.tables import Mapping

        given = self.cleaned_data
        columns = {field: tuple(json.loads(given[f"map_{field}"] or "[]")) for field in WORDS}
        order = {"yes": True, "no": False}.get(given["day_first"])
        return Mapping(columns, order)


def _said(day_first: bool | None) -> str:
    return "" if day_first is None else "yes" if day_first else "no"
