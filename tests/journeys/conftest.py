"""Fixtures of the journeys: the browser of this machine, and a real server over the test database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser import NoBrowser, browser_path
from tests.journeys.letters import Letters, letters


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], playwright: Playwright) -> dict[str, Any]:
    """A machine without a browser fails here, in one line, instead of skipping every journey."""
    try:
        return {**browser_type_launch_args, "executable_path": browser_path(playwright)}
    except NoBrowser as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
def server(live_server: LiveServer) -> str:
    """The address of a server that answers from the test database."""
    return str(live_server.url)


@pytest.fixture
def post(settings: Any, server: str) -> Iterator[Letters]:
    """A mail server that keeps what it is given; links in mails lead to the server."""
    with letters() as kept:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", kept.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.PUBLIC_URL = server
        yield kept
