"""How this room's numbers and verdicts are written: `{% load goals %}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.charts.small import meter_line
from luotsi.rooms.goals.queries import AimLine
from luotsi.rooms.goals.rules import Life, Verdict

register = template.Library()
WIDTH = 128

# code -> (kind of the chip, word)
VERDICTS: dict[str, tuple[str, Any]] = {
    Verdict.UNMEASURED: ("idle", _("Not measured yet")),
    Verdict.REACHED: ("good", pgettext_lazy("target", "Reached")),
    Verdict.ON_PACE: ("good", _("On pace")),
    Verdict.BEHIND: ("watch", _("Behind")),
    Verdict.MISSED: ("bad", pgettext_lazy("target", "Missed")),
}
LIVES: dict[str, tuple[str, Any]] = {
    Life.LIVING: ("good", pgettext_lazy("goal", "Living")),
    Life.ENDS_SOON: ("watch", pgettext_lazy("goal", "Ends soon")),
    Life.EXPIRED: ("idle", pgettext_lazy("goal", "Expired")),
    Life.GIVEN_UP: ("idle", pgettext_lazy("goal", "Given up")),
}


@register.filter
def chip_kind(code: Verdict | Life) -> str:
    return {**VERDICTS, **LIVES}[code][0]


@register.filter
def chip_word(code: Verdict | Life) -> Any:
    return {**VERDICTS, **LIVES}[code][1]


@register.filter
def amount(value: Decimal | None, unit: str = "") -> str:
    """`{{ value|amount:metric.unit }}`: 1,234.5 talks; a dash where there is none."""
    if value is None:
        return "–"
    written = number_format(_trimmed(value), use_l10n=True, force_grouping=True)
    return f"{written} {unit}".strip()


@register.filter
def pace(value: Decimal | None) -> str:
    """`+1.6 a week`, to two significant digits at most: no false decimals; a dash where there is none."""
    if value is None:
        return "–"
    short = Decimal(f"{value:.2g}") if value else Decimal(0)
    sign = "+" if short > 0 else ""
    return gettext("%(amount)s a week") % {"amount": sign + amount(short)}


@register.simple_tag
def way(line: AimLine) -> SafeString:
    """`{% way line %}`: how far from baseline to target, and a stroke where the even pace would be today."""
    aim, standing = line.aim, line.standing
    value = aim.baseline if standing.value is None else standing.value
    drawn = meter_line(float(aim.baseline), float(aim.target), float(value), float(standing.expected), WIDTH)
    said = {"value": amount(standing.value, aim.metric.unit), "target": amount(aim.target, aim.metric.unit)}
    return format_html(
        '<svg class="meter{}" width="{w}" height="14" viewBox="0 0 {w} 14" role="img" aria-label="{}">'
        '<rect class="track" y="5" width="{w}" height="4" rx="2"/>'
        '<rect class="done" y="5" width="{}" height="4" rx="2"/>'
        '<path class="pace" d="M{} 0v14"/></svg>',
        " is-behind" if standing.verdict in (Verdict.BEHIND, Verdict.MISSED) else "",
        gettext("%(value)s on the way to %(target)s") % said,
        drawn.done,
        drawn.pace,
        w=WIDTH,
    )


def _trimmed(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    return Decimal(f"{value:f}".rstrip("0").rstrip(".") or "0") if "." in f"{value:f}" else Decimal(f"{value:f}")
