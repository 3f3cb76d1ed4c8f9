"""Every page of ours in a real browser against a real server: axe in both themes, the width of a telephone, the
security policy, a title and one heading. Whoever adds a route adds its example to addresses.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, ConsoleMessage, Error, Page, Response

from tests.journeys.addresses import FOR_PHONES, GUEST_PAGES, page_routes, routes
from tests.journeys.browser import THEMES, axe, let_charts_draw, show_theme
from tests.journeys.served import Served, furnished, served

pytestmark = pytest.mark.journey

PERMISSIONS = {path: getattr(view, "luotsi_permission", "public") for path, view in routes()}
PAGES = page_routes()
OF_THE_TEAM = {"blueprint/<int:pk>/draft/": "a draft is the team's; others get 404, as for what does not exist"}
STATES = (
    "status, new", "status, asked_back", "status, declined", "status, joined", "status, withdrawn",
    "request, new", "request, declined", "request, joined", "request, withdrawn",
    "import, queued", "import, done", "import, failed", "item, done",
    "case, draft", "case, decided", "case, running",
    "release, published", "news, said by a person", "news, unsure first", "digest, in preparation", "campaign, draft", "search, found", "search, nothing", "backlog, filtered", "backlog, nothing fits",
    "scenarios, compared", "what if, answered",
)  # fmt: skip


def open_to_stakeholders(route: str) -> bool:
    from luotsi.kernel.accounts.permissions import PERMISSIONS as TABLE
    from luotsi.kernel.accounts.permissions import Role

    named = PERMISSIONS[route]
    return named != "public" and route not in OF_THE_TEAM and Role.STAKEHOLDER in TABLE[named]


@pytest.fixture(scope="module")
def luotsi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A furnished workspace, served for all tests of this file."""
    folder: Path = tmp_path_factory.mktemp("every-page") / "data"
    told = furnished(folder)
    with served(folder) as running:
        running.told = told
        yield running


@pytest.fixture(scope="module")
def readers(luotsi: Served, browser: Browser) -> Iterator[dict[str, Page]]:
    """A browser for each reader, signed in or holding a guest's link; one page for all addresses is twice as fast."""
    opened = {who: browser.new_context(reduced_motion="reduce") for who in ("liisa", "sara", "guest")}
    for who, context in opened.items():
        context.add_cookies(luotsi.cookies(who))  # type: ignore[arg-type]
    yield {who: context.new_page() for who, context in opened.items()}
    for context in opened.values():
        context.close()


def faults_of(page: Page, url: str, *, themes: Sequence[str], is_for_phones: bool) -> list[str]:
    """All that is wrong with what stands at that address."""
    with complaints(page) as said:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = answer_to(page, url)
        if not answer.ok:
            return [f"it answered {answer.status}"]
        if "text/html" not in answer.headers["content-type"]:  # a file, which the browser only keeps
            return []
        let_charts_draw(page)
        found = [*_words(page), *_seen(page, *themes)]
        page.set_viewport_size({"width": 390, "height": 844})
        found += _too_wide(page)
        if is_for_phones:
            found += _seen(page, "light")
    return found + said


@contextmanager
def complaints(page: Page) -> Iterator[list[str]]:
    """What the page says of itself meanwhile: errors and warnings of the console, and of scripts."""
    said: list[str] = []

    def hear(line: ConsoleMessage) -> None:
        # A file that the browser shows bare asks for this icon, which only our pages name.
        if line.type in ("error", "warning") and not line.location["url"].endswith("/favicon.ico"):
            said.append(f"console: {line.text}")

    def fail(error: Error) -> None:
        said.append(f"script: {error}")

    page.on("console", hear)
    page.on("pageerror", fail)
    yield said
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)


def answer_to(page: Page, url: str) -> Response | APIResponse:
    """Open it in the page; what is offered as a download is asked for once more, beside it."""
    try:
        answer = page.goto(url)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return page.context.request.get(url)
    assert answer is not None
    return answer


def _words(page: Page) -> list[str]:
    headings = page.locator("h1:visible").count()
    return [
        *([] if page.title().removesuffix("Luotsi").strip(" ·") else ["it has no title"]),
        *([] if headings == 1 else [f"it has {headings} first headings"]),
    ]


def _seen(page: Page, *themes: str) -> list[str]:
    """The first theme with all rules; in others only colours can differ."""
    found = []
    for theme in themes:
        show_theme(page, theme)
        found += [f"{theme}: {fault}" for fault in axe(page, colours_only=theme != themes[0])]
    return found


def _too_wide(page: Page) -> list[str]:
    width = page.locator("html").evaluate("html => html.scrollWidth")
    return [f"it is {width} pixels wide on a telephone"] if width > 390 else []


def look_at(luotsi: Served, page: Page, route: str, address: str, themes: Sequence[str] = THEMES) -> list[str]:
    return faults_of(page, luotsi.address + address, themes=themes, is_for_phones=route in FOR_PHONES)


def address_of(luotsi: Served, route: str) -> str:
    assert route in luotsi.told["addresses"], f"{route} has no example in tests/journeys/addresses.py"
    return str(luotsi.told["addresses"][route])


@pytest.mark.parametrize("route", PAGES)
def test_the_lead_finds_every_page_in_order(luotsi: Served, readers: dict[str, Page], route: str) -> None:
    assert look_at(luotsi, readers["liisa"], route, address_of(luotsi, route)) == []


@pytest.mark.parametrize("state", STATES)
def test_pages_are_in_order_in_every_state(luotsi: Served, readers: dict[str, Page], state: str) -> None:
    assert look_at(luotsi, readers["liisa"], state, luotsi.told["states"][state]) == []


@pytest.mark.parametrize("route", [route for route in PAGES if open_to_stakeholders(route)])
def test_a_stakeholder_finds_every_open_page_in_order(luotsi: Served, readers: dict[str, Page], route: str) -> None:
    assert look_at(luotsi, readers["sara"], route, address_of(luotsi, route), ["light"]) == []


@pytest.mark.parametrize("route", GUEST_PAGES)
def test_a_guest_finds_the_page_of_the_link_in_order(luotsi: Served, readers: dict[str, Page], route: str) -> None:
    assert look_at(luotsi, readers["guest"], route, address_of(luotsi, route), ["light"]) == []


def test_every_example_belongs_to_a_page(luotsi: Served) -> None:
    assert set(luotsi.told["addresses"]) == set(PAGES)
