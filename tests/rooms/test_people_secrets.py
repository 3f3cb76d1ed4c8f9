"""Who reads what: every reader opens every page and every address of the API, and finds exactly what is theirs to know.

The table is `ALLOWED`; the marks are planted in every field that holds what somebody thinks.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts import guests, tokens
from luotsi.kernel.accounts.models import Scope
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.people import actions
from luotsi.rooms.people.models import (
    Conversation,
    Investment,
    Need,
    Objection,
    Quote,
    SensitiveReading,
    Stakeholder,
)
from tests.clients import as_
from tests.house.test_permissions import routes
from tests.world import person
from tests.world_people import RESISTANT, colleague, marks, plant, put_in, tables_with

# Who may read what is decided in Python, so the walk over all pages is tried on one database; what rows do, on both.
pytestmark = [pytest.mark.django_db]
on_every_database = pytest.mark.database

SARAS = marks("sara", "liisa") | marks("sara", "mikko")
OMARS = marks("omar", "liisa") | marks("omar", "mikko")
HEARD_BY_MIKKO = marks("sara", "mikko") | marks("omar", "mikko")
PUT_IN = {put_in("sara"), put_in("omar")}
WEIGHED = "Influence</dt>"

# reader -> every mark they may find, and must
ALLOWED: dict[str, set[str]] = {
    "liisa": SARAS | OMARS | PUT_IN | {RESISTANT, WEIGHED},  # the lead
    "mikko": HEARD_BY_MIKKO | PUT_IN,  # a member: what they heard themselves
    "nils": PUT_IN,  # a member who heard nothing
    "sara": SARAS | {put_in("sara"), RESISTANT, WEIGHED},  # oneself, everything
    "omar": OMARS | {put_in("omar"), WEIGHED},
    "eva": set(),  # an executive
    "aino": set(),  # an account manager
    "sara's link": SARAS | {put_in("sara"), RESISTANT, WEIGHED},
    "another link": set(),
    "nobody": set(),
}
EVERY = SARAS | OMARS | PUT_IN | {RESISTANT, WEIGHED}


def browser_of(reader: str, planted: dict[str, Stakeholder]) -> Client:
    if reader == "nobody":
        return Client()
    if reader in ("sara's link", "another link"):
        path = f"/people/{planted['sara'].pk}/about/" if reader == "sara's link" else "/ask/"
        link = guests.open_link(path, by=None, at=timezone.now())
        client = Client()
        client.get(guests.address_of(link).replace("http://127.0.0.1:8000", ""))
        return client
    if reader == "nils":
        client = Client()
        client.force_login(colleague())
        return client
    return as_(reader)


ROWS: dict[str, Any] = {
    "conversations/": Conversation,
    "objections/": Objection,
    "quotes/": Quote,
    "needs/": Need,
    "investments/": Investment,
    "": Stakeholder,
}


def addresses() -> Iterator[str]:
    """Every page of ours that takes no argument, and every address of this room for every row there is."""
    for path, _view in routes():
        room = re.match(r"people/([a-z]+/)?<int:pk>/", path)
        if "<" not in path:
            yield f"/{path}"
        for pk in _keys(ROWS[room[1] or ""]) if room else ():
            yield "/" + re.sub(r"<int:pk>", str(pk), path)
    yield "/search/?q=Sara"


def api_addresses() -> Iterator[str]:
    from luotsi.web.api import api

    for path, operations in api.get_openapi_schema()["paths"].items():
        if "get" in operations:
            for pk in _keys(Stakeholder) if "{" in path else [0]:
                yield re.sub(r"\{\w+\}", str(pk), path)


def _keys(model: Any) -> list[int]:
    return list(model.objects.values_list("pk", flat=True))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(EVERY, key=len, reverse=True)))


def words_of(answer: Any) -> str:
    content = answer.getvalue() if answer.streaming else answer.content
    if answer.get("Content-Type", "") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return "\n".join(pack.read(name).decode() for name in pack.namelist())
    return content.decode("utf-8", "replace")


def found_by(client: Client, paths: Iterable[str], **headers: str) -> set[str]:
    found: set[str] = set()
    for path in paths:
        answer = client.get(path, headers=headers or None)
        assert answer.status_code < 500, path
        found |= set(_pattern().findall(words_of(answer)))
    return found


@pytest.mark.parametrize("reader", ALLOWED)
def test_every_reader_finds_exactly_what_is_theirs_on_any_page(reader: str) -> None:
    planted = plant(timezone.now())
    client = browser_of(reader, planted)
    assert found_by(client, dict.fromkeys(addresses())) == ALLOWED[reader]


@pytest.mark.parametrize("who", ["liisa", "mikko", "eva", "sara"])
def test_the_api_tells_nothing_that_somebody_thinks(who: str) -> None:
    plant(timezone.now())
    _token, secret = tokens.make_token(user=person(who), name="All", scope=Scope.WRITE, days=1, at=timezone.now())
    found = found_by(Client(), list(api_addresses()), Authorization=f"Bearer {secret}")
    assert found == set()


@on_every_database
@pytest.mark.parametrize("who", ["mikko", "eva", "sara", "aino"])
def test_what_others_were_told_cannot_be_changed_either(who: str) -> None:
    planted = plant(timezone.now())
    client = as_(who)
    talks = Conversation.objects.exclude(held_by=person(who))
    quote = Quote.objects.filter(conversation__in=talks).first()
    objection = Objection.objects.filter(conversation__in=talks).first()
    ahead = talks.planned().first()  # type: ignore[attr-defined]
    assert quote and objection and ahead
    tried = {
        f"/people/quotes/{quote.pk}/leave/": {"leave": "anywhere"},
        f"/people/objections/{objection.pk}/ease/": {"eased_how": "no"},
        f"/people/conversations/{ahead.pk}/note/": {"notes": "mine now"},
        f"/people/conversations/{ahead.pk}/draft/": {"notes": "mine now"},
        f"/people/conversations/{ahead.pk}/cancel/": {},
        f"/people/{planted['sara'].pk}/standing/": {"influence": "1"},
        f"/people/{planted['sara'].pk}/endorse/": {"strength": "full", "evidence": "no"},
        f"/people/{planted['sara'].pk}/erase/": {},
        f"/people/{planted['sara'].pk}/about/link/": {},
        "/people/care/": {"months": "1"},
    }
    before = _state()
    answers = {path: client.post(path, data).status_code for path, data in tried.items()}
    assert {path: status for path, status in answers.items() if status not in (403, 404)} == {}
    assert _state() == before


def _state() -> list[Any]:
    kept = (Conversation, Objection, Quote, Need, Investment, Stakeholder)
    return [list(model.objects.order_by("pk").values()) for model in kept]


@on_every_database
def test_log_jobs_and_search_hold_nothing_of_it() -> None:
    planted = plant(timezone.now())
    actions.export_person(stakeholder=planted["sara"], by=person("liisa"), at=timezone.now())
    for word in sorted(SARAS | OMARS | PUT_IN):
        kept = tables_with(word)
        assert kept and all(table.startswith("people_") for table in kept), f"{word}: {kept}"
    assert Entry.objects.filter(subject=f"people.stakeholder:{planted['sara'].pk}").count() > 5
    assert not Job.objects.exists()


@on_every_database
def test_every_reading_is_logged_with_who_and_whom() -> None:
    planted = plant(timezone.now())
    pages = {
        "thoughts": f"/people/{planted['sara'].pk}/",
        "conversation": f"/people/conversations/{planted['sara'].conversations.first().pk}/",  # type: ignore[union-attr]
        "picture": "/people/picture/",
        "about": f"/people/{planted['sara'].pk}/about/",
        "export": f"/people/{planted['sara'].pk}/about/export/",
    }
    client = as_("liisa")
    for what, path in pages.items():
        assert client.get(path).status_code == 200
        newest = SensitiveReading.objects.filter(about=planted["sara"], what=what)
        assert [one.who for one in newest] == [person("liisa")], what
    SensitiveReading.objects.all().delete()
    as_("eva").get(pages["thoughts"])
    Client().get(pages["about"])
    assert not SensitiveReading.objects.exists()  # who reads nothing leaves no trace of having read
    as_("sara").get("/people/me/")
    assert SensitiveReading.objects.get().who == person("sara")


@on_every_database
@pytest.mark.parametrize("page", ["", "edit/", "note/"])
def test_every_page_of_a_conversation_is_a_reading(page: str) -> None:
    planted = plant(timezone.now())
    ahead = planted["sara"].conversations.planned().filter(held_by=person("mikko")).get()  # type: ignore[attr-defined]
    assert as_("liisa").get(f"/people/conversations/{ahead.pk}/{page}").status_code == 200
    reading = SensitiveReading.objects.get()
    assert (reading.who, reading.about, reading.what) == (person("liisa"), planted["sara"], "conversation")


@on_every_database
def test_reading_how_strongly_somebody_agrees_is_logged_too() -> None:
    from luotsi.rooms.goals import agreeing
    from luotsi.rooms.goals.models import Strength
    from tests.world import outcome, stakeholder

    about, sara = outcome().guidepoint, stakeholder()
    agreeing.record_agreement(
        guidepoint=about, stakeholder=sara, strength=Strength.LUKEWARM, by=person("liisa"), at=timezone.now()
    )
    as_("mikko").get(f"/goals/guidepoint/{about.pk}/")
    assert not SensitiveReading.objects.exists()  # names of those who agree are for everybody
    as_("liisa").get(f"/goals/guidepoint/{about.pk}/")
    assert list(SensitiveReading.objects.values_list("what", "about", "who__email")) == [
        ("agreement", sara.pk, "liisa@example.com")
    ]
