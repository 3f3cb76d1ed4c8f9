"""A case in a real browser: from a brochure that somebody asks for to a why, tested in three conversations; a no that
comes back on its day with what was learnt; the yes; and a win that is told by mail and in a channel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.cases import actions
from luotsi.rooms.cases.drafts import AskDraft
from luotsi.rooms.cases.models import Case
from luotsi.rooms.people.models import Conversation, Quote
from tests.channel_server import Channel, channel
from tests.journeys.browser import axe
from tests.journeys.letters import Letters
from tests.journeys.signed_in import signed_in
from tests.world import goal, person
from tests.world_backlog import request
from tests.world_cases import SPAN, figure, someone, walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AIM = "More pipeline from new industries"
TITLE = "Answers instead of brochures"
WHYS = (
    "Plant managers find the answer before they call.",
    "First talks grow where the right people call.",
    "Service saves hours on the phone.",
)
QUOTE = "Our engineers lose a day a week on it."
OMAR_SAID, OMAR_WORRY, EASED = "Who answers then?", "Twice the calls for his people", "Service writes, we answer."
AINO_SAID, AINO_WORRY = "One more page", "Nobody would keep it up to date"
AINO_NOTE = "She has seen three such pages die."
LEARNT = "Come before the autumn budget."
WON = "Forty calls fewer a week"
# What was said and thought one to one, and how strongly somebody stands behind it.
THOUGHTS = (OMAR_SAID, OMAR_WORRY, EASED, AINO_SAID, AINO_WORRY, AINO_NOTE, "lukewarm", "detractor")
EVA = "eva@example.com"


@pytest.fixture
def slack(settings: Any) -> Iterator[Channel]:
    with channel(settings) as running:
        yield running


def test_from_a_brochure_to_a_yes_and_its_win(
    browser: Browser, server: str, post: Letters, slack: Channel, tmp_path: Path
) -> None:
    """The chapters below, in their order. Sara asks, Liisa leads; Eva decides, Omar doubts, Aino is lukewarm."""
    goal(AIM, **SPAN)
    someone("Eva Ekström", email=EVA, user=person("eva"))
    for name in ("Omar Onwudiwe", "Aino Aalto"):
        someone(name)
    liisa = signed_in(browser, server, "liisa")
    asked = a_brochure_becomes_a_why(liisa)
    teams_that_would_feel_it_are_named(liisa)
    those_with_a_say_get_their_conversations(liisa)
    three_conversations_are_noted_on_a_telephone(signed_in(browser, server, "liisa", width=390))
    checks_have_changed_and_nobody_ticks_one(liisa)
    what_is_missing_is_put_in()
    the_preread_is_sent_and_opened(liisa, browser, post, tmp_path)
    a_no_is_kept_with_its_reason(liisa)
    it_comes_back_by_itself(liisa, post)
    the_second_round_ends_with_a_yes(liisa)
    the_win_is_told(liisa, post, slack)
    who_asked_sees_no_thoughts(signed_in(browser, server, "sara"), asked)


def work() -> None:
    """Everything that is queued, whenever it is due."""
    Job.objects.filter(state=Job.State.QUEUED).update(run_after=timezone.now())
    worker.drain()


def open_case(page: Page, section: str = "") -> None:
    page.goto(f"/cases/{Case.objects.get().pk}/{section}")


def a_brochure_becomes_a_why(page: Page) -> int:
    """Answers the number of Sara's request."""
    asked = request("A brochure for the fair", tactic="Eight pages, glossy", at=timezone.now())
    page.goto(f"/requests/{asked.pk}/")
    page.get_by_role("link", name="Make this a case").click()
    expect(page.locator("[name=idea]")).to_have_value("Eight pages, glossy")
    for name, text in zip(("why_do", "why_goals", "why_care"), WHYS, strict=True):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=presents_on]").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("It serves no goal yet.")).to_be_visible()
    page.get_by_role("link", name="Mend: A goal of today").click()
    page.locator("[name=aim]").select_option(label=AIM)
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="Back to the case").click()
    expect(page.get_by_text("It serves no goal yet.")).to_be_hidden()
    return asked.pk


def teams_that_would_feel_it_are_named(page: Page) -> None:
    """One small team alone is not enough, and the page says so."""
    for team, said in (("Service", "Only Service, and the effect is not large."), ("Sales", "")):
        open_case(page, "touches/")
        page.locator("[name=team]").fill(team)
        page.locator("[name=effect]").fill("Fewer calls that only ask")
        page.locator("[name=hours]").fill("120")
        page.get_by_role("button", name="Add").click()
        page.get_by_role("link", name="Back to the case").click()
        expect(page.locator(".checks").get_by_text("Only Service")).to_have_count(1 if said else 0)


def those_with_a_say_get_their_conversations(page: Page) -> None:
    expect(page.get_by_text("Nobody is named who decides.")).to_be_visible()
    page.get_by_role("link", name="Roles", exact=True).click()
    for name, roles in (
        ("Eva Ekström", ("Decision maker",)),
        ("Omar Onwudiwe", ("Influencer", "Detractor")),
        ("Aino Aalto", ("Contributor",)),
    ):
        page.locator("[name=stakeholder]").select_option(label=name)
        for role in roles:
            page.get_by_label(role, exact=True).check()
        if "Detractor" in roles:
            page.locator("[name=detractor_kind]").select_option("resistant")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".rows li", has_text=name)).to_be_visible()
    open_case(page)
    expect(page.get_by_text(re.compile("Not talked to yet: .*Eva"))).to_be_visible()
    open_case(page, "talks/")
    for name in ("Eva Ekström", "Omar Onwudiwe", "Aino Aalto"):
        page.locator("[name=stakeholder]").select_option(label=name)
        page.get_by_role("button", name="Plan it").click()
        expect(page.locator(".rows li", has_text=name)).to_contain_text("Planned")


def three_conversations_are_noted_on_a_telephone(page: Page) -> None:
    """The lead's telephone, 390 pixels wide."""
    open_planned(page, "Eva Ekström")
    assert axe(page) == []
    page.get_by_label("Full", exact=True).check()
    page.get_by_label("By what do you know it?").fill("She brought the numbers herself.")
    page.locator("[name=quote_1]").fill(QUOTE)
    page.locator("[name=leave_1]").select_option("by_name")
    page.get_by_role("button", name="Done").click()
    open_planned(page, "Aino Aalto")
    page.get_by_label("Lukewarm", exact=True).check()
    page.get_by_label("By what do you know it?").fill("A shrug.")
    page.locator("[name=said_1]").fill(AINO_SAID)
    page.locator("[name=worry_1]").fill(AINO_WORRY)
    page.locator("[name=notes]").fill(AINO_NOTE)
    page.get_by_role("button", name="Done").click()
    open_planned(page, "Omar Onwudiwe")
    page.get_by_label("Not a no", exact=True).check()
    page.get_by_label("By what do you know it?").fill("He asked for a second talk.")
    page.locator("[name=said_1]").fill(OMAR_SAID)
    page.locator("[name=worry_1]").fill(OMAR_WORRY)
    page.get_by_role("button", name="Done").click()
    page.get_by_label("what eased it").fill(EASED)
    page.get_by_role("button", name="It is eased").click()
    expect(page.get_by_text(EASED)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def open_planned(page: Page, name: str) -> None:
    page.goto("/people/conversations/")
    page.get_by_role("link", name=re.compile(name)).first.click()
    page.get_by_role("link", name="Note what came of it").click()


def checks_have_changed_and_nobody_ticks_one(page: Page) -> None:
    open_case(page)
    expect(page.get_by_text(re.compile("Not talked to yet"))).to_have_count(0)
    expect(page.get_by_text("Open: 1, of Aino Aalto.")).to_be_visible()
    expect(page.get_by_role("row", name="Aino Aalto").get_by_text("does not count")).to_be_visible()
    expect(page.get_by_role("row", name="Omar Onwudiwe").get_by_text(f"eased: {EASED}")).to_be_visible()
    page.locator(".holding summary", has_text="Who stands behind it").click()
    expect(page.get_by_text("Fully behind it, or investing: 1.")).to_be_visible()
    expect(page.get_by_text("Not counted, because not a full yes: Omar Onwudiwe, Aino Aalto.")).to_be_visible()
    expect(page.locator("section:has(> #missing-title)").locator("input, button, form, select")).to_have_count(0)
    assert axe(page) == []


def what_is_missing_is_put_in() -> None:
    """A number, what they said in their own words, what is asked, and what changed because of somebody."""
    made, by = Case.objects.get(), {"by": person("liisa"), "at": timezone.now()}
    actions.add_figure(case=made, draft=figure(as_of_on=timezone.localdate()), **by)
    actions.add_quote(case=made, quote=Quote.objects.get(), **by)
    actions.put_ask(case=made, draft=AskDraft(what="Two engineers, a day each", kind="hours"), **by)
    actions.note_adjustment(case=made, what="Engineers write", because_of=someone("Omar Onwudiwe"), **by)
    walk(made, "tested", "adjusted", at=timezone.now())


def the_preread_is_sent_and_opened(page: Page, browser: Browser, post: Letters, folder: Path) -> None:
    open_case(page)
    page.get_by_role("link", name="Send the pre-read").click()
    expect(page.get_by_label("Eva Ekström")).to_be_checked()
    page.get_by_role("button", name="Send it").click()
    work()
    page.reload()
    eva = page.locator(".rows li", has_text="Eva Ekström")
    expect(eva).to_contain_text("not opened yet")
    with page.expect_download() as download:
        page.get_by_role("link", name="Slides (PPTX)").click()
    download.value.save_as(folder / "pre-read.pptx")
    slides = words_on(folder / "pre-read.pptx")
    assert all(text in slides for text in (TITLE, *WHYS, QUOTE, "42", "Two engineers, a day each"))
    assert thoughts_in(slides) == []
    letter = post.to(EVA, TITLE)
    assert thoughts_in(letter) == []
    reader = browser.new_page(viewport={"width": 390, "height": 844})
    reader.goto(post.link_for(EVA, TITLE))
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text(QUOTE)).to_be_visible()
    assert thoughts_in(reader.content()) == []
    assert axe(reader) == []
    reader.close()
    page.reload()
    expect(eva.get_by_text("opened", exact=True)).to_be_visible()
    assert axe(page) == []


def words_on(file: Path) -> str:
    """All text of all slides and of their notes."""
    slides = list(Presentation(str(file)).slides)
    shown = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    noted = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    return "\n".join([*shown, *noted])


def thoughts_in(text: str) -> list[str]:
    return [thought for thought in THOUGHTS if thought.lower() in text.lower()]


def a_no_is_kept_with_its_reason(page: Page) -> None:
    open_case(page)
    page.get_by_role("link", name="It was presented").click()
    expect(page.get_by_text("Everything this step needs is here.")).to_be_visible()
    page.locator("main form button").click()
    page.get_by_role("link", name="Note the decision").click()
    page.get_by_label("No", exact=True).check()
    page.locator("[name=decided_by]").select_option(label="Eva Ekström")
    for field, text, refusal in (
        ("reason", "The budget of this year is spent.", "What was no yes is kept with its reason"),
        ("learnt", LEARNT, "Write down what was learnt"),
        ("look_again_on", (timezone.localdate() + timedelta(days=30)).isoformat(), "Choose a day ahead"),
    ):
        page.get_by_role("button", name="Keep the decision").click()
        expect(page.get_by_text(refusal)).to_be_visible()
        page.locator(f"[name={field}]").fill(text)
    assert axe(page) == []
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("It was no yes, and comes back by itself on")).to_be_visible()


def it_comes_back_by_itself(page: Page, post: Letters) -> None:
    """Not a day early. On its day, which is set to today here, the hourly job finds it."""
    assert actions.bring_back_due(at=timezone.now() + timedelta(days=29)) == 0
    Case.objects.update(back_on=timezone.localdate())
    enqueue("cases.come_back", by=None, at=timezone.now())
    work()
    assert LEARNT in post.to("liisa@example.com", TITLE)
    page.goto("/")
    row = page.locator(".rows li", has_text="is back: look at it again")
    expect(row).to_contain_text(TITLE)
    expect(row).to_contain_text(LEARNT)
    row.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="Round 2 begins with what was learnt")).to_be_visible()
    expect(page.get_by_text(LEARNT).first).to_be_visible()


def the_second_round_ends_with_a_yes(page: Page) -> None:
    steps = ("tested", "adjusted", "preread_sent", "presented")
    walk(Case.objects.get(), *steps, at=timezone.now(), reason="In one go.")
    open_case(page, "decide/")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_role("link", name="Put work into the backlog").click()
    page.locator("[name=title]").fill("Ten pages of answers")
    page.get_by_role("button", name="Put it in").click()
    page.get_by_role("link", name="Ten pages of answers").click()
    page.get_by_role("link", name=f"Case: {TITLE}").click()
    expect(page.get_by_text("It was a yes. Tell what comes of it as it happens.")).to_be_visible()


def the_win_is_told(page: Page, post: Letters, slack: Channel) -> None:
    page.goto("/cases/wins/channels/")
    page.locator("[name=name]").fill("#wins")
    page.locator("[name=kind]").select_option("slack")
    page.locator("[name=address]").fill(slack.address)
    page.get_by_role("button", name="Add").click()
    open_case(page)
    page.get_by_role("link", name="Note a win").click()
    for name, text in (
        ("what", WON), ("measure", "calls"), ("before", "60"), ("after", "20"), ("unit", "a week"),
        ("source", "Service desk"), ("thanks", "The engineers wrote it."),
    ):  # fmt: skip
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Note it").click()
    page.get_by_role("button", name="Tell it now").click()
    expect(page.get_by_text("It is told to 1 person.")).to_be_visible()
    work()
    page.reload()
    expect(page.locator(".rows li", has_text="#wins").get_by_text("written")).to_be_visible()
    assert axe(page) == []
    [(_path, message)] = slack.kept
    assert message["text"] == f"{WON}. calls: 60 → 20 a week"
    assert [block["type"] for block in message["blocks"]] == ["section", "context"]
    assert not any(name in str(message) for name in ("Eva", "Omar", "Aino"))
    letter = post.to(EVA, WON)
    assert "The engineers wrote it." in letter and "60 → 20" in letter and thoughts_in(letter) == []


def who_asked_sees_no_thoughts(page: Page, asked: int) -> None:
    """Sara looks at her request, searches, and tries every address that she could have been sent."""
    made = Case.objects.get().pk
    looked = [
        "/",
        f"/requests/{asked}/",
        reverse("backlog:status", args=[asked]),
        "/cases/",
        "/people/me/",
        "/activity/",
        "/people/",
        "/people/conversations/",
    ]
    looked += [f"/cases/{made}/", f"/cases/{made}/talks/", f"/cases/{made}/preread/", "/cases/relations/"]
    looked += [f"/people/conversations/{one.pk}/" for one in Conversation.objects.all()]
    looked += [f"/search/?q={word}" for word in ("Omar", "Aino", "worry", "calls", "brochures")]
    for address in looked:
        answer = page.request.get(address)
        assert answer.status in (200, 403, 404) and thoughts_in(answer.text()) == [], address
    page.goto("/search/")
    page.locator("main [name=q]").fill(AINO_WORRY)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing was found for")).to_be_visible()
