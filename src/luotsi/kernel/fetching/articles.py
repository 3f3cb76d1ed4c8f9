"""The text of an article, found in its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from luotsi.kernel.fetching.apart import done_apart
from luotsi.kernel.fetching.decoding import text_of

MOST_BYTES, SECONDS = 2_000_000, 15.0


@dataclass(frozen=True, slots=True)
class Article:
    """Text, title and day (ISO, or empty) of a page. `fault` is empty, no_text, too_large, too_slow or broken."""

    text: str = ""
    title: str = ""
    date: str = ""
    fault: str = ""


def article_of(html: str | bytes, *, url: str = "", seconds: float = SECONDS) -> Article:
    """The article in a page. Never raises for what the page holds; costs about a second of starting up."""
    return articles_of([(html, url)], seconds=seconds)[0]


def articles_of(pages: Sequence[tuple[str | bytes, str]], *, seconds: float = SECONDS) -> list[Article]:
    """The articles of (page, its address) pairs in one process; `seconds` for each."""
    texts = [page if isinstance(page, str) else text_of(page[: MOST_BYTES + 1])[0] for page, _ in pages]
    small = [place for place, text in enumerate(texts) if len(text) <= MOST_BYTES]
    orders = [{"task": "article", "html": texts[place], "url": pages[place][1]} for place in small]
    found = [Article(fault="too_large")] * len(pages)
    for place, answer in zip(small, done_apart(orders, seconds) if orders else [], strict=True):
        found[place] = Article(**answer)
    return found


def extracted(html: str, url: str) -> dict[str, Any]:
    """What the other process does with one page."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(html, url=url or None, with_metadata=True, include_comments=False)
    text, title = str(getattr(found, "text", None) or "").strip(), str(getattr(found, "title", None) or "")
    if not text:
        return asdict(Article(title=title, fault="no_text"))
    return asdict(Article(text, title, str(found.date or "")))
