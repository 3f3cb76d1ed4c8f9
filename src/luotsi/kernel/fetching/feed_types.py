"""What was found behind an address of news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news as its source tells it; `published_at` is None where the source does not say."""

    url: str
    title: str
    lead: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedFault:
    """What is wrong with a source, though it was fetched.

    Codes: entities (an XML bomb, refused unread), not_a_feed, no_entries, encoding (it said a wrong one, and was read
    all the same), undated (`count` entries), too_many (`count` left out), too_slow.
    """

    code: str
    count: int = 0

    @property
    def is_fatal(self) -> bool:
        """Whether nothing could be read because of it."""
        return self.code in ("entities", "not_a_feed", "no_entries", "too_slow")


@dataclass(frozen=True, slots=True)
class Feed:
    """`kind` is rss, atom, sitemap or list_page; `further` are sitemaps that this one names."""

    kind: str
    entries: tuple[Entry, ...]
    faults: tuple[FeedFault, ...] = ()
    further: tuple[str, ...] = ()
    title: str = ""
