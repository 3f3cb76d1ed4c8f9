"""Small pieces of this room's pages: a strength as a chip, steps of an investment, why somebody is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luotsi.rooms.people.codes import Role, Stage, State, Strength
from luotsi.rooms.people.models import Conversation, Investment
from luotsi.rooms.people.rules import Due, Why
from luotsi.rooms.people.words import WHY

register = template.Library()
SHAPES = {"against": "bad", "not_a_no": "idle", "lukewarm": "watch", "full": "good", "invests": "good"}
STATES = {State.PLANNED: "idle", State.HELD: "idle", State.CANCELLED: "idle"}


@register.inclusion_tag("people/_chip.html")
def strength(code: str) -> dict[str, Any]:
    """`{% strength one.strength %}`: the word with its shape and colour; only agreement is good."""
    return {"kind": SHAPES[code], "word": Strength(code).label}


@register.inclusion_tag("people/_chip.html")
def talk_state(conversation: Conversation) -> dict[str, Any]:
    return {"kind": STATES[State(conversation.state)], "word": conversation.get_state_display()}


@register.inclusion_tag("people/_chip.html")
def why(due: Due) -> dict[str, Any]:
    """Why this person is due; a decision that is near is said louder."""
    return {"kind": "watch" if due.why == Why.DECISION_NEAR else "", "word": WHY[due.why]}


@register.simple_tag
def stage(code: str) -> str:
    return str(Stage(code).label)


@register.simple_tag
def roles(codes: Iterable[str]) -> str:
    return ", ".join(str(Role(code).label) for code in codes) or "–"


@register.simple_tag
def rungs(investment: Investment) -> SafeString:
    """The three steps, those reached in ink with their day."""
    steps = (
        (pgettext("investment", "offered"), investment.offered_at),
        (pgettext("investment", "agreed"), investment.agreed_at),
        (pgettext("investment", "delivered"), investment.delivered_at),
    )
    parts = format_html_join(
        "",
        '<li class="{}" title="{}">{}</li>',
        (("is-reached" if at else "", at.date().isoformat() if at else _("not yet"), word) for word, at in steps),
    )
    return format_html('<ol class="rungs">{}</ol>', parts)
