"""Entries of feeds, sitemaps and pages that list news, and articles: what the rest of the house imports."""

from __future__ import annotations

import re
import zlib

from luotsi.kernel.fetching.articles import Article, article_of, articles_of
from luotsi.kernel.fetching.decoding import text_of
from luotsi.kernel.fetching.feed_types import Entry, Feed, FeedFault
from luotsi.kernel.fetching.list_pages import entries_of_page
from luotsi.kernel.fetching.results import Fetched
from luotsi.kernel.fetching.sitemaps import entries_of_sitemap
from luotsi.kernel.fetching.syndicated import MOST_ENTRIES, entries_of_feed

__all__ = ["Article", "Entry", "Feed", "FeedFault", "article_of", "articles_of", "entries_of"]

MOST_BYTES = 5_000_000
FEEDS = {"rss": "rss", "rdf": "rss", "feed": "atom"}
SITEMAPS = ("urlset", "sitemapindex")
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
BOMB = re.compile(r"<!(?:ENTITY|DOCTYPE[^>\[]*\[|ATTLIST|ELEMENT)", re.IGNORECASE)
XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
ROOT = re.compile(r"<(?!\?|!)(?:[\w-]+:)?([A-Za-z]+)[\s>/]")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LOOKED_AT = 20_000


def entries_of(fetched: Fetched, *, pattern: str = "") -> Feed:
    """What a fetched page tells as news: RSS, Atom, a sitemap, or links of a list page.

    `pattern` narrows a list page to links whose address holds it ("/news/"; * for anything). Entities are refused
    before any parser sees them. Never raises for what a page holds; what is wrong stands in `faults`.
    """
    text, was_wrong = text_of(_unpacked(fetched.body), fetched.charset)
    root = _root(text)
    if (root in FEEDS or root in SITEMAPS) and BOMB.search(text):
        return Feed(FEEDS.get(root, "sitemap"), (), (FeedFault("entities"),))
    if root in FEEDS:
        feed = entries_of_feed(_bare(text), fetched.url, FEEDS[root])
    elif root in SITEMAPS:
        feed = entries_of_sitemap(_bare(text))
    elif root:
        feed = entries_of_page(text, fetched.url, pattern)
    else:
        feed = Feed("list_page", (), (FeedFault("not_a_feed"),))
    return _checked(feed, (FeedFault("encoding"),) if was_wrong else ())


def _unpacked(body: bytes) -> bytes:
    """A sitemap that is a packed file."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(47).decompress(body, MOST_BYTES)
    except zlib.error:
        return body


def _root(text: str) -> str:
    """The name of the first element, lower case."""
    found = ROOT.search(COMMENT.sub("", text[:LOOKED_AT]))
    return found[1].lower() if found else ""


def _bare(text: str) -> str:
    """Without the head, whose encoding is not that of the text any more, and without a harmless DOCTYPE."""
    return DOCTYPE.sub("", XML_HEAD.sub("", text, count=1), count=1).lstrip()


def _checked(feed: Feed, faults: tuple[FeedFault, ...]) -> Feed:
    """At most a thousand entries, and what is missing in them said."""
    kept, faults = feed.entries[:MOST_ENTRIES], faults + feed.faults
    if not kept and not feed.further and not any(fault.is_fatal for fault in faults):
        faults += (FeedFault("no_entries"),)
    if undated := sum(one.published_at is None for one in kept):
        faults += (FeedFault("undated", undated),)
    if len(feed.entries) > len(kept):
        faults += (FeedFault("too_many", len(feed.entries) - len(kept)),)
    return Feed(feed.kind, kept, faults, feed.further, feed.title)
