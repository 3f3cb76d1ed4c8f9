"""How this room's hooks, shares and pictures are written: `{% load newsroom %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luotsi.kernel.accounts.permissions import may
from luotsi.rooms.newsroom.models import Hook, Item
from luotsi.rooms.newsroom.models.items import worthiness_of
from luotsi.rooms.newsroom.queries.digests import from_of as whose
from luotsi.rooms.newsroom.rules import SURE_FROM
from luotsi.rooms.newsroom.saying import Bar, Piece, chance_said, marked, percent, quarter_name
from luotsi.rooms.newsroom.words import CAMPS, CHANNELS, ERRORS, OTHERWISE, WHY, WORTH

register = template.Library()
WIDTH, HEIGHT = 600, 26
register.filter("percent", percent)
register.filter("chance", chance_said)
register.filter("quarter_name", quarter_name)
register.filter("marked", marked)


@register.filter
def worth_kind(hook: str) -> str:
    return WORTH[worthiness_of(hook)][0]


@register.filter
def worth_word(hook: str) -> Any:
    return WORTH[worthiness_of(hook)][1]


@register.filter
def hook_word(hook: str) -> Any:
    return Hook(hook).label if hook in Hook.values else WORTH[""][1]


@register.filter
def camp_kind(code: str) -> str:
    return CAMPS.get(code, ("idle", code))[0]


@register.filter
def camp_word(code: str) -> Any:
    return CAMPS.get(code, ("idle", code))[1]


@register.filter
def channel_words(channels: Any) -> str:
    return ", ".join(str(CHANNELS[one]) for one in channels)


@register.filter
def error_word(code: str) -> Any:
    return _error(code)[0]


@register.filter
def error_advice(code: str) -> Any:
    return _error(code)[1]


def _error(code: str) -> tuple[Any, Any]:
    """The words of a code; of a server's answer without words of its own those of all answers."""
    return ERRORS.get(code) or ERRORS.get(code.partition("_")[0]) or OTHERWISE


@register.filter
def why_word(code: str) -> Any:
    return WHY.get(code, code)


@register.filter
def from_of(item: Item) -> str:
    """Whose news it is."""
    return whose(item) or _("trade press")


@register.filter
def weekday_name(number: int) -> Any:
    return WEEKDAYS[number]


@register.filter
def is_unsure(item: Item) -> bool:
    return not item.is_corrected and item.probability is not None and item.probability < SURE_FROM


@register.simple_tag
def all_hooks() -> list[tuple[str, Any, str, str]]:
    """`{% all_hooks as hooks %}`: code, word, worthiness, and the key that chooses it."""
    return [(one.value, one.label, worthiness_of(one), key) for one, key in zip(Hook, "123456asdfghj", strict=True)]


@register.inclusion_tag("components/_tabs.html", takes_context=True)
def newsroom_tabs(context: template.Context, here: str) -> dict[str, Any]:
    """`{% newsroom_tabs "audit" %}`: the room's pages that this reader may open."""
    doors = (
        ("front", _("Newsroom"), "newsroom.see"),
        ("audit", _("Audit"), "newsroom.see"),
        ("items", _("News"), "newsroom.see"),
        ("releases", _("Our releases"), "newsroom.write"),
        ("digests", _("Digests"), "newsroom.see"),
        ("check", _("Check a text"), "newsroom.see"),
        ("sources", _("Sources"), "newsroom.write"),
    )
    user = context["request"].user
    tabs = [(word, reverse(f"newsroom:{name}"), name == here) for name, word, needed in doors if may(user, needed)]
    return {"tabs": tabs, "name": _("Pages of the newsroom")}


@register.simple_tag
def audit_bar(bar: Bar) -> SafeString:
    """`{% audit_bar bar %}`: as long as the company had news; worthy ones first, with where that part may end."""
    parts = format_html_join("", "{}", ((_piece(piece),) for piece in bar.pieces))
    return format_html(
        '<svg class="audit-bar" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="group" aria-label="{said}">'
        "{parts}{spread}</svg>",
        w=WIDTH, h=HEIGHT, said=f"{bar.company.name}: {bar.said}", parts=parts, spread=_spread(bar),
    )  # fmt: skip


def _piece(piece: Piece) -> SafeString:
    cuts = format_html_join("", '<path class="cut" d="M{} 4v18"/>', ((round(at * WIDTH, 1),) for at in piece.cuts))
    return format_html(
        '<a href="{}?{}" aria-label="{} {}"><rect class="is-{}" x="{}" y="4" width="{}" height="18"/>{}</a>',
        reverse("newsroom:items"), piece.address, piece.count, piece.name, piece.of, round(piece.start * WIDTH, 1),
        max(1.0, round(piece.width * WIDTH - 1.5, 1)), cuts,
    )  # fmt: skip


def _spread(bar: Bar) -> SafeString:
    if bar.low is None or bar.high is None or round(bar.low, 3) == round(bar.high, 3):
        return SafeString("")
    low, high = round(bar.low * WIDTH, 1), round(bar.high * WIDTH, 1)
    return format_html('<path class="spread" d="M{0} 1v24M{1} 1v24M{0} 13H{1}"/>', low, high)


@register.simple_tag
def chance_bar(share: float) -> SafeString:
    return format_html(
        '<svg class="chance" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/><rect class="done" width="{}" height="8"/></svg>',
        round(share * 100, 1),
    )
