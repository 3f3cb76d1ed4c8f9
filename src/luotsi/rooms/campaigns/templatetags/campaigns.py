"""How this room's verdicts and numbers are written: `{% load campaigns %}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luotsi.rooms.campaigns.models import Campaign, Verdict
from luotsi.rooms.campaigns.queries import Line
from luotsi.rooms.campaigns.saying import chance, plain, share
from luotsi.rooms.campaigns.words import CHIPS, FAULTS

register = template.Library()
WIDTH, HEIGHT = 128, 14
Word = Verdict.Word


@register.filter
def chip_kind(code: str) -> str:
    return CHIPS.get(code, ("idle", code))[0]


@register.filter
def chip_word(code: str) -> Any:
    return CHIPS.get(code, ("idle", code))[1]


@register.filter
def fault_word(code: str) -> Any:
    return FAULTS.get(code, code)


@register.filter
def state_code(campaign: Campaign) -> str:
    """What to show beside a campaign that does not run; empty for one that does."""
    return campaign.ending or ("draft" if campaign.started_at is None else "")


@register.filter
def money(value: Decimal | None) -> str:
    if value is None:
        return "–"
    whole = value == value.to_integral_value()
    return number_format(value, 0 if whole else 2, use_l10n=True, force_grouping=True)


register.filter("chance", chance)
register.filter("share", share)
register.filter("plain", plain)


@register.simple_tag
def evidence_bar(line: Line) -> SafeString:
    """`{% evidence_bar line %}`: from the middle to the right what speaks for it, to the left what speaks against."""
    from math import log

    main = line.main or {}
    word = line.stands or line.word
    up = 1.0 if word == Word.SCALE else _filled(main.get("for"), main.get("threshold_for"), log)
    down = 1.0 if word == Word.ABORT else _filled(main.get("against"), main.get("threshold_against"), log)
    half = WIDTH / 2
    said = _("For it %(up)d %%, against it %(down)d %% of what a verdict needs") % {"up": up * 100, "down": down * 100}
    return format_html(
        '<svg class="evidence" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{said}">'
        '<rect class="track" y="5" width="{w}" height="4" rx="2"/>'
        '<rect class="down" x="{x}" y="3" width="{d}" height="8" rx="2"/>'
        '<rect class="up" x="{half}" y="3" width="{u}" height="8" rx="2"/>'
        '<path class="middle" d="M{half} 0v{h}"/></svg>',
        w=WIDTH, h=HEIGHT, said=said, x=round(half - half * down, 1), d=round(half * down, 1), u=round(half * up, 1),
        half=half,
    )  # fmt: skip


def _filled(evidence: float | None, threshold: float | None, log: Any) -> float:
    """How far the evidence has come to what a verdict needs, 0 to 1, on the scale on which evidence adds up."""
    if not evidence or not threshold or threshold <= 1 or evidence <= 1:
        return 0.0
    return min(1.0, log(evidence) / log(threshold))
