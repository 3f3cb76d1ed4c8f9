"""Checks in words: what was found, why it matters, and where to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luotsi.rooms.cases.models import Case
from luotsi.rooms.cases.rules.checks import OK, Check
from luotsi.rooms.cases.words import CHECKS, FOUND, MATTERS, MENDED_IN, STATES, WHYS

MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A check as a person reads it; `aside` adds what does not count, `url` leads to where it is mended."""

    check: Check
    name: Any
    kind: str
    word: Any
    found: str
    aside: str
    matters: Any
    url: str

    @property
    def holds(self) -> bool:
        return self.check.state == OK


def said_of(case: Case, checks: Iterable[Check]) -> list[Said]:
    return [_said(case, check) for check in checks]


def found_in_words(check: Check) -> str:
    """The one sentence of a check."""
    on = date_format(check.on, "DATE_FORMAT") if check.on else ""
    return str(FOUND[check.code, check.what]).format(names=_names(check), number=check.number, on=on)


def _said(case: Case, check: Check) -> Said:
    kind, word = STATES[check.state]
    url = reverse(f"cases:{MENDED_IN[check.code]}", args=[case.pk])
    return Said(check, CHECKS[check.code], kind, word, found_in_words(check), _aside(check), MATTERS[check.code], url)


def _names(check: Check) -> str:
    names = [str(WHYS.get(name, name)) for name in check.names]
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return _("%(names)s and others") % {"names": ", ".join(names[:MOST_NAMES])}


def _aside(check: Check) -> str:
    if check.code != "backing" or not check.names:
        return ""
    return _("Not counted, because not a full yes: %(names)s.") % {"names": _names(check)}
