"""How templates say an entry: `{% load activity %}`, then `{{ entry|who }} {{ entry|said }}`."""

from __future__ import annotations

from django import template

from luotsi.kernel.activity import words
from luotsi.kernel.activity.models import Entry

register = template.Library()


@register.filter
def said(entry: Entry) -> str:
    return words.said(entry.verb, entry.details)


@register.filter
def who(entry: Entry) -> str:
    return words.who(entry)
