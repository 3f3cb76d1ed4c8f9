"""What base.html needs once per page: language, theme, CSRF token and the top bar.

The bar differs only by role, language, theme and place in the loop, so its HTML is rendered once per such
combination and process; the reader's name, the token and the way back are put into it on each page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import may

THEMES = frozenset(User.Theme.values)
HOLE = re.compile(r"@@(token|next|name|email|initials|query)@@")
MOST_BARS = 400  # five languages, five roles and nobody, three themes, a few places; beyond that, start afresh

_bars: dict[tuple[Any, ...], list[str]] = {}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame of this page shows."""

    language: str
    theme: str
    token: str
    bar: SafeString


def frame_of(request: HttpRequest, loop: Any, is_sample: bool) -> Frame:
    """The frame for this reader on this page."""
    user = getattr(request, "user", None)
    if user is not None and not user.is_authenticated:
        user = None
    language = get_language() or settings.LANGUAGE_CODE
    theme = _theme(request, user)
    token = get_token(request)
    return Frame(language, theme, token, _bar(request, user, language, theme, token, loop, is_sample))


def address(name: str) -> str:
    """The address of a named page, or nothing while no room has brought it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _theme(request: HttpRequest, user: User | None) -> str:
    chosen = user.theme if user is not None else request.COOKIES.get("luotsi_theme", "")
    return chosen if chosen in THEMES else "system"


def _bar(
    request: HttpRequest,
    user: User | None,
    language: str,
    theme: str,
    token: str,
    loop: Any,
    is_sample: bool,
) -> SafeString:
    match = request.resolver_match
    here = match.view_name if match is not None else ""
    key = (language, getattr(user, "role", ""), theme, here, is_sample)
    pieces = _bars.get(key)
    if pieces is None or settings.DEBUG:
        pieces = _render(user, language, theme, here, loop, is_sample)
        if len(_bars) >= MOST_BARS:
            _bars.clear()
        _bars[key] = pieces
    fills = {
        "token": token,
        "next": escape(request.get_full_path()),
        "name": escape(user.name) if user else "",
        "email": escape(user.email) if user else "",
        "initials": escape(user.initials()) if user else "",
        "query": escape(request.GET.get("q", "")) if here == "search" else "",
    }
    # The pattern's one group makes split() put the names of the holes at the odd places.
    return mark_safe("".join(fills[part] if at % 2 else part for at, part in enumerate(pieces)))  # noqa: S308


def _render(user: User | None, language: str, theme: str, here: str, loop: Any, is_sample: bool) -> list[str]:
    asks = user is not None and may(user, "requests.ask")
    html = render_to_string(
        "components/_bar.html",
        {
            "words": _words(loop, here),
            "signed_in": user is not None,
            "here": here,
            "theme": theme,
            "themes": User.Theme.choices,
            "language": language,
            "languages": settings.LANGUAGES,
            "is_sample": is_sample,
            "start_url": address("start_own"),
            "ask_url": address("backlog:ask") if asks else "",
            "settings_url": address("accounts:settings"),
        },
    )
    return HOLE.split(re.sub(r">\s+<", "> <", html))


def _words(loop: Any, here: str) -> list[tuple[str, Any, bool, list[tuple[Any, str, bool]]]]:
    """The loop's words that open something: code, word, whether the reader is there, and the doors."""
    room = here.partition(":")[0]
    words = []
    for code, word, doors in loop:
        open_doors = [
            (door.name, address(door.url_name), door.url_name == here) for door in doors if address(door.url_name)
        ]
        if open_doors:
            is_here = any(door.url_name.partition(":")[0] == room for door in doors if room)
            words.append((code, word, is_here, open_doors))
    return words
