"""A browser that one of the cast is signed in with."""

from __future__ import annotations

from django.test import Client
from playwright.sync_api import Browser, Page

from tests.world import person


def signed_in(browser: Browser, server: str, who: str, *, width: int = 1440) -> Page:
    """A fresh page in a browser of their own; `who` is the first name of one of the cast."""
    client = Client()
    client.force_login(person(who))
    context = browser.new_context(base_url=server, viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}])
    return context.new_page()
