"""The style guide and the way in, in a real browser: accessible in both themes, driven by keys and by hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.browser import THEMES, axe, let_charts_draw, show_theme

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/styleguide/", "/account/login/", "/account/login/code/", "/nowhere/"])
def test_axe_finds_nothing_in_light_and_dark(page: Page, server: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(server + path)
    for theme in THEMES:
        show_theme(page, theme)
        let_charts_draw(page)
        assert axe(page) == []


def test_nothing_is_wider_than_a_phone(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(server + "/styleguide/")
    assert page.locator("html").evaluate("html => html.scrollWidth") == 390


def test_charts_are_drawn_under_the_security_policy_in_the_themes_colours(page: Page, server: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    page.emulate_media(color_scheme="light")
    page.goto(server + "/styleguide/")
    let_charts_draw(page)
    title = page.locator("figure[data-chart] svg text").first
    light = title.get_attribute("fill")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("figure[data-chart] svg text").first).not_to_have_attribute("fill", light or "")
    assert complaints == []


def test_the_theme_turns_at_once_and_is_remembered(page: Page, server: str) -> None:
    page.goto(server + "/styleguide/")
    page.get_by_text("Language and theme").locator("..").click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_theme_turns_without_javascript(page: Page, server: str) -> None:
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()  # type: ignore[union-attr]
    plain.goto(server + "/styleguide/")
    plain.get_by_text("Language and theme").locator("..").click()
    plain.get_by_role("button", name="Dark").click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    plain.context.close()


def test_keys_open_the_list_and_walk_through_rows(page: Page, server: str) -> None:
    page.goto(server + "/styleguide/")
    expect(page.locator("html")).to_have_class("js")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("Partners in Spain sell without our help")


def prepare_moves(page: Page, server: str, status: int, body: str = "") -> list[str]:
    """The style guide's list, with a server that answers each move with `status`; what was sent is collected."""
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=status, body=body)

    page.route("**/moved/", answer)
    page.goto(server + "/styleguide/")
    expect(page.locator("html")).to_have_class("js")
    page.wait_for_load_state("networkidle")
    page.locator("[data-drag-item]").evaluate_all("rows => rows.forEach(row => { row.dataset.moveUrl = '/moved/'; })")
    return sent


def order(page: Page) -> list[str | None]:
    return [row.get_attribute("data-drag-item") for row in page.locator("[data-drag-item]").all()]


def drag_last_to_top(page: Page) -> None:
    grips = page.locator("[data-grip]")
    grips.last.scroll_into_view_if_needed()
    start, end = grips.last.bounding_box(), grips.first.bounding_box()
    assert start is not None and end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"], steps=8)
    page.mouse.up()


def test_a_row_dragged_to_the_top_sends_its_neighbours_and_its_place(page: Page, server: str) -> None:
    sent = prepare_moves(page, server, 204)
    drag_last_to_top(page)
    expect(page.locator("#heard")).to_have_text("Moved to place 14.")
    assert (order(page), sent) == (["3", "1", "2"], ["after=&before=1&place=14"])
    assert page.locator("[data-rank]").all_inner_texts() == ["14", "15", "16"]


def test_two_presses_of_a_key_are_one_move(page: Page, server: str) -> None:
    sent = prepare_moves(page, server, 204)
    page.locator("[data-grip]").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#heard")).to_have_text("Moved to place 16.")
    assert (order(page), sent) == (["2", "3", "1"], ["after=3&before=&place=16"])


def test_a_refused_move_goes_back_and_says_why(page: Page, server: str) -> None:
    prepare_moves(page, server, 409, '<div class="message is-bad">Somebody else moved it.</div>')
    drag_last_to_top(page)
    expect(page.locator("#messages")).to_contain_text("Somebody else moved it.")
    assert order(page) == ["1", "2", "3"]


def test_a_form_with_unsaved_writing_asks_before_it_is_left(page: Page, server: str) -> None:
    page.goto(server + "/styleguide/")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("For whom?").fill("partners")
    page.goto(server + "/account/login/")
    assert asked == ["beforeunload"]
