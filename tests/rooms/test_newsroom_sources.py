"""Sources read from a real server: feeds, sitemaps, list pages; what fails is a state of the source, never a crash."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from luotsi.kernel.fetching import Limits
from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.newsroom import actions, gathering
from luotsi.rooms.newsroom.models import Item, Source
from tests.world import person
from tests.world_newsroom import FILLER_HEADLINE, WORTHY_HEADLINE, company, source

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Ranta</title>{}</channel></rss>"""
ENTRY = "<item><title>{}</title><link>{}</link><description>For mills</description><pubDate>{}</pubDate></item>"
PAGE = """<html><head><title>{title}</title><meta property="article:published_time" content="{day}"></head><body><article>
<h1>{title}</h1><p>{text}</p></article></body></html>"""
LONG = (
    "The plant in Kajaani runs again after nine weeks. The overhaul cost 4 million euros and saves 12 per cent of fuel. "
    * 4
)


class Site:
    """A site whose pages a test sets: path → (status, type, body). It counts what was asked of it."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str, str]] = {}
        self.asked: list[tuple[str, int]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def tell(self, path: str, body: str, kind: str = "application/rss+xml", status: int = 200) -> str:
        self.pages[path] = (status, kind, body)
        return self.address + path

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = site.pages.get(self.path, (404, "text/html", "no"))
                etag = f'"{hash(body)}"'
                if status == 200 and self.headers.get("If-None-Match") == etag:
                    status, body = 304, ""
                site.asked.append((self.path, status))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                """Nobody reads it."""

        return Handler


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(gathering, "limits_now", lambda: Limits(allowed=("127.0.0.0/8",), pause_seconds=0, seconds=5))
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def feed(*entries: tuple[str, str]) -> str:
    moment = (timezone.now() - timedelta(days=2)).strftime("%a, %d %b %Y 10:00:00 +0000")
    return FEED.format("".join(ENTRY.format(title, link, moment) for title, link in entries))


def read(made: Source) -> Source:
    """The job that reads it, as a worker runs it, and whatever that asked for."""
    actions.ask_to_read(source=made, by=None, at=timezone.now())
    Job.objects.filter(state=Job.State.QUEUED).update(run_after=timezone.now())
    worker.drain()
    made.refresh_from_db()
    return made


def test_what_is_here_is_known_however_long_the_list(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "ASKED_AT_ONCE", 2)
    entries = [(f"{WORTHY_HEADLINE} of day {number}", f"/{number}") for number in range(5)]
    made = source(site.tell("/feed", feed(*entries)), company=company())
    read(made)
    found = gathering.gather(
        Source(address=made.address, kind="feed", company=made.company), today=timezone.localdate()
    )
    assert Item.objects.count() == 5 and isinstance(found, gathering.Gathered) and found.told == ()


def test_a_source_that_is_removed_while_it_is_read_brings_nothing_and_breaks_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source(site.tell("/feed", feed((WORTHY_HEADLINE, "/1"))), company=company())
    reading = gathering.gather

    def removed_meanwhile(one: Source, **more: Any) -> Any:
        actions.remove_source(source=Source.objects.get(pk=one.pk), by=person("liisa"), at=timezone.now())
        return reading(one, **more)

    monkeypatch.setattr(gathering, "gather", removed_meanwhile)
    Job.objects.update(run_after=timezone.now())
    worker.drain()
    assert Job.objects.get(kind="newsroom.read_source").state == Job.State.DONE and not Item.objects.exists()


def test_a_feed_brings_its_news_sorted_and_an_unchanged_one_brings_nothing_twice(site: Site) -> None:
    ours = company()
    made = source(site.tell("/feed", feed((WORTHY_HEADLINE, "/1"), (FILLER_HEADLINE, "/2"))), company=ours)
    read(made)
    assert {(one.hook, one.company) for one in Item.objects.all()} == {("completion", ours), ("partnership", ours)}
    assert Item.objects.get(hook="completion").url == f"{site.address}/1"
    assert made.read_at is not None and not made.is_broken and made.next_at and made.next_at > timezone.now()
    read(made)
    site.tell("/feed", feed((WORTHY_HEADLINE, "/1"), ("Ranta launches a pump", "/3")))
    read(made)
    assert [status for path, status in site.asked if path == "/feed"] == [200, 304, 200]
    assert Item.objects.count() == 3


def test_a_feed_that_goes_and_comes_back_is_broken_in_between(site: Site) -> None:
    made = source(site.tell("/feed", "gone", status=410))
    assert (read(made).error, made.tries) == ("status_410", 1)
    assert Job.objects.filter(kind="newsroom.read_source", state=Job.State.DONE).exists()
    site.tell("/feed", feed((WORTHY_HEADLINE, "/1")))
    assert not read(made).is_broken and Item.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("feed", "<html><body><p>Welcome</p></body></html>", "not_a_feed"),
        ("feed", FEED.format(""), "no_entries"),
        ("feed", "just words", "not_a_feed"),
        ("sitemap", FEED.format(ENTRY.format("A", "/a", "")), "not_a_sitemap"),
        ("feed", '<!DOCTYPE r [<!ENTITY a "aaaa">]><rss><channel><item><title>&a;</title></item></channel></rss>', "entities"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_should_be_says_so(site: Site, kind: str, body: str, code: str) -> None:
    made = source(site.tell("/feed", body, "text/html" if "<html" in body else "text/xml"), kind=kind)
    assert read(made).error == code and not Item.objects.exists()


def test_our_own_network_is_not_read_unless_it_is_allowed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "limits_now", Limits)
    made = source(site.tell("/feed", feed((WORTHY_HEADLINE, "/1"))))
    assert read(made).error == "private_address" and not site.asked


def test_a_sitemap_of_bare_addresses_is_read_page_by_page_a_few_at_a_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_PAGES", 2)
    day = (timezone.now() - timedelta(days=9)).date().isoformat()
    paths = [f"/news/plant-{number}-runs" for number in range(3)]
    for path in paths:
        site.tell(
            path, PAGE.format(title=f"Plant {path[-6]} of Ranta put into operation", day=day, text=LONG), "text/html"
        )
    locations = "".join(f"<url><loc>{site.address}{path}</loc></url>" for path in paths)
    made = source(site.tell("/map.xml", f"<urlset>{locations}</urlset>", "application/xml"), kind="sitemap")
    read(made)
    assert Item.objects.count() == 2 and made.etag == ""
    read(made)
    assert sorted(Item.objects.values_list("headline", flat=True)) == [
        f"Plant {number} of Ranta put into operation" for number in range(3)
    ]
    assert {str(one) for one in Item.objects.values_list("published_on", flat=True)} == {day}
    assert Item.objects.filter(lead__startswith="The plant in Kajaani").count() == 3


def test_the_hourly_round_asks_for_what_is_due_and_leaves_the_rest_alone(site: Site) -> None:
    due, waits, paused = (source(site.tell(path, feed((WORTHY_HEADLINE, path)))) for path in ("/a", "/b", "/c"))
    Job.objects.all().delete()
    Source.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    Source.objects.filter(pk=waits.pk).update(next_at=timezone.now() + timedelta(hours=1))
    actions.pause_source(source=paused, by=person("liisa"), at=timezone.now())
    from luotsi.kernel.jobs.actions import enqueue

    enqueue("newsroom.read_due", by=None, at=timezone.now())
    worker.drain()
    assert {path for path, _status in site.asked if path != "/robots.txt"} == {"/a"}
    due.refresh_from_db()
    assert due.read_at is not None


def test_a_source_that_is_removed_or_paused_before_its_turn_is_left_alone(site: Site) -> None:
    gone, paused = (source(site.tell(path, feed((WORTHY_HEADLINE, path)))) for path in ("/a", "/b"))
    actions.remove_source(source=gone, by=person("liisa"), at=timezone.now())
    actions.pause_source(source=paused, by=person("liisa"), at=timezone.now())
    Job.objects.update(run_after=timezone.now())
    worker.drain()
    assert not site.asked and Job.objects.filter(kind="newsroom.read_source", state=Job.State.DONE).count() == 2
