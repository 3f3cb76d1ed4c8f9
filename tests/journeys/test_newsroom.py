"""From a feed to a mail: a real server tells news, they are read and counted, a person corrects one, and the week's
digest goes out through a real mail server with a number and one click to leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.newsroom.rules import quarter_of
from luotsi.rooms.newsroom.rules.digests import week_before
from tests.journeys.browser import axe
from tests.journeys.letters import Letters
from tests.journeys.signed_in import signed_in
from tests.world_digest import reader

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NEWS = (
    ("Kolvarin acquires the pump maker Oivalta for 14 million euros", "Sixty people move over."),
    ("Kolvarin completes the overhaul of the Kajaani power plant", "The plant now needs 27 per cent less energy."),
    ("Kolvarin appoints Satu Ahola chief financial officer", "She begins in January."),
    ("Kolvarin to attend the maintenance fair in Lyon next week", "The stand is in hall four."),
)
APPOINTMENT = NEWS[2][0]
ANNOTATION = "Twenty-seven per cent at a plant of our own size: ask them how."
PARTNER = "pia@partner.example"


def feed_of(day: date) -> bytes:
    at = format_datetime(datetime.combine(day, time(9), UTC))
    items = "".join(
        f"<item><title>{headline}</title><description>{lead}</description><pubDate>{at}</pubDate>"
        f"<link>https://kolvarin.example/news/{number}</link></item>"
        for number, (headline, lead) in enumerate(NEWS)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kolvarin</title>{items}</channel></rss>'.encode()


class Feed(BaseHTTPRequestHandler):
    """Serves the feed, and nothing else."""

    day = date.min

    def do_GET(self) -> None:
        found = self.path == "/feed.xml"
        body = feed_of(self.day) if found else b"nothing here"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/rss+xml" if found else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def feed(settings: Any) -> Iterator[str]:
    """The address of a feed with last week's news, on a loopback that news may be read from."""
    settings.NEWS_NETWORKS = ("127.0.0.0/8",)
    handler = type("LastWeek", (Feed,), {"day": week_before(timezone.localdate()) + timedelta(days=2)})
    told = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=told.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{told.server_address[1]}/feed.xml"
    told.shutdown()
    told.server_close()


@pytest.fixture
def liisa(server: str, browser: Browser) -> Page:
    """Liisa's browser, signed in."""
    return signed_in(browser, server, "liisa")


def test_from_a_feed_to_the_digest_in_a_mail(liisa: Page, feed: str, post: Letters, browser: Browser) -> None:
    """The chapters below, in their order."""
    reader(PARTNER, name="Pia Partner", at=timezone.now())
    a_company_and_its_feed_are_added_and_read(liisa, feed)
    a_correction_moves_the_audit(liisa)
    the_week_is_prepared_annotated_and_given_its_number(liisa)
    it_goes_out_once_and_stays_as_it_was(liisa, post)
    one_click_leaves(browser, post)


def work() -> None:
    """Everything that is queued, whenever it is due."""
    Job.objects.filter(state=Job.State.QUEUED).update(run_after=timezone.now())
    worker.drain()


def a_company_and_its_feed_are_added_and_read(page: Page, feed: str) -> None:
    page.goto("/newsroom/")
    page.get_by_role("link", name="Add a company").click()
    page.locator("[name=name]").fill("Kolvarin")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Source", exact=True).click()
    page.locator("[name=address]").fill(feed)
    page.locator("[name=company]").select_option(label="Kolvarin")
    page.get_by_role("button", name="Add and read").click()
    expect(page.get_by_text("It has brought nothing yet.")).to_be_visible()
    work()
    page.reload()
    expect(page.get_by_role("link", name=NEWS[0][0])).to_be_visible()
    assert axe(page) == []


def a_correction_moves_the_audit(page: Page) -> None:
    """Half of the four are worthy, as they are read; one more is, once a person has said so."""
    day = week_before(timezone.localdate()) + timedelta(days=2)
    page.goto(f"/newsroom/audit/?quarter={quarter_of(day)}")
    share = page.locator(".quarters tbody tr", has_text="Kolvarin").locator("td a").last
    expect(share).to_have_text("50 %")
    assert axe(page) == []
    page.goto("/newsroom/items/")
    page.get_by_role("link", name=APPOINTMENT).click()
    page.get_by_role("button", name=re.compile("Special project")).click()
    expect(page.get_by_text("a person said so")).to_be_visible()
    page.goto(f"/newsroom/audit/?quarter={quarter_of(day)}")
    expect(share).to_have_text("75 %")


def the_week_is_prepared_annotated_and_given_its_number(page: Page) -> None:
    page.goto("/newsroom/digests/")
    page.get_by_role("button", name="Prepare", exact=True).click()
    rows = page.locator(".digest-rows > li")
    expect(rows).to_have_count(3)
    row = rows.filter(has_text="Kajaani")
    with page.expect_response(re.compile("/annotate/")):
        row.get_by_role("textbox").fill(ANNOTATION)
    expect(row.get_by_text("Kept at")).to_be_visible()
    page.keyboard.press("Tab")
    place = int(row.locator("[data-rank]").inner_text())
    for _step in range(place - 1):
        row.locator("[data-grip]").focus()
        with page.expect_response(re.compile("/move/")):
            page.keyboard.press("Alt+ArrowUp")
    row.get_by_text("More about").locator("xpath=..").click()
    row.get_by_role("button", name="Its number for slides").click()
    expect(page.locator("[name=number_words]")).to_have_value(re.compile("27"))
    expect(rows.first).to_contain_text("Kajaani")
    expect(rows.first.get_by_role("textbox")).to_have_value(ANNOTATION)
    out = rows.filter(has_text="Oivalta")
    out.get_by_text("More about").locator("xpath=..").click()
    out.get_by_role("button", name="Leave it out").click()
    expect(rows).to_have_count(2)
    assert axe(page) == []


def it_goes_out_once_and_stays_as_it_was(page: Page, post: Letters) -> None:
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Sent. 1 mail is on its way.")).to_be_visible()
    work()
    work()
    page.reload()
    expect(page.locator(".figure-number")).to_contain_text("27")
    expect(page.get_by_text(ANNOTATION)).to_be_visible()
    assert axe(page) == []
    letter = post.kept[-1]
    assert [one["To"] for one in post.kept] == [PARTNER]
    for kind in ("plain", "html"):
        body = letter.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert "27 per cent" in text and ANNOTATION in text and "Oivalta" not in text
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def one_click_leaves(browser: Browser, post: Letters) -> None:
    """In a browser that nobody has signed in."""
    page = browser.new_page()
    page.goto(str(post.kept[-1]["List-Unsubscribe"]).strip("<> "))
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get no more digests")
    assert axe(page) == []
    page.close()
