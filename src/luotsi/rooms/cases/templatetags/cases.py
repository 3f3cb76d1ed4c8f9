"""How this room's codes and roads are written: `{% load cases %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luotsi.rooms.cases.queries.relations import Reason
from luotsi.rooms.cases.queries.road import Station
from luotsi.rooms.cases.webhook import number_of, source_of
from luotsi.rooms.cases.words import ADVANCE, ANSWERS, CHECKS, HOOK_FAULTS, REASONS, ROAD
from luotsi.rooms.goals.templatetags.goals import amount

register = template.Library()


@register.filter
def answer_kind(code: str) -> str:
    return ANSWERS[code][0]


@register.filter
def answer_word(code: str) -> Any:
    return ANSWERS[code][1]


@register.filter
def check_word(code: str) -> Any:
    return CHECKS.get(code, code)


@register.filter
def step_verb(state: str) -> Any:
    """What the button of the next step says."""
    return ADVANCE[state]


@register.filter
def in_reason(reason: Reason) -> str:
    """Why somebody is in the list, as a sentence."""
    return str(REASONS[reason.code]).format(about=reason.about, days=reason.days)


@register.simple_tag
def station(stop: Station) -> SafeString:
    """`{% station stop %}`: one stop of the road with its word, and its day where it was passed."""
    kind = "is-now" if stop.is_now else "is-passed" if stop.is_passed else "is-ahead"
    said = _("here") if stop.is_now else _("passed") if stop.is_passed else _("ahead")
    return format_html(
        '<li class="stop {}"{}><span class="dot" aria-hidden="true"></span>'
        '<span>{} <span class="only-heard">({})</span></span></li>',
        kind,
        SafeString(' aria-current="step"') if stop.is_now else "",
        ROAD[stop.state],
        said,
    )


register.filter("win_number", number_of)
register.filter("win_source", source_of)


@register.filter
def put_in(investment: Any) -> str:
    """What somebody put in, as one line of the thanks to them."""
    much = amount(investment.amount, investment.unit) if investment.amount is not None else ""
    return " · ".join(part for part in (str(investment.get_kind_display()), much, investment.about) if part)


@register.filter
def hook_fault(code: str) -> Any:
    return HOOK_FAULTS.get(code, HOOK_FAULTS["cases.hook_refused"])


@register.filter
def only_host(address: str) -> str:
    """The host of an address that must not be read by others."""
    return address.partition("//")[2].partition("/")[0]
