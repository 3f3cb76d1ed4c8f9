"""RSS and Atom. Small feeds are read at once, big ones in a process that may be ended."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from luotsi.kernel.fetching.apart import done_apart
from luotsi.kernel.fetching.feed_types import Entry, Feed, FeedFault
from luotsi.kernel.fetching.moments import moment_of
from luotsi.kernel.fetching.plain import plain_text

MOST_ENTRIES, LONGEST_TITLE, LONGEST_LEAD = 1_000, 500, 1_000
# A page of this size made to be slow takes some seconds; above it the work is done apart.
AT_ONCE, SECONDS = 200_000, 20.0
ENTRY_END = re.compile(r"</(?:[\w-]+:)?(item|entry)\s*>", re.IGNORECASE)


def entries_of_feed(text: str, url: str, kind: str) -> Feed:
    """The entries of a feed whose entities have been refused before."""
    text, left_out = _cut(text)
    answer = parsed(text, url) if len(text) <= AT_ONCE else done_apart([_order(text, url)], SECONDS)[0]
    if fault := answer.get("fault"):
        return Feed(kind, (), (FeedFault("too_slow" if fault == "too_slow" else "not_a_feed"),))
    faults = (FeedFault("too_many", left_out),) if left_out else ()
    return Feed(kind, tuple(_entry(one) for one in answer["entries"]), faults, (), answer["title"])


def _order(text: str, url: str) -> dict[str, Any]:
    return {"task": "feed", "text": text, "url": url}


def _cut(text: str) -> tuple[str, int]:
    """The first thousand entries, and how many follow."""
    ends = [hit.end() for hit in ENTRY_END.finditer(text)]
    if len(ends) <= MOST_ENTRIES:
        return text, 0
    return text[: ends[MOST_ENTRIES - 1]], len(ends) - MOST_ENTRIES


def parsed(text: str, url: str) -> dict[str, Any]:
    """Title and entries as JSON can hold them."""
    import feedparser

    # Bytes in a stream: given text, the parser would take what looks like an address for one, and go there.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    found = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), response_headers=headers)
    lang = str(found.feed.get("language", ""))
    entries = (_told(one, url, lang) for one in found.entries[:MOST_ENTRIES])
    return {"title": plain_text(str(found.feed.get("title", ""))), "entries": [one for one in entries if one["title"]]}


def _told(one: dict[str, Any], base: str, lang: str) -> dict[str, str]:
    dates = (str(one.get(name) or "") for name in ("published", "updated", "created", "date"))
    moment = next((found for text in dates if (found := moment_of(text, lang=lang))), None)
    title, lead = plain_text(str(one.get("title") or "")), plain_text(str(one.get("summary") or ""))
    if not title:
        title = lead.split(". ")[0]
    return {
        "url": _address(str(one.get("link") or one.get("id") or ""), base),
        "title": title[:LONGEST_TITLE],
        "lead": lead[:LONGEST_LEAD],
        "published_at": moment.isoformat() if moment else "",
    }


def _entry(told: dict[str, str]) -> Entry:
    moment = datetime.fromisoformat(told["published_at"]) if told["published_at"] else None
    return Entry(told["url"], told["title"], told["lead"], moment)


def _address(link: str, base: str) -> str:
    try:
        whole = urljoin(base, link.strip())
    except ValueError:
        return ""
    return whole if whole.startswith(("http://", "https://")) else ""
