"""The main job from a pile of requests to a quarter that fits, in a real browser against `luotsi serve` and its worker.

One story: Liisa leads; Marta asks as a guest on her telephone. LUOTSI_JOURNEY_PILE may name another pile to bring in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.letters import Letters, letters
from tests.journeys.served import ROOT, Served, served

pytestmark = pytest.mark.journey

PILE = Path(os.environ.get("LUOTSI_JOURNEY_PILE") or ROOT / "tests/data/requests_own.csv")
LEAD, GUEST = "liisa@example.com", "marta@partner.example"
TEAM = "Liisa Laine, strategy 40 %, writer 60 %, 37.5 h, run-work 30 %\nMikko Mäkelä, designer 100 %, 37.5 h\n"
REASON = "The trade fair comes first: its stand is paid for, and the doors open in March."
SOON = 60_000  # milliseconds that background work may take


@pytest.fixture(scope="module")
def post() -> Iterator[Letters]:
    with letters() as kept:
        yield kept


@pytest.fixture(scope="module")
def luotsi(tmp_path_factory: pytest.TempPathFactory, post: Letters) -> Iterator[Served]:
    """A fresh Luotsi whose mails arrive in `post`, with its first lead."""
    folder = tmp_path_factory.mktemp("main-job") / "data"
    with served(folder, LUOTSI_EMAIL_URL=f"smtp://127.0.0.1:{post.port}") as running:
        running.say("user", "add", LEAD, "--name", "Liisa Laine", "--role", "lead")
        yield running


@pytest.fixture(scope="module")
def lead(luotsi: Served, post: Letters, browser: Browser) -> Iterator[Page]:
    """Liisa's browser, signed in by a code from her mail."""
    context = browser.new_context(base_url=luotsi.address, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("#code_email").fill(LEAD)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code", exact=True).fill(post.code_for(LEAD))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    yield page
    context.close()


def phone(browser: Browser, luotsi: Served, **more: bool) -> BrowserContext:
    """Marta's telephone."""
    return browser.new_context(
        base_url=luotsi.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, **more
    )


# -- the story ------------------------------------------------------------------------------------------------


def test_from_a_pile_to_a_quarter_that_fits(
    luotsi: Served, lead: Page, post: Letters, browser: Browser, tmp_path: Path
) -> None:
    """The chapters below, in their order: each goes on where the one before it ended."""
    the_lead_states_where_to(lead)
    the_pile_is_previewed_mapped_and_brought_in(lead)
    requests_are_triaged_by_keyboard_and_no_refusal_goes_without_a_reason(lead)
    the_list_is_ranked_by_hand_by_keys_and_by_number(lead)
    the_pace_is_told_by_file_and_becomes_a_sentence(lead, tmp_path)
    the_quarter_is_planned_pinned_and_published(lead)
    an_asker_sees_place_dates_and_reason(luotsi, lead, post, browser)
    a_declined_asker_sees_reason_what_goes_first_and_when(luotsi, lead, post, browser)
    asking_and_triage_work_without_javascript(luotsi, lead, post, browser)


def the_lead_states_where_to(lead: Page) -> None:
    lead.goto("/goals/add/")
    describe_aim(lead, "More pipeline from new industries", "Qualified leads")
    lead.get_by_role("button", name="Add the goal").click()
    lead.goto("/goals/guidepoint/add/")
    lead.locator("[name=statement]").fill("Plant managers ask us first when a line has to change.")
    lead.locator("main form button.is-next").click()
    lead.get_by_role("link", name=re.compile("outcome", re.IGNORECASE)).first.click()
    describe_aim(lead, "Plant managers book a first talk", "First talks")
    lead.locator("[name=goal]").select_option(index=1)
    lead.get_by_role("button", name="Add the outcome").click()
    expect(lead.get_by_role("main")).to_contain_text("Plant managers book a first talk")


def the_pile_is_previewed_mapped_and_brought_in(lead: Page) -> None:
    lead.goto("/import/")
    lead.get_by_label("The file").set_input_files(PILE)
    lead.get_by_role("button", name="Look at it").click()
    expect(lead.get_by_role("table")).to_contain_text("Title")
    title = lead.locator("[name=map_title]")
    was = title.input_value()
    assert was == '["title"]'
    with lead.expect_response(re.compile("/start/$")):
        title.select_option(index=1)  # its first column
    expect(lead.locator("#preview tbody tr").first).to_be_visible()
    with lead.expect_response(re.compile("/start/$")):
        title.select_option(was)
    lead.get_by_label("Bring in the good rows").check()
    lead.get_by_role("button", name="Bring it in").click()
    finished = lead.get_by_text(re.compile(r"\d+ requests? (was|were) brought in"))
    lead.get_by_role("link", name="Continue").or_(finished).first.wait_for(timeout=SOON)
    if not finished.is_visible():
        lead.get_by_role("link", name="Continue").click()
    expect(finished).to_be_visible()


def requests_are_triaged_by_keyboard_and_no_refusal_goes_without_a_reason(lead: Page) -> None:
    lead.goto("/inbox/")
    waiting = how_many(lead)
    open_verb(lead, "d")
    reason = lead.get_by_label("Why not?")
    reason.evaluate("field => field.removeAttribute('required')")  # not only the browser minds
    reason.press("Control+Enter")
    lead.get_by_role("button", name="Decline with this reason").click()
    expect(lead.locator("#verb .faults")).to_be_visible()
    lead.goto("/inbox/")
    assert how_many(lead) == waiting
    open_verb(lead, "d")
    lead.keyboard.type("Nobody reads printed guides at this fair.")
    send_by_keyboard(lead, "Decline with this reason")
    open_verb(lead, "b")
    lead.keyboard.type("Which of the two audiences first?")
    send_by_keyboard(lead, "Ask")
    for n in range(8):
        open_verb(lead, "a")
        accept_form(lead, low=4 + n, high=8 + 3 * n, value=9 - n)
    lead.goto("/inbox/")
    assert how_many(lead) == waiting - 10


def the_list_is_ranked_by_hand_by_keys_and_by_number(lead: Page) -> None:
    lead.goto("/backlog/")
    lead.wait_for_load_state("networkidle")
    assert len(titles(lead)) == 8
    third = titles(lead)[2]
    drag_to_top(lead, third)
    lead.reload()
    lead.wait_for_load_state("networkidle")
    assert titles(lead)[0] == third
    row_of(lead, third).locator("[data-grip]").focus()
    with lead.expect_response(re.compile("/move/")):
        lead.keyboard.press("Alt+ArrowDown")
    lead.reload()
    assert titles(lead)[1] == third
    row_of(lead, third).get_by_role("link", name=re.compile("^Move")).click()
    lead.get_by_label("Move to place").fill("5")
    lead.get_by_label("Why here?").fill("It needs the numbers of the fourth.")
    lead.get_by_role("button", name="Move", exact=True).click()
    expect(row_of(lead, third).locator(".rank")).to_have_text("5")
    assert titles(lead)[4] == third


def the_pace_is_told_by_file_and_becomes_a_sentence(lead: Page, tmp_path: Path) -> None:
    weeks = tmp_path / "weeks.csv"
    weeks.write_text("week,completed,arrived\n" + "".join(weekly(20)))
    lead.goto("/forecast/")
    expect(lead.get_by_role("main")).to_contain_text("not known yet")
    lead.get_by_label("File").set_input_files(weeks)
    lead.get_by_role("button", name="Tell past weeks").click()
    sentence = lead.get_by_text(
        re.compile(r"\d+ items are promised; at the pace of the last months all of it is done between")
    )
    until_shown(lead, sentence)
    expect(lead.get_by_text(re.compile("Done by .* with even chances, by .* with 85 %"))).to_be_visible()


def the_quarter_is_planned_pinned_and_published(lead: Page) -> None:
    lead.goto("/blueprint/capacity/")
    lead.get_by_label("People and skills").fill(TEAM)
    lead.locator("form").filter(has=lead.get_by_label("People and skills")).get_by_role("button").click()
    expect(lead.get_by_role("main")).to_contain_text("Mikko Mäkelä")
    lead.goto("/blueprint/begin/")
    lead.get_by_role("button", name="Begin").click()
    lead.get_by_role("button", name="Make a plan").click()
    see = lead.get_by_role("link", name="See it")
    see.or_(lead.get_by_role("heading", name="Thirteen weeks")).first.wait_for(timeout=SOON)
    if see.is_visible():
        see.click()
    item = lead.locator(".weeks th.weeks-name a").first
    title = item.inner_text()
    item.click()
    lead.get_by_label("From the week of").select_option(index=5)
    lead.get_by_role("button", name="Pin it there").click()
    pinned = lead.locator("tr").filter(has=lead.get_by_role("link", name=title, exact=True)).locator(".is-pinned")
    expect(pinned).to_be_visible()
    lead.get_by_role("button", name="Put it back").wait_for(timeout=SOON)  # the rest has made room
    lead.get_by_role("link", name=re.compile("^Publish")).click()
    for must in lead.locator("main input[type=checkbox]").all():
        must.check()
    lead.get_by_role("button", name="Publish version 1").click()
    lead.goto("/blueprint/")
    expect(lead.get_by_role("main")).to_contain_text("Version 1, published on")
    expect(lead.get_by_role("main")).to_contain_text(title)


def an_asker_sees_place_dates_and_reason(luotsi: Served, lead: Page, post: Letters, browser: Browser) -> None:
    like = an_open_title(lead)
    context = phone(browser, luotsi)
    marta = context.new_page()
    marta.goto(ask_link(lead))
    assert marta.locator("html").evaluate("html => html.scrollWidth") == 390
    wanted = marta.get_by_label("What should be different afterwards?")
    wanted.press_sequentially(like, delay=5)
    expect(marta.locator("#similar")).to_contain_text(like)
    wanted.fill("A brochure about spare parts")
    say_who(marta)
    marta.get_by_role("button", name="Send").click()
    marta.get_by_label("And what should be different once it is there?").fill(
        "Workshops order spare parts by themselves."
    )
    marta.get_by_role("button", name="Send").click()
    expect(marta.get_by_role("main")).to_contain_text("Nobody has decided yet")
    assert "Workshops order spare parts" in post.to(GUEST, "We have your request")

    lead.goto(request_named(lead, "Workshops order spare parts"))
    open_verb(lead, "a")
    accept_form(lead, low=6, high=10, value=8)
    marta.goto(post.link_for(GUEST, "is in the list"))
    main = marta.get_by_role("main")
    expect(main).to_contain_text(re.compile(r"It stands at place \d+ of the list"))
    expect(main).to_contain_text(re.compile(r"As likely as not by .*, with 85 % by "))
    expect(main).to_contain_text("It serves the outcome “Plant managers book a first talk”.")
    assert marta.locator("html").evaluate("html => html.scrollWidth") == 390
    context.close()


def a_declined_asker_sees_reason_what_goes_first_and_when(
    luotsi: Served, lead: Page, post: Letters, browser: Browser
) -> None:
    context = phone(browser, luotsi)
    marta = context.new_page()
    marta.goto(ask_link(lead))
    marta.get_by_label("What should be different afterwards?").fill("Write a mailing to dealers in Portugal.")
    say_who(marta)
    marta.get_by_role("button", name="Send").click()
    marta.get_by_role("button", name="Go on without").click()
    expect(marta.get_by_role("main")).to_contain_text("Nobody has decided yet")
    lead.goto(request_named(lead, "Write a mailing to dealers in Portugal"))
    open_verb(lead, "d")
    lead.get_by_label("Why not?").fill(REASON)
    first = lead.get_by_label("What goes first instead").locator("option:checked").inner_text()
    again = date.today() + timedelta(days=90)
    lead.get_by_label("Look at it again on").fill(again.isoformat())
    lead.get_by_role("button", name="Decline with this reason").click()
    marta.goto(post.link_for(GUEST, "Not now: Write a mailing to dealers in Portugal"))
    main = marta.get_by_role("main")
    expect(main).to_contain_text(REASON)
    expect(main).to_contain_text(first)
    expect(main).to_contain_text(str(again.year))
    expect(main).not_to_contain_text("No day is set")
    context.close()


def asking_and_triage_work_without_javascript(luotsi: Served, lead: Page, post: Letters, browser: Browser) -> None:
    door = ask_link(lead)
    plain = phone(browser, luotsi, java_script_enabled=False)
    marta = plain.new_page()
    marta.goto(door)
    marta.get_by_label("What should be different afterwards?").fill("Put our service number on the page for hospitals.")
    say_who(marta)
    marta.get_by_role("button", name="Send").click()
    marta.get_by_role("button", name="Go on without").click()
    expect(marta.get_by_role("main")).to_contain_text("Nobody has decided yet")
    plain.close()

    context = browser.new_context(base_url=luotsi.address, java_script_enabled=False)
    context.add_cookies(lead.context.cookies())
    page = context.new_page()
    page.goto(request_named(lead, "Put our service number on the page"))
    page.get_by_role("link", name=re.compile("^Decline")).click()
    page.get_by_label("Why not?").fill("   ")
    page.get_by_role("button", name="Decline with this reason").click()
    expect(page.locator(".faults")).to_be_visible()
    page.get_by_label("Why not?").fill(REASON)
    page.get_by_role("button", name="Decline with this reason").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    page.goto("/inbox/")
    page.locator(".inbox-rows a.is-title").first.click()
    page.get_by_role("link", name=re.compile("^Accept")).click()
    page.get_by_role("button", name="Accept as a new item").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    assert REASON in post.to(GUEST, "Not now: Put our service number")
    context.close()


# -- what the pages offer -------------------------------------------------------------------------------------


def describe_aim(page: Page, title: str, metric: str) -> None:
    """A goal or an outcome with a metric of its own, from 4 to 12."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=new_metric]").fill(metric)
    page.locator("[name=baseline]").fill("4")
    page.locator("[name=target]").fill("12")


def how_many(inbox: Page) -> int:
    said = re.search(r"(\d+) requests? waits? for a decision", inbox.get_by_role("main").inner_text().replace(",", ""))
    assert said is not None
    return int(said[1])


def open_verb(page: Page, key: str) -> None:
    """Press a verb's key at the request at hand and wait for its form."""
    page.wait_for_load_state("networkidle")
    page.keyboard.press(key)
    page.locator("#verb form").first.wait_for()


def send_by_keyboard(page: Page, button: str) -> None:
    """Walk on with the tabulator from the field written in, and press the button."""
    goal = page.get_by_role("button", name=button, exact=True)
    for _ in range(6):
        page.keyboard.press("Tab")
        if goal.evaluate("button => button === document.activeElement"):
            break
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    goal.wait_for(state="detached")


def accept_form(page: Page, *, low: int, high: int, value: int) -> None:
    page.get_by_label("Outcome it serves").select_option(label="Plant managers book a first talk")
    page.get_by_label("Value to it, 0 to 10").fill(str(value))
    page.get_by_label("Effort from, hours").fill(str(low))
    page.get_by_label("To, hours").fill(str(high))
    button = page.get_by_role("button", name="Accept as a new item")
    button.click()
    button.wait_for(state="detached")


def titles(backlog: Page) -> list[str]:
    return backlog.locator("#board-rows th.is-title a").all_inner_texts()


def row_of(backlog: Page, title: str) -> Locator:
    return backlog.locator("#board-rows tr").filter(has=backlog.get_by_role("link", name=title, exact=True))


def drag_to_top(backlog: Page, title: str) -> None:
    grip = row_of(backlog, title).locator("[data-grip]")
    start, top = grip.bounding_box(), backlog.locator("[data-grip]").first.bounding_box()
    assert start is not None and top is not None
    backlog.mouse.move(start["x"] + 8, start["y"] + 8)
    backlog.mouse.down()
    backlog.mouse.move(top["x"] + 8, top["y"], steps=8)
    with backlog.expect_response(re.compile("/move/")):
        backlog.mouse.up()


def weekly(count: int) -> Iterator[str]:
    """The team's last full weeks."""
    monday = date.today() - timedelta(days=date.today().weekday())
    for ago in range(count, 0, -1):
        yield f"{monday - timedelta(weeks=ago)},{3 + ago % 3},{1 + ago % 2}\n"


def until_shown(page: Page, what: Locator) -> None:
    """Look again until background work has come to its end."""
    for _ in range(SOON // 1000):
        if what.first.is_visible():
            return
        page.wait_for_timeout(1000)
        page.goto(page.url)
    expect(what.first).to_be_visible()


def ask_link(lead: Page) -> str:
    """A guest link to the form, made on its page."""
    lead.goto("/ask/")
    lead.get_by_role("button", name="Make a guest link").click()
    return lead.locator("main code").inner_text()


def say_who(page: Page) -> None:
    page.get_by_label("Your name").fill("Marta Nunes")
    page.get_by_label("Your e-mail").fill(GUEST)


def an_open_title(lead: Page) -> str:
    lead.goto("/backlog/")
    return titles(lead)[0]


def request_named(lead: Page, words: str) -> str:
    """The request's page, found by the search of the frame."""
    lead.goto(f"/search/?q={words}")
    hit = lead.locator("main a[href^='/requests/']").filter(has_text=words).first
    return str(hit.get_attribute("href")).replace("status/", "")
