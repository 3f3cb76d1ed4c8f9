"""Template tags and filters that every page may use; loaded as builtins. The style guide shows each at work."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.base import NodeList, Parser, Token
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from luotsi.kernel.accounts.permissions import may
from luotsi.kernel.charts import table_of
from luotsi.kernel.errors import LuotsiError
from luotsi.kernel.sayings import say
from luotsi.web import figures
from luotsi.web.bar import Frame, frame_of
from luotsi.web.beside import Link
from luotsi.web.beside import beside as links_beside
from luotsi.web.charts import bundle_address

register = template.Library()

SHEETS = ("reset", "tokens", "base", "layout", "controls", "lists", "overlays", "charts")
NOT_SAID = SafeString('<span class="effort is-faint">–</span>')
VERDICTS = frozenset({"good", "watch", "bad"})


@register.filter(name="may")
def may_filter(user: Any, permission: str) -> bool:
    """`{% if user|may:"backlog.write" %}`: whether to offer something; the view decides for itself again."""
    return may(user, permission)


@register.filter
def in_words(error: LuotsiError) -> str:
    """`{{ error|in_words }}`: a domain error in the reader's language."""
    return say(error)


# -- the frame ---------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def page_frame(context: template.Context) -> Frame:
    """`{% page_frame as frame %}`: language, theme, token and bar; base.html only."""
    return frame_of(context["request"], context.get("loop", ()), bool(context.get("is_sample")))


@register.simple_tag
def assets() -> SafeString:
    """The head's style sheets and scripts; the same on every page of a process."""
    return _assets_now() if settings.DEBUG else _assets_kept()


def _assets_now() -> SafeString:
    sheets = format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(f"css/{name}.css"),) for name in SHEETS)
    )
    return format_html(
        '{}\n<link rel="stylesheet" media="print" href="{}">\n<link rel="icon" type="image/svg+xml" href="{}">\n'
        '<script defer src="{}"></script>\n<script type="module" src="{}"></script>',
        sheets,
        static("css/print.css"),
        static("img/luotsi.svg"),
        static("django_htmx/htmx-2.min.js"),
        static("js/luotsi.js"),
    )


_assets_kept = cache(_assets_now)


class CaptureNode(template.Node):
    """Renders what it holds into a variable, so that a block can be shown twice or be found empty."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - rendered by Django
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """`{% capture page_title %}{% block title %}{% endblock %}{% endcapture %}`"""
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


@register.simple_tag(takes_context=True)
def beside(context: template.Context, kind: str, thing: Any) -> list[Link]:
    """`{% beside "request" asked as links %}`: ways on that other rooms offer from this thing's page."""
    return links_beside(context["request"].user, kind, thing)


# -- small pieces: plain functions, fast enough for a thousand rows -----------------------------------------


@cache
def _icon(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("img/icons.svg"), name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "plus" %}`: decoration only; the word stands beside it or in `.only-heard`."""
    return _icon(name)


@register.simple_tag
def verdict(kind: str, word: Any) -> SafeString:
    """`{% verdict "good" word %}`: a chip of shape, word and colour. Kinds: good, watch, bad, idle."""
    shape = kind if kind in VERDICTS else "idle"
    return SafeString(f'<span class="chip is-{shape}">{_icon(shape)} {conditional_escape(word)}</span>')


@register.simple_tag
def effort(low: float | None, high: float | None, unit: Any = "") -> SafeString:
    """`{% effort item.low item.high _("days") %}`: 2–5 days, or a dash where nobody has said."""
    if low is None or high is None:
        return NOT_SAID
    span = _number(low) if low == high else f"{_number(low)}–{_number(high)}"
    return SafeString(f'<span class="effort">{span} <small>{conditional_escape(unit)}</small></span>')


def _number(value: float) -> str:
    return f"{float(value):.3g}"


# -- forms --------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField, help: Any = "", label: Any = "", kind: str = "") -> dict[str, Any]:
    """`{% field form.title %}`: label, help and errors tied to the control. `kind="question"` makes it large."""
    widget = bound.field.widget
    help_text = bound.help_text if help == "" else help.strip() if isinstance(help, str) else help
    described = [f"{bound.auto_id}_help"] if help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_faults")
    attrs: dict[str, Any] = {"placeholder": False} if _repeats(bound) else {}
    if described and not bound.use_fieldset:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "label": label or capfirst(str(bound.label)),
        "help": help_text,
        "described": " ".join(described),
        "kind": kind,
        "is_hidden": bound.is_hidden,
        "is_check": getattr(widget, "input_type", "") == "checkbox" and not bound.use_fieldset,
        "is_group": bound.use_fieldset,
    }


def _repeats(bound: BoundField) -> bool:
    """Whether the placeholder only says the label again, as those of sign-in forms do."""
    placeholder = str(bound.field.widget.attrs.get("placeholder", "")).strip().lower()
    return bool(placeholder) and placeholder in (str(bound.label).strip().lower(), "email address", "password")


@register.inclusion_tag("components/_fields.html")
def fields(form: Any) -> dict[str, Any]:
    """`{% fields form %}`: what is wrong with the whole form, then every field."""
    return {"form": form}


# -- charts -------------------------------------------------------------------------------------------------

register.simple_tag(figures.load_bar)
register.simple_tag(figures.meter)
register.simple_tag(figures.spark)
register.simple_tag(figures.spread)


@register.inclusion_tag("components/_chart.html")
def chart(spec: dict[str, Any], name: str, said: Any = "") -> dict[str, Any]:
    """`{% chart spec "volume" said=sentence %}`: the chart, its sentence, and its numbers as a table.

    `spec` comes from kernel.charts; `name` is unique on the page.
    """
    head, rows = table_of(spec)
    return {
        "spec": spec,
        "name": f"chart-{name}",
        "title": spec["title"],
        "said": said,
        "head": head,
        "rows": rows,
        "bundle": bundle_address(),
    }


@register.simple_tag
def style_samples() -> dict[str, Any]:
    """`{% style_samples as it %}`: what the style guide shows; nowhere else."""
    from luotsi.web.samples import samples  # only this one page needs them

    return samples()
