"""Sitemaps, news sitemaps and their indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from luotsi.kernel.fetching.feed_types import Entry, Feed, FeedFault
from luotsi.kernel.fetching.moments import moment_of

MOST, MOST_FURTHER, PIECE = 1_001, 200, 65_536


def entries_of_sitemap(text: str) -> Feed:
    """Entries, or further sitemaps. Entities have been refused before. An address without a news title gets one from
    its own words. What was read before a sitemap breaks off is kept."""
    entries: list[Entry] = []
    further: list[str] = []
    for element in _elements(text):
        told = dict(_children(element))
        address = told.get("loc", "")
        if not address.startswith(("http://", "https://")):
            continue
        if _name(element) == "sitemap":
            further.append(address)
        else:
            entries.append(_entry(address, told))
        if len(entries) >= MOST or len(further) >= MOST_FURTHER:
            break
    # The newest first: news are what is asked for.
    entries.sort(key=lambda one: one.published_at.timestamp() if one.published_at else 0.0, reverse=True)
    faults = () if entries or further else (FeedFault("no_entries"),)
    return Feed("sitemap", tuple(entries), faults, tuple(further))


def _elements(text: str) -> Iterator[Element]:
    """Each url or sitemap as it ends, and forgotten after, so that a big one needs little memory."""
    parser: Any = XMLPullParser(("end",))
    try:
        for start in range(0, len(text), PIECE):
            parser.feed(text[start : start + PIECE])
            for _, element in parser.read_events():
                if _name(element) in ("url", "sitemap"):
                    yield element
                    element.clear()
    except ParseError:
        return


def _children(element: Element) -> Iterator[tuple[str, str]]:
    for child in element.iter():
        if child is not element and child.text and child.text.strip():
            yield _name(child), child.text.strip()


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _entry(address: str, told: dict[str, str]) -> Entry:
    title = " ".join(told.get("title", "").split()) or words_of_address(address)
    moment = moment_of(told.get("publication_date", "")) or moment_of(told.get("lastmod", ""))
    return Entry(address, title[:500], "", moment)


def words_of_address(address: str) -> str:
    """The last part of an address as words.

    Example: words_of_address("https://a.example/news/new-plant-in-oulu.html") -> "New plant in oulu"
    """
    parts = [part for part in urlsplit(address).path.split("/") if part]
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", unquote(parts[-1])) if parts else ""
    words = " ".join(re.sub(r"[-_+]+", " ", last).split())
    return words[:1].upper() + words[1:] if re.search(r"[^\W\d_]{3}", words) else ""
