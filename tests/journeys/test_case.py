"""A case in a real browser: from a tactical request to a why, tested in three conversations; a no that comes back on
its day; and the yes.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from luotsi.rooms.cases import actions
from luotsi.rooms.cases.models import Case
from luotsi.rooms.people import actions as people
from tests.journeys.browser import axe
from tests.world import goal, person
from tests.world_backlog import request
from tests.world_cases import SPAN, someone, talk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AIM = "More pipeline from new industries"
WHYS = (
    "Plant managers find the answer before they call.",
    "First talks grow where the right people call.",
    "Service saves hours on the phone.",
)


@pytest.fixture
def liisa(server: str, browser: Browser) -> Page:
    """The lead's browser, signed in."""
    client = Client()
    client.force_login(person("liisa"))
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}])
    return context.new_page()


def test_from_a_tactical_request_to_a_yes(liisa: Page) -> None:
    """The chapters below, in their order."""
    goal(AIM, **SPAN)
    for name in ("Eva Ekström", "Omar Onwudiwe", "Sara Salo"):
        someone(name)
    a_brochure_becomes_a_why(liisa)
    those_with_a_say_are_named_and_heard(liisa)
    what_is_missing_is_put_in(liisa)
    it_is_presented_and_not_decided_for(liisa)
    it_comes_back_by_itself(liisa)
    the_second_round_ends_with_a_yes(liisa)


def a_brochure_becomes_a_why(page: Page) -> None:
    asked = request("A brochure for the fair", tactic="Eight pages, glossy")
    page.goto(f"/requests/{asked.pk}/")
    page.get_by_role("link", name="Make this a case").click()
    expect(page.locator("[name=idea]")).to_have_value("Eight pages, glossy")
    for name, text in zip(("why_do", "why_goals", "why_care"), WHYS, strict=True):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=title]").fill("Answers instead of brochures")
    page.locator("[name=presents_on]").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("It serves no goal yet.")).to_be_visible()
    page.get_by_role("link", name="Mend: A goal of today").click()
    page.locator("[name=aim]").select_option(label=AIM)
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="Back to the case").click()
    expect(page.get_by_text("It serves no goal yet.")).to_be_hidden()


def those_with_a_say_are_named_and_heard(page: Page) -> None:
    """Eva decides. Omar doubts, and is eased. Sara is lukewarm, and that does not count."""
    page.get_by_role("link", name="Roles", exact=True).click()
    for name, roles in (("Eva Ekström", ("Decision maker",)), ("Omar Onwudiwe", ("Influencer", "Detractor"))):
        page.locator("[name=stakeholder]").select_option(label=name)
        for role in roles:
            page.get_by_label(role, exact=True).check()
        if "Detractor" in roles:
            page.locator("[name=detractor_kind]").select_option("resistant")
        page.get_by_role("button", name="Save").click()
    made, at = Case.objects.get(), timezone.now()
    eva = talk(made, "Eva Ekström", "full", words="Our engineers lose a day a week on it.", at=at)
    omar = talk(made, "Omar Onwudiwe", "lukewarm", said="Who answers then?", worry="More calls for us", at=at)
    talk(made, "Sara Salo", "lukewarm", said="Another page", worry="One more thing to keep", at=at)
    people.ease_objection(objection=omar.objections.get(), how="Service writes, we answer.", by=person("liisa"), at=at)
    people.record_endorsement(
        stakeholder=someone("Omar Onwudiwe"),
        strength="full",
        evidence="He offers an engineer.",
        by=person("liisa"),
        at=at,
    )
    assert eva.quotes.exists()
    page.goto(f"/cases/{made.pk}/")
    row = page.get_by_role("row", name="Sara Salo")
    expect(row.get_by_text("does not count")).to_be_visible()
    expect(page.get_by_text("eased: Service writes, we answer.")).to_be_visible()
    expect(page.get_by_text("Open: 1, of Sara Salo.")).to_be_visible()
    assert axe(page) == []


def what_is_missing_is_put_in(page: Page) -> None:
    page.get_by_role("link", name="It was tested one to one").click()
    page.get_by_role("button", name="It was tested one to one").click()
    page.get_by_role("link", name="Change What changed because of whom").click()
    page.locator("[name=what]").fill("Engineers write, we edit")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("link", name="It is adjusted").click()
    page.get_by_role("button", name="It is adjusted").click()
    made = Case.objects.get()
    for team in ("Service", "Sales"):
        page.goto(f"/cases/{made.pk}/touches/")
        page.locator("[name=team]").fill(team)
        page.locator("[name=effect]").fill("Fewer calls that only ask")
        page.locator("[name=hours]").fill("120")
        page.get_by_role("button", name="Add").click()
    page.goto(f"/cases/{made.pk}/evidence/")
    figure = page.locator("form", has=page.locator("[name=source]"))
    figure.locator("[name=says]").fill("calls a week that a page could answer")
    figure.locator("[name=value]").fill("42")
    figure.locator("[name=source]").fill("Service desk")
    figure.locator("[name=as_of_on]").fill(timezone.localdate().isoformat())
    figure.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Take it").click()
    page.goto(f"/cases/{made.pk}/asks/")
    page.locator("[name=what]").fill("Two engineers, a day each")
    page.get_by_role("button", name="Add").click()
    page.goto(f"/cases/{made.pk}/")
    expect(page.get_by_text("Our engineers lose a day a week on it.")).to_be_visible()


def it_is_presented_and_not_decided_for(page: Page) -> None:
    made = Case.objects.get()
    page.goto(f"/cases/{made.pk}/")
    page.get_by_role("link", name="Send the pre-read").click()
    page.get_by_role("button", name="Send it").click()
    page.goto(f"/cases/{made.pk}/")
    page.get_by_role("link", name="It was presented").click()
    expect(page.get_by_text("Everything this step needs is here.")).to_be_visible()
    page.locator("main form button").click()
    page.get_by_role("link", name="Note the decision").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("What was no yes is kept with its reason")).to_be_visible()
    page.locator("[name=reason]").fill("The budget of this year is spent.")
    page.locator("[name=learnt]").fill("Come before the autumn budget.")
    page.locator("[name=look_again_on]").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("It was no yes, and comes back by itself on")).to_be_visible()


def it_comes_back_by_itself(page: Page) -> None:
    """What the hourly job does on that day."""
    assert actions.bring_back_due(at=timezone.now() + timedelta(days=30)) == 1
    page.reload()
    expect(page.get_by_role("heading", name="Round 2 begins with what was learnt")).to_be_visible()
    expect(page.get_by_text("Come before the autumn budget.").first).to_be_visible()


def the_second_round_ends_with_a_yes(page: Page) -> None:
    made = Case.objects.get()
    for step in ("tested", "adjusted", "preread_sent", "presented"):
        actions.take_step(case=made, to=step, reason="In one go.", by=person("liisa"), at=timezone.now())
        made.refresh_from_db()
    page.goto(f"/cases/{made.pk}/decide/")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_role("link", name="Put work into the backlog").click()
    page.locator("[name=title]").fill("Ten pages of answers")
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("link", name="Ten pages of answers")).to_be_visible()
    page.get_by_role("link", name="Ten pages of answers").click()
    expect(page.get_by_role("link", name="Case: Answers instead of brochures")).to_be_visible()
