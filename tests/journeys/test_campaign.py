"""A campaign in a real browser, from its hypothesis to the larger one it begets; results by file and by webhook."""

from __future__ import annotations

import hmac
import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import axe
from tests.journeys.signed_in import signed_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HYPOTHESIS = "If we call plant managers with their own figure, one in ten takes a visit."


@pytest.fixture
def mikko(server: str, browser: Browser) -> Page:
    """Mikko's browser, signed in."""
    return signed_in(browser, server, "mikko")


def test_from_a_hypothesis_to_the_larger_campaign(mikko: Page, tmp_path: Path) -> None:
    """The chapters below, in their order."""
    a_hypothesis_gets_its_criterion_before_anything_comes_in(mikko)
    the_planner_says_how_big_it_must_be(mikko)
    a_file_is_looked_at_and_recorded(mikko, tmp_path)
    another_program_sends_the_rest(mikko)
    the_verdict_begets_the_larger_campaign(mikko)


def a_hypothesis_gets_its_criterion_before_anything_comes_in(page: Page) -> None:
    page.goto("/campaigns/")
    page.get_by_role("link", name="Begin the first campaign").click()
    page.get_by_label("Title").fill("A call with their own figure")
    page.locator("[name=hypothesis]").fill(HYPOTHESIS)
    page.locator("[name=audience]").fill("Plant managers in food")
    page.locator("[name=contacts_planned]").fill("60")
    page.locator("[name=starts_on]").fill((date.today() - timedelta(days=20)).isoformat())
    page.get_by_role("button", name="On to the criteria").click()
    page.locator("[name=name]").fill("Took a visit")
    page.locator("[name=target]").fill("10")
    page.get_by_role("button", name="Set the criterion").click()
    expect(page.get_by_text("Criteria may still change freely")).to_be_visible()
    assert axe(page) == []


def the_planner_says_how_big_it_must_be(page: Page) -> None:
    page.get_by_role("link", name="How big must it be?").click()
    expect(page.get_by_role("heading", name="Took a visit")).to_be_visible()
    page.get_by_label("Contacts planned").fill("120")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("With 120 contacts, invited evenly")).to_be_visible()
    page.get_by_role("link", name="A call with their own figure").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("link", name="Record results")).to_be_visible()


def a_file_is_looked_at_and_recorded(page: Page, folder: Path) -> None:
    day = date.today() - timedelta(days=17)
    file = folder / "visits.csv"
    rows = [f"c-{n:02},{day},{'yes' if n % 4 == 1 else 'no'}" for n in range(8)]
    file.write_text("\n".join(["id,invited at,took a visit", *rows, "c-99,2001-01-01,yes", "c-03,2001-01-01,yes"]))
    page.get_by_role("link", name="Record results").click()
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("8 invitations are new, 8 answers.")).to_be_visible()
    expect(page.get_by_text("line 10")).to_be_visible()
    page.get_by_label("Record the good rows, leave the others out").check()
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("8 contacts, 8 answers recorded. 2 rows left out.")).to_be_visible()
    expect(page.locator(".verdict-word")).to_contain_text("Continue")
    expect(page.get_by_text("Scale if the next")).to_be_visible()
    page.locator("figure .chart-place svg").wait_for()
    assert axe(page) == []


def another_program_sends_the_rest(page: Page) -> None:
    """As a program that knows the address and the secret from the page."""
    address = page.url
    page.get_by_role("link", name="Record results").click()
    page.get_by_text("Secret and example").click()
    url, secret = page.locator(".address code").nth(0).inner_text(), page.locator(".address code").nth(1).inner_text()
    at = datetime.combine(date.today() - timedelta(days=3), datetime.min.time(), timezone.get_current_timezone())
    results = [
        {
            "contact": f"w-{n}",
            "invited_at": (at + timedelta(hours=n)).isoformat(),
            "results": {"took_a_visit": n % 5 < 3},
        }
        for n in range(20)
    ]
    body = json.dumps({"id": "calls-1", "results": results})
    signature = "sha256=" + hmac.new(secret.encode(), body.encode(), sha256).hexdigest()
    for repeated in (False, True):
        answer = page.request.post(
            url, data=body, headers={"X-Luotsi-Signature": signature, "Content-Type": "application/json"}
        )
        assert answer.json()["repeated"] is repeated
    page.goto(address)


def the_verdict_begets_the_larger_campaign(page: Page) -> None:
    expect(page.locator(".verdict-word")).to_contain_text("Scale")
    page.goto("/")
    page.get_by_role("link", name="Scale", exact=True).click()
    page.get_by_role("link", name="Scale", exact=True).click()
    expect(page.locator("[name=contacts_planned]")).to_have_value("240")
    page.locator("[name=title]").fill("A call with their own figure, everywhere")
    page.locator("[name=lesson]").fill("The figure opens the door.")
    page.get_by_role("button", name="Scale", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A call with their own figure, everywhere")
    page.get_by_role("link", name="A call with their own figure", exact=True).click()
    expect(page.locator(".verdict-word")).to_contain_text("Scaled")
    page.goto("/campaigns/tree/")
    expect(page.locator(".tries-tree ul").get_by_role("link")).to_have_text("A call with their own figure, everywhere")
