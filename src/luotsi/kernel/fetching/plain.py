"""Marked-up text as plain text."""

from __future__ import annotations

import html
import re

_DROPPED = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def plain_text(marked: str) -> str:
    """Without tags and scripts, entities resolved, white space single.

    Example: plain_text("<b>Sales</b> &amp; growth") -> "Sales & growth"
    """
    text = html.unescape(_TAG.sub(" ", _DROPPED.sub(" ", marked)))
    # Feeds that escape twice.
    if _TAG.search(text) or "&" in text:
        text = html.unescape(_TAG.sub(" ", _DROPPED.sub(" ", text)))
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.replace("\u00ad", "").split()))
