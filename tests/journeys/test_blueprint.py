"""A draft under the pointer and the keys in a real browser: move, put back, ask what if; the planner answers at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.jobs import worker
from luotsi.rooms.backlog.models import WorkItem
from luotsi.rooms.blueprint.actions import replanning
from luotsi.rooms.blueprint.models import Blueprint
from luotsi.values import monday_of
from tests.journeys.signed_in import signed_in
from tests.world_blueprint import backlog_of, planned, quarter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def blueprint(monkeypatch: pytest.MonkeyPatch) -> Blueprint:
    """A quarter that begins next Monday, planned an hour ago."""
    monkeypatch.setattr(replanning, "QUICK_SECONDS", 1)
    monday, ago = monday_of(timezone.localdate()) + timedelta(weeks=1), timezone.now() - timedelta(hours=1)
    backlog_of(12)
    found = quarter(starts_on=monday)
    planned(found, seconds=1, on=monday)
    # the world's own moment may lie ahead of the browser's
    found.runs.update(asked_at=ago)
    Blueprint.objects.update(facts_changed_at=ago)
    Entry.objects.update(at=ago)
    WorkItem.objects.update(created_at=ago)
    return found


@pytest.fixture
def mikko(server: str, browser: Browser) -> Iterator[Page]:
    """Mikko's browser, signed in; nothing may be held against the page's policy."""
    page, faults = signed_in(browser, server, "mikko"), list[str]()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.context.close()
    assert faults == []


def test_a_bar_is_dragged_the_rest_makes_room_and_all_is_put_back(blueprint: Blueprint, mikko: Page) -> None:
    mikko.goto(f"/blueprint/{blueprint.pk}/draft/")
    bar = mikko.locator("[data-bar][data-length='1']").first
    own, was = f"#{bar.get_attribute('id')}", int(bar.get_attribute("data-start") or 0)
    to = was + 2 if was < 9 else was - 2
    drag(mikko, bar, to - was)
    made_room(mikko)
    expect(mikko.locator(own)).to_have_attribute("data-start", str(to))

    mikko.get_by_role("button", name="Put it back").click()
    expect(mikko.locator(own)).to_have_attribute("data-start", str(was))
    expect(mikko.get_by_text("Since this plan was made")).to_have_count(0)
    expect(mikko.locator(".blueprint-calendar .weeks-wrap")).to_be_focused()

    mikko.locator(own).focus()
    mikko.keyboard.press("ArrowRight" if to > was else "ArrowLeft")
    mikko.keyboard.press("Enter")
    made_room(mikko)
    expect(mikko.locator(own)).not_to_have_attribute("data-start", str(was))
    drag(mikko, mikko.locator(own), 1 if to < was else -1)  # right after a board was replaced
    made_room(mikko)
    expect(mikko.locator(own)).to_have_attribute("data-start", str(was))

    mikko.goto(f"/blueprint/{blueprint.pk}/what-if/")
    with mikko.expect_response(re.compile(r"what-if/\?.*hours_0=-50")):
        mikko.get_by_role("slider").first.fill("-50")
    expect(mikko.locator("#answer .figure-number")).to_contain_text("→")
    expect(mikko.get_by_role("link", name="Keep as a scenario")).to_be_visible()

    Blueprint.objects.update(starts_on=blueprint.starts_on - timedelta(weeks=9))
    mikko.set_viewport_size({"width": 390, "height": 844})  # on a phone the table opens at the present
    mikko.goto(f"/blueprint/{blueprint.pk}/")
    expect(mikko.locator(".blueprint-calendar thead .is-now")).to_be_in_viewport(ratio=0.9)


def drag(page: Page, bar: Locator, weeks: int) -> None:
    bar.evaluate("bar => bar.scrollIntoView({ block: 'center' })")
    place, head = bar.bounding_box(), page.locator("[data-week]").nth(5).bounding_box()
    assert place is not None and head is not None
    x, y = place["x"] + 6, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + weeks * head["width"], y, steps=4)
    with page.expect_response(re.compile("/move/")):
        page.mouse.up()


def made_room(page: Page) -> None:
    """The planner's answer stands on the board."""
    page.locator("#replanning").wait_for()
    worker.drain()
    page.locator("section.moves").wait_for()
