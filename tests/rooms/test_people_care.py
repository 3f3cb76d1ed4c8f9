"""Care: the end of words, export and erasure of one person in one step, an activity log that stays honest."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.activity.queries import readable, search_entries
from luotsi.kernel.errors import Refused
from luotsi.rooms.backlog.models import Request
from luotsi.rooms.goals import agreeing
from luotsi.rooms.goals.models import Agreement, Escalation, Strength
from luotsi.rooms.people import actions, jobs, queries
from luotsi.rooms.people.models import Conversation, CustomerDomain, SensitiveReading, Stakeholder, StandingRole
from tests.clients import as_
from tests.world import NOW, TODAY, outcome, person, stakeholder
from tests.world_backlog import request
from tests.world_people import held, marks, planned, plant, put_in, tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SARAS_WORDS = sorted(marks("sara", "liisa") | marks("sara", "mikko"))


def export_of(one: Stakeholder) -> tuple[dict[str, list[dict[str, object]]], str]:
    pack = actions.export_person(stakeholder=one, by=person("liisa"), at=NOW)
    with zipfile.ZipFile(io.BytesIO(pack)) as files:
        assert files.namelist() == ["person.json", "person.html"]
        return json.loads(files.read("person.json"))["sections"], files.read("person.html").decode()


def stand_on_a_guidepoint(one: Stakeholder) -> None:
    about, liisa = outcome().guidepoint, person("liisa")
    agreeing.record_agreement(guidepoint=about, stakeholder=one, strength=Strength.AGAINST, by=liisa, at=NOW)
    agreeing.escalate(guidepoint=about, question="Which goes first?", asked_of=one, by=liisa, at=NOW)


def test_the_export_holds_everything_of_one_person_and_nothing_of_another() -> None:
    found = plant()
    stand_on_a_guidepoint(found["sara"])
    request("A guide for the fair", asker=person("sara"))
    sections, page = export_of(found["sara"])
    text = json.dumps(sections, ensure_ascii=False)
    for word in (
        *SARAS_WORDS,
        put_in("sara"),
        "Against",
        "Which goes first?",
        "A guide for the fair",
        "sara@example.com",
    ):
        assert word in text and word in page, word
    assert not any(word in text + page for word in marks("omar", "liisa") | marks("omar", "mikko"))
    assert sections["register"][0]["influence"] == 4
    assert {"agreements", "questions", "requests", "conversations"} <= set(sections)


def test_the_page_to_read_needs_nothing_from_elsewhere_and_escapes_what_was_typed() -> None:
    one = stakeholder("<script>alert(1)</script>")
    held(one, notes="<img src=x>")
    _sections, page = export_of(one)
    assert "<script" not in page and "<img" not in page and "http" not in page and "<link" not in page


def test_after_erasure_nothing_of_the_person_is_kept_anywhere() -> None:
    found = plant()
    stand_on_a_guidepoint(found["sara"])
    request("A guide for the fair", asker=person("sara"))
    actions.open_own_link(stakeholder=found["sara"], by=person("liisa"), at=NOW)
    actions.erase_person(stakeholder=found["sara"], by=person("liisa"), at=NOW)
    left = {word: tables_with(word) for word in (*SARAS_WORDS, put_in("sara"), "Sara Salo", "sara@example.com")}
    assert {word: tables for word, tables in left.items() if tables} == {}
    assert all(tables_with(word) for word in marks("omar", "liisa"))  # everybody else is whole
    kept = Stakeholder.objects.get(pk=found["sara"].pk)  # a request and a question point here
    assert (kept.name, kept.email, kept.user, kept.influence) == (f"#{kept.pk}", None, None, None)
    assert Request.objects.get().asker == kept and Escalation.objects.get().asked_of == kept
    assert not Agreement.objects.filter(stakeholder=kept).exists()
    assert not GuestLink.objects.exists()


def test_where_nobody_points_to_the_row_it_goes_too() -> None:
    one = stakeholder()
    held(one)
    actions.erase_person(stakeholder=one, by=person("liisa"), at=NOW)
    assert not Stakeholder.objects.exists() and not Conversation.objects.exists()


def test_the_log_stays_honest_without_the_content() -> None:
    found = plant()
    pk = found["sara"].pk
    before = Entry.objects.filter(subject=f"people.stakeholder:{pk}").count()
    actions.erase_person(stakeholder=found["sara"], by=person("liisa"), at=NOW)
    entries = Entry.objects.filter(subject=f"people.stakeholder:{pk}").order_by("pk")
    assert entries.count() == before + 1
    last = entries.last()
    assert last is not None and (last.verb, last.by, last.details) == ("people.erased", person("liisa"), {})
    assert "erased this person" in {line.words for line in readable(search_entries()[:5])}
    assert as_("liisa").get("/activity/").status_code == 200
    assert not SensitiveReading.objects.filter(about__isnull=False, about=pk).exists()


def test_the_account_signs_in_no_more_and_names_nobody() -> None:
    found = plant()
    client = as_("sara")
    actions.erase_person(stakeholder=found["sara"], by=person("liisa"), at=NOW)
    assert client.get("/people/me/").status_code == 302
    gone = User.objects.get(email__startswith="erased-")
    assert not gone.is_active and not gone.has_usable_password() and "Sara" not in gone.name


def test_somebody_of_the_team_gives_the_account_up_first() -> None:
    mikko = stakeholder("Mikko Mäkelä", email="mikko@example.com", user=person("mikko"))
    with pytest.raises(Refused) as refused:
        actions.erase_person(stakeholder=mikko, by=person("liisa"), at=NOW)
    assert refused.value.code == "people.still_on_the_team"
    User.objects.filter(pk=person("mikko").pk).update(is_active=False)
    actions.erase_person(stakeholder=Stakeholder.objects.get(pk=mikko.pk), by=person("liisa"), at=NOW)
    assert tables_with("Mikko Mäkelä") == set()


def test_erasing_again_changes_nothing_and_nobody_talks_with_a_number() -> None:
    one = stakeholder(email="sara@example.com", user=person("sara"))
    request("A guide", asker=person("sara"))
    actions.erase_person(stakeholder=one, by=person("liisa"), at=NOW)
    actions.erase_person(stakeholder=one, by=person("liisa"), at=NOW)
    with pytest.raises(Refused):
        planned(Stakeholder.objects.get(pk=one.pk))
    assert one.pk not in {row.pk for row in queries.stakeholders_for_choice()}


def test_words_end_with_their_term_and_that_people_talked_stays() -> None:
    liisa = person("liisa")
    old, lately = stakeholder("Old Voice"), stakeholder("Late Voice")
    long_ago = NOW - timedelta(days=800)
    for one, at in ((old, long_ago), (lately, NOW - timedelta(days=30))):
        actions.place(stakeholder=one, roles=[], influence=5, interest=1, by=liisa, at=at)
        talk = held(one, at=at, notes=f"zq{one.name}", endorsement="full", evidence="zqtold", needs=["zqneed"])
        assert talk.is_held
    assert [one.name for one, _on in queries.ending_on()] == ["Old Voice", "Late Voice"]
    assert actions.end_all_thoughts(at=NOW) == 1
    assert tables_with("zqOld Voice") == set() and tables_with("zqLate Voice") != set()
    kept = old.conversations.get()
    assert (kept.is_held, kept.notes, kept.guide, kept.emptied_at) == (True, "", "", NOW)
    old.refresh_from_db()
    assert old.influence is None and not old.endorsements.exists() and lately.endorsements.exists()
    assert Entry.objects.get(verb="people.thoughts_ended").by is None
    assert actions.end_all_thoughts(at=NOW) == 0
    assert "ended with its term" in as_("liisa").get(f"/people/conversations/{kept.pk}/").content.decode()


def test_the_term_is_set_by_the_lead_and_told_beforehand() -> None:
    one = stakeholder()
    held(one, at=NOW)
    client = as_("liisa")
    assert client.post("/people/care/", {"months": "0"}).status_code == 422
    assert client.post("/people/care/", {"months": "6"}).status_code == 302
    assert queries.thoughts_end_for(one) == date(2027, 5, 23)
    assert "23 May 2027" in client.get(f"/people/{one.pk}/").content.decode()
    assert "23 May 2027" in client.get("/people/care/").content.decode()
    actions.mark_left(stakeholder=one, on=TODAY - timedelta(days=20), by=person("liisa"), at=NOW)
    assert queries.thoughts_end_for(one) == date(2027, 5, 3)


def test_the_nightly_job_ends_what_is_over() -> None:
    from luotsi.kernel.jobs import worker
    from luotsi.kernel.jobs.actions import enqueue
    from luotsi.kernel.jobs.registry import KINDS

    one = stakeholder()
    held(one, at=timezone.now() - timedelta(days=900), notes="zqold")
    assert KINDS["people.end_thoughts"].period == timedelta(hours=24) and KINDS["people.remind_all"].period is not None
    enqueue("people.end_thoughts", by=None, at=timezone.now())
    worker.drain()
    assert tables_with("zqold") == set() and jobs.FIRST_HOUR == 7


def test_stands_on_a_guidepoint_that_has_ended_go_with_the_words() -> None:
    one = stakeholder()
    stand_on_a_guidepoint(one)
    actions.end_thoughts(stakeholder=one, at=NOW)
    assert Agreement.objects.count() == 1  # the Guidepoint runs
    actions.end_thoughts(stakeholder=one, at=NOW + timedelta(days=90))
    assert Agreement.objects.count() == 0


@pytest.mark.parametrize("address", ["c@acme.example", "C@Mail.ACME.example"])
def test_a_customer_contact_is_refused_with_the_reason(address: str) -> None:
    actions.add_customer_domain(domain="Acme.example ", by=person("liisa"), at=NOW)
    with pytest.raises(Refused) as refused:
        actions.find_or_add(name="Carla", email=address, by=None, at=NOW)
    assert refused.value.code == "people.customer_contact" and "acme.example" in refused.value.text
    inside = stakeholder(email="sara@example.com")
    with pytest.raises(Refused):
        identity = actions.Identity("Sara", address)
        actions.edit_stakeholder(stakeholder=inside, identity=identity, by=person("liisa"), at=NOW)
    actions.remove_customer_domain(domain=CustomerDomain.objects.get(), by=person("liisa"), at=NOW)
    assert actions.find_or_add(name="Carla", email=address, by=None, at=NOW).pk


@pytest.mark.parametrize("typed", ["", "acme", "a b.example", "…"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        actions.add_customer_domain(domain=typed, by=person("liisa"), at=NOW)


def test_another_address_of_the_same_domain_is_not_a_customer() -> None:
    actions.add_customer_domain(domain="acme.example", by=person("liisa"), at=NOW)
    assert actions.find_or_add(name="Nota", email="n@notacme.example", by=None, at=NOW).pk


def test_roles_go_with_the_person() -> None:
    found = plant()
    actions.erase_person(stakeholder=found["sara"], by=person("liisa"), at=NOW)
    assert set(StandingRole.objects.values_list("stakeholder__name", flat=True)) == {"Omar Onwudiwe"}
