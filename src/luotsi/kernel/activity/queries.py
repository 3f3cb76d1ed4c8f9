"""Questions to the activity log: an object's history, and the log searched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

from luotsi.kernel.activity import words
from luotsi.kernel.activity.models import Entry, reference_to


def history_of(thing: Model) -> QuerySet[Entry]:
    """What happened to one thing, newest first."""
    return Entry.objects.filter(subject=reference_to(thing)).select_related("by")


def search_entries(
    *,
    verb: str = "",
    by: int | None = None,
    subject: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Entry]:
    """Entries that match all that is given; `verb` and `subject` match from their beginning."""
    found = Entry.objects.select_related("by")
    if verb:
        found = found.filter(verb__startswith=verb)
    if subject:
        found = found.filter(subject__startswith=subject)
    if by is not None:
        found = found.filter(by=by)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a person reads it; `name` is today's name of its subject, empty once that is gone."""

    entry: Entry
    words: str
    kind: str
    name: str
    url: str


def readable(entries: Iterable[Entry]) -> list[Line]:
    """One query more for the names, whatever the number of entries."""
    entries = list(entries)
    names = words.names_of({entry.subject for entry in entries})
    return [
        Line(
            entry,
            words.said(entry.verb, entry.details),
            words.subject_word(entry.subject),
            names.get(entry.subject, ""),
            words.subject_url(entry.subject),
        )
        for entry in entries
    ]
