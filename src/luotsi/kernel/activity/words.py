"""Words for the codes of the activity log. Each room contributes its own when it is ready (AppConfig.ready):

words.register({"backlog.item_moved": _("moved this to place {rank}")})
words.register_subjects({"backlog.workitem": Subject(_("Work item"), "backlog:item", "title")})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Substr
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from luotsi.kernel.activity.models import Entry

NAME_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing: its word, the page that shows one by id (if any), and the field that names it."""

    word: Any
    url_name: str = ""
    name_field: str = "name"


_verbs: dict[str, Any] = {}
_subjects: dict[str, Subject] = {}
_by_guests: set[str] = set()


def register(words: Mapping[str, Any]) -> None:
    """Verb code -> what the person did, as a lazy translation; {placeholders} are filled from the details."""
    _verbs.update(words)


def register_subjects(subjects: Mapping[str, Subject]) -> None:
    """Model label (`goals.goal`) -> what it is called and where it is shown."""
    _subjects.update(subjects)


def register_guests(verbs: Iterable[str]) -> None:
    """Verbs that people without an account do themselves: an entry of theirs names nobody, and it was not Luotsi."""
    _by_guests.update(verbs)


def who(entry: Entry) -> str:
    """Who made a change, in words."""
    if entry.by:
        return entry.by.name
    return gettext("The asker") if entry.verb in _by_guests else gettext("Luotsi")


class _Details(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def said(verb: str, details: Mapping[str, Any]) -> str:
    """What an entry says; the bare code where no room has given words."""
    words = _verbs.get(verb)
    return str(words).format_map(_Details(details)) if words is not None else verb


def verbs() -> list[tuple[str, str]]:
    """Every known verb code with its words, sorted by code: the log page's choice."""
    return sorted((verb, said(verb, {})) for verb in _verbs)


def subject_word(reference: str) -> str:
    label = reference.partition(":")[0]
    return str(_subjects[label].word) if label in _subjects else label


def subject_url(reference: str) -> str:
    """The page of the thing, or nothing."""
    label, _, pk = reference.partition(":")
    subject = _subjects.get(label)
    if subject is None or not subject.url_name:
        return ""
    try:
        return reverse(subject.url_name, args=[pk])
    except NoReverseMatch:
        return ""


def names_of(references: set[str]) -> dict[str, str]:
    """Today's names of things, in one query whatever their kinds; what was deleted has none."""
    keys: dict[str, list[str]] = {}
    for reference in references:
        label, _, pk = reference.partition(":")
        if label in _subjects and _subjects[label].name_field:
            keys.setdefault(label, []).append(pk)
    if not keys:
        return {}
    first, *rest = [_names(label, pks) for label, pks in sorted(keys.items())]
    return {f"{label}:{pk}": _shortened(name) for label, pk, name in first.union(*rest, all=True)}


def _shortened(name: str) -> str:
    return f"{name[:NAME_LETTERS].rstrip()}…" if len(name) > NAME_LETTERS else name


def _names(label: str, pks: list[str]) -> QuerySet[Any, tuple[str, str, str]]:
    text: CharField[str, str] = CharField()
    name = Substr(Cast(F(_subjects[label].name_field), text), 1, NAME_LETTERS + 1)
    rows = apps.get_model(label)._default_manager.filter(pk__in=pks).order_by()
    return rows.annotate(_label=Cast(Value(label), text), _key=Cast(F("pk"), text), _name=name).values_list(
        "_label", "_key", "_name"
    )
