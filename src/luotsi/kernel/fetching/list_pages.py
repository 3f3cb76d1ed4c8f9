"""Links of a page that lists news."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from luotsi.kernel.fetching.feed_types import Entry, Feed, FeedFault
from luotsi.kernel.fetching.moments import moment_of
from luotsi.kernel.fetching.robots import fits

SHORTEST_TITLE, LONGEST_TITLE, MOST_LINKS = 15, 300, 5_000
LEAST_ALIKE, UPWARDS = 3, 4
DAY = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{1,2}\.?(?:st|nd|rd|th)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+"
    r"(?:de\s+)?\d{4}\b|\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b"
)
IN_ADDRESS = re.compile(r"/(20\d{2})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?:[/-]|$)")


def entries_of_page(text: str, url: str, pattern: str = "") -> Feed:
    """The links with a headline for their words: those whose address fits `pattern`, else the largest family of links
    that differ only in their last part."""
    from lxml import etree, html

    try:
        tree = html.fromstring(text, parser=html.HTMLParser(encoding=None, huge_tree=False, recover=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Feed("list_page", (), (FeedFault("not_a_feed"),))
    links = list(_links(tree, url))
    if pattern:
        wanted = pattern if "*" in pattern else f"*{pattern}"
        chosen = [link for link in links if fits(wanted, link[0])]
    else:
        chosen = _family(links)
    entries: dict[str, Entry] = {}
    for address, title, element in chosen:
        known = entries.get(address)
        if known is None or len(known.title) < len(title):
            entries[address] = Entry(address, title, "", _moment(element, address, chosen))
    return Feed("list_page", tuple(entries.values()), () if entries else (FeedFault("no_entries"),))


def _links(tree: Any, url: str) -> Iterator[tuple[str, str, Any]]:
    """Address, words and element of links within the same site whose words could be a headline."""
    home = urlsplit(url).hostname or ""
    for count, element in enumerate(tree.iter("a")):
        if count >= MOST_LINKS:
            return
        try:
            address = urljoin(url, (element.get("href") or "").strip()).partition("#")[0]
            host = urlsplit(address).hostname or ""
        except ValueError:
            continue
        title = " ".join((element.get("title") or element.text_content() or "").split())
        if not _is_day(title):
            title = " ".join(DAY.sub(" ", title).split())
        same_site = host == home or host.endswith("." + home) or home.endswith("." + host)
        if same_site and address != url and SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and " " in title:
            yield address, title, element


def _is_day(title: str) -> bool:
    return bool(DAY.fullmatch(title))


def _family(links: list[tuple[str, str, Any]]) -> list[tuple[str, str, Any]]:
    """Links whose addresses share the folder of most others; dates in folders count as one."""
    folders = Counter(_folder(address) for address, _, _ in {link[0]: link for link in links}.values())
    if not folders:
        return []
    folder, count = max(folders.items(), key=lambda one: (one[1], len(one[0])))
    return [link for link in links if _folder(link[0]) == folder] if count >= LEAST_ALIKE else []


def _folder(address: str) -> str:
    path = urlsplit(address).path.rstrip("/")
    return re.sub(r"\d+", "0", path.rpartition("/")[0])


def _moment(element: Any, address: str, links: list[tuple[str, str, Any]]) -> datetime | None:
    """A time element or a date in the words around the link, as long as no other headline stands there; else a date in
    the address."""
    others = {id(link[2]) for link in links if link[0] != address}
    box = element
    for _ in range(UPWARDS):
        for time in box.iter("time"):
            if found := moment_of(time.get("datetime") or time.text_content() or ""):
                return found
        if (hit := DAY.search(" ".join(" ".join(box.itertext()).split())[:2000])) and (found := moment_of(hit[0])):
            return found
        box = box.getparent()
        if box is None or any(id(link) in others for link in box.iter("a")):
            break
    if hit := IN_ADDRESS.search(urlsplit(address).path + "/"):
        return moment_of(f"{hit[1]}-{int(hit[2]):02}-{int(hit[3] or 1):02}")
    return None
