"""Every text has its place in the catalogues, and the compiled catalogues are those of the sources."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils import translation

import luotsi
from tests.world import person

LOCALE = Path(luotsi.__file__).parent / "locale"
LANGUAGES = ("fi", "ru", "es", "id")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_source_compiled(language: str) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    source = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(folder / "django.po")) if e.translated()}
    compiled = {(e.msgctxt, e.msgid): e for e in polib.mofile(str(folder / "django.mo"))}
    assert set(compiled) == set(source), "run: make messages"
    assert all(compiled[key].msgstr == entry.msgstr for key, entry in source.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_everything_is_translated_and_every_placeholder_kept(language: str) -> None:
    import re

    catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    assert catalogue.percent_translated() >= 98
    for entry in catalogue.translated_entries():
        if not entry.msgid_plural:
            wanted = sorted(re.findall(r"%\(\w+\)[sd]", entry.msgid))
            assert sorted(re.findall(r"%\(\w+\)[sd]", entry.msgstr)) == wanted, entry.msgid


@pytest.mark.django_db
def test_the_language_switch_speaks_at_once_and_is_remembered() -> None:
    client = Client()
    client.force_login(person("liisa"))
    assert b"Marketing Backlog" in client.get("/backlog/").content
    client.post("/language/", {"language": "fi", "next": "/backlog/"})
    page = client.get("/backlog/")
    assert page["Content-Language"] == "fi" and 'lang="fi"' in page.content.decode()
    with translation.override("fi"):
        assert translation.gettext("Marketing Backlog") in page.content.decode()
    again = Client()
    again.force_login(person("liisa"))
    assert again.get("/backlog/")["Content-Language"] == "fi"


def test_months_are_months_in_every_language() -> None:
    """A label of ours that reads like a month's name must not become it."""
    from datetime import date

    from django.utils.formats import date_format

    for language, month in (("fi", "toukokuu"), ("es", "mayo"), ("ru", "мая"), ("id", "Mei")):
        with translation.override(language):
            assert month in date_format(date(2027, 5, 3), "DATE_FORMAT").lower() or month in date_format(
                date(2027, 5, 3), "DATE_FORMAT"
            )
