"""A source read from outside: fetched with manners, its entries as news. Writes nothing; what fails has a code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from luotsi.rooms.newsroom.drafts import Told
from luotsi.rooms.newsroom.models import Item, Source

if TYPE_CHECKING:
    from luotsi.kernel.fetching import Fetched, Limits, Visit
    from luotsi.kernel.fetching.feeds import Article, Entry, Feed

MOST_PAGES = 20  # articles asked for in one reading; the others come with the next one
MOST_FURTHER = 3  # of the sitemaps that an index names
ASKED_AT_ONCE = 500
OLDEST = timedelta(days=400)  # a first reading brings a year, not an archive
WRONG_KIND = {Source.Kind.FEED: "not_a_feed", Source.Kind.SITEMAP: "not_a_sitemap"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """News as the source tells them, and what to send along next time. Nothing, where nothing has changed."""

    told: tuple[Told, ...] = ()
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why it could not be read; `wait` is what the site asks for."""

    code: str
    wait: timedelta = timedelta(0)


def gather(source: Source, *, today: date, visit: Visit | None = None) -> Gathered | Failed:
    """Fetch a source and read it. May take minutes: pages of one site are asked for with pauses."""
    from luotsi.kernel.fetching import NotFetched, NotModified, Visit, agent_of, fetch

    visit = visit or Visit(agent=agent_of(settings.PUBLIC_URL))
    page = fetch(
        source.address, etag=source.etag, last_modified=source.last_modified, limits=limits_now(), visit=visit
    )  # fmt: skip
    if isinstance(page, NotModified):
        return Gathered((), page.etag, page.last_modified)
    if isinstance(page, NotFetched):
        return _failed(page)
    return _read(source, page, today, visit)


def limits_now() -> Limits:
    """The usual ones, and the networks that this house allows."""
    from luotsi.kernel.fetching import Limits

    return Limits(allowed=settings.NEWS_NETWORKS)


def _failed(page: Any) -> Failed:
    code = f"status_{page.status}" if page.code == "status" and page.status else page.code
    return Failed(code, timedelta(seconds=page.retry_after_seconds or 0))


def _read(source: Source, page: Fetched, today: date, visit: Visit) -> Gathered | Failed:
    from luotsi.kernel.fetching.feeds import entries_of

    feed = entries_of(page)
    fault = _fault_of(source, feed)
    if fault:
        return Failed(fault)
    entries = [*feed.entries, *_of_further(feed.further, visit)]
    fresh = [one for one in _fresh(source, entries) if not one.published_at or _day(one.published_at) > today - OLDEST]
    poor = [one for one in fresh if one.url and _is_poor(feed, one)]
    later = set(poor[MOST_PAGES:])
    articles = _articles(poor[:MOST_PAGES], visit)
    told = tuple(_told(source, one, articles.get(one.url), today) for one in fresh if one not in later)
    if later:  # asked again next time, although the list itself will not have changed
        return Gathered(told)
    return Gathered(told, page.etag, page.last_modified)


def _fault_of(source: Source, feed: Feed) -> str:
    if (source.kind == Source.Kind.SITEMAP) != (feed.kind in ("sitemap", "urlset", "sitemapindex")):
        return WRONG_KIND.get(Source.Kind(source.kind), "")
    if source.kind == Source.Kind.FEED and feed.kind == "list_page":
        return "not_a_feed"
    return next((fault.code for fault in feed.faults if fault.is_fatal), "")


def _of_further(addresses: Sequence[str], visit: Visit) -> Iterator[Entry]:
    """What the sitemaps of an index hold: those of news first, then those named last. One that fails is left out."""
    from luotsi.kernel.fetching import Fetched, fetch
    from luotsi.kernel.fetching.feeds import entries_of

    last_first = list(addresses)[::-1]
    for address in sorted(last_first, key=lambda one: "news" not in one)[:MOST_FURTHER]:
        page = fetch(address, limits=limits_now(), visit=visit)
        if isinstance(page, Fetched):
            yield from entries_of(page).entries


def _fresh(source: Source, entries: Sequence[Entry]) -> list[Entry]:
    """Those that this source has not brought yet, each once; without an address the headline tells."""
    here = Item.objects.filter(source__company=source.company)
    urls = _among(here, "url", {one.url for one in entries if one.url})
    titles = _among(here, "headline", {one.title for one in entries if not one.url})
    once = {one.url or one.title: one for one in reversed(entries) if one.title}
    return [one for key, one in reversed(once.items()) if key not in urls and key not in titles]


def _among(here: QuerySet[Item], field: str, values: set[str]) -> set[str]:
    """Which of the values are there; asked in parts, because a query holds only so many."""
    asked = sorted(values)
    parts = (asked[start : start + ASKED_AT_ONCE] for start in range(0, len(asked), ASKED_AT_ONCE))
    return {one for part in parts for one in here.filter(**{f"{field}__in": part}).values_list(field, flat=True)}


def _is_poor(feed: Feed, entry: Entry) -> bool:
    """Whether its own page has to tell the day, or a headline that is more than the words of its address."""
    return entry.published_at is None or (feed.kind == "sitemap" and _is_of_address(entry))


def _is_of_address(entry: Entry) -> bool:
    from luotsi.kernel.fetching.sitemaps import words_of_address

    return entry.title == words_of_address(entry.url)


def _articles(entries: Sequence[Entry], visit: Visit) -> dict[str, Article]:
    """The pages of these, by address; one that cannot be read is left out."""
    from luotsi.kernel.fetching import Fetched, fetch
    from luotsi.kernel.fetching.articles import articles_of

    pages = {one.url: fetch(one.url, limits=limits_now(), visit=visit) for one in entries}
    read = {url: page for url, page in pages.items() if isinstance(page, Fetched)}
    found = articles_of([(page.body, url) for url, page in read.items()]) if read else []
    return dict(zip(read, found, strict=True))


def _told(source: Source, entry: Entry, article: Article | None, today: date) -> Told:
    day = _day(entry.published_at) if entry.published_at else _day_of(article) or today
    headline = article.title if article and article.title and _is_of_address(entry) else entry.title
    return Told(
        headline=headline, lead=entry.lead or _first_words(article, headline), url=entry.url, company=source.company,
        published_on=min(day, today),
    )  # fmt: skip


def _first_words(article: Article | None, headline: str) -> str:
    """The first paragraph below the headline."""
    lines = (line.strip() for line in article.text.splitlines()) if article else iter(())
    return next((line for line in lines if line and line != headline), "")


def _day(moment: datetime) -> date:
    """A day without a clock comes as its midnight."""
    plain = moment.astimezone(UTC)
    return plain.date() if plain.time() == time(0) else timezone.localdate(moment)


def _day_of(article: Article | None) -> date | None:
    try:
        return date.fromisoformat(article.date) if article else None
    except ValueError:
        return None
