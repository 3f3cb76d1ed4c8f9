"""How the tests run: on a real SQLite file, or with `--database postgres` on a real PostgreSQL server.

Nothing here touches the data folder of the checkout.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests import browser, postgres
from tests.once import SHARED

FOLDER = pytest.StashKey[Path]()
CLOSING = pytest.StashKey[contextlib.ExitStack]()

# Playwright's own event loop runs in the tests' thread; Django would take it for an async view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite", help="where `database` tests run")


def pytest_configure(config: pytest.Config) -> None:
    closing = config.stash[CLOSING] = contextlib.ExitStack()
    folder = config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="luotsi-tests-"))
    closing.callback(shutil.rmtree, folder, ignore_errors=True)
    _share(folder, closing)
    url = ""
    if config.getoption("--database") == "postgres":
        url = _postgres(config, closing)
    _settle(folder, url, worker=getattr(config, "workerinput", {}).get("workerid", "main"))


def pytest_unconfigure(config: pytest.Config) -> None:
    if CLOSING in config.stash:
        config.stash[CLOSING].close()


def _share(folder: Path, closing: contextlib.ExitStack) -> None:
    """The folder of the process that starts the others is where they find what is made once."""
    if SHARED not in os.environ:
        os.environ[SHARED] = str(folder)
        closing.callback(os.environ.pop, SHARED, None)


def _postgres(config: pytest.Config, closing: contextlib.ExitStack) -> str:
    """Started once, by the process that starts the others; they find its address in the environment."""
    try:
        url = closing.enter_context(postgres.server())
    except postgres.NoPostgres as nothing:
        raise pytest.UsageError(str(nothing)) from None
    if "LUOTSI_TEST_POSTGRES_URL" not in os.environ:
        os.environ["LUOTSI_TEST_POSTGRES_URL"] = url
        closing.callback(os.environ.pop, "LUOTSI_TEST_POSTGRES_URL", None)
    return url


def _settle(folder: Path, postgres_url: str, worker: str) -> None:
    """Point Django, set up by pytest-django before this file was read, at databases and folders of the tests."""
    from django.conf import settings
    from django.db import connections

    from luotsi.web import config

    database: dict[str, Any] = config.database(config.Value("LUOTSI_DATABASE_URL", postgres_url, "environment"))
    if postgres_url:
        database["TEST"] = {"NAME": f"luotsi_test_{worker}"}
    else:
        # A file, as in real life; in memory there are no locks to lose.
        database["NAME"] = folder / "luotsi.sqlite3"
        database["TEST"] = {"NAME": str(folder / "luotsi.sqlite3")}
    settings.DATABASES = {"default": database}
    connections.__dict__.pop("settings", None)
    with contextlib.suppress(AttributeError):
        del connections["default"]
    connections.settings = connections.configure_settings(settings.DATABASES)
    settings.DATA, settings.STATIC_ROOT, settings.UPLOADS = folder, folder / "static", folder / "uploads"
    settings.STATIC_ROOT.mkdir()
    settings.NEWS_ENCODER = False  # its own tests ask for it; here news are read alike wherever the tests run
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow on purpose otherwise


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix() -> None:
    """Each worker has its own folder or database name already."""


@pytest.fixture
def database_env() -> dict[str, str]:
    """The environment in which another process works on the database of this test (use transaction=True)."""
    from tests.writers import environment

    return environment()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's browser where there is one, and no call to the outside."""
    return {**browser_type_launch_args, **browser.launch_args()}


@pytest.fixture(autouse=True)
def _nothing_kept_from_another_test() -> None:
    """Counts and choices that pages keep for ten seconds belong to the test that made them."""
    from django.core.cache import cache

    cache.clear()
