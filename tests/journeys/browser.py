"""A real browser for journeys: find one, start it, judge a page's accessibility, take its picture four ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser import NAMES, QUIET, system_browser

WIDTHS = {1440: 900, 390: 844}
THEMES = ("light", "dark")
AXE = Axe()
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class NoBrowser(RuntimeError):
    """No browser on this machine: journeys fail, they are never skipped."""


def browser_path(playwright: Playwright) -> str:
    """The browser to drive: the system's, else the one Playwright brought. Raises NoBrowser."""
    path = system_browser() or playwright.chromium.executable_path
    if not Path(path).is_file():
        raise NoBrowser(f"No browser ({', '.join(NAMES)}): install Chromium or set LUOTSI_TEST_BROWSER to its path.")
    return path


def launch(playwright: Playwright) -> Browser:
    """The browser, headless, with nothing phoning home."""
    return playwright.chromium.launch(executable_path=browser_path(playwright), args=QUIET)


@contextmanager
def started() -> Iterator[Browser]:
    """A browser for scripts outside pytest."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            yield browser
        finally:
            browser.close()


def axe(page: Page, *, colours_only: bool = False) -> list[str]:
    """What axe-core holds against the page, one line per rule and element; an empty list is what we want."""
    rules = ["color-contrast"] if colours_only else list(RULES)
    # Only faults are described and nothing is fetched again: half the time.
    found = AXE.run(page, options={"runOnly": rules, "resultTypes": ["violations"], "preload": False})
    return [
        f"{rule['id']}: {rule['help']}: {node['target']}: {node.get('failureSummary', '')}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def show_theme(page: Page, theme: str) -> None:
    """Turn the page to `theme` (light or dark), whatever its reader chose, with nothing in motion."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.locator("html").evaluate(
        "(html, theme) => { html.dataset.theme = theme; document.dispatchEvent(new CustomEvent('luotsi:theme')); }",
        theme,
    )


def look(page: Page, name: str, folder: Path) -> list[Path]:
    """Pictures of the whole page: light and dark, 1440 and 390 wide, as NAME-WIDTH-THEME.png."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            show_theme(page, theme)
            let_charts_draw(page)
            taken.append(folder / f"{name}-{width}-{theme}.png")
            page.screenshot(path=taken[-1], full_page=True)
    return taken


def let_charts_draw(page: Page) -> None:
    """Scroll every chart into view and wait until it is drawn."""
    for figure in page.locator("figure[data-chart]:not([data-chart=''])").all():
        figure.scroll_into_view_if_needed()
        figure.locator(".chart-place svg").wait_for()
    page.mouse.wheel(0, -100_000)
