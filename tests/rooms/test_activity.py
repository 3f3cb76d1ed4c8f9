"""The activity log: readable words, searched, and never a copied value."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from luotsi.kernel.activity import queries, words
from luotsi.kernel.activity.models import record
from tests.world import NOW, TODAY, goal, metric, outcome, person, stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@transaction.atomic
def happened(verb: str, thing, who: str | None = "liisa", days: int = 0, **details):  # type: ignore[no-untyped-def]
    return record(verb, thing, by=person(who) if who else None, at=NOW - timedelta(days=days), **details)


def test_an_entry_is_said_in_words_with_its_numbers_filled_in() -> None:
    entry = happened("goals.measured", metric(), count=3)
    with override("en"):
        assert words.said(entry.verb, entry.details) == "recorded values (3)"
        assert words.said("goals.measured", {}) == "recorded values (…)"
        assert words.said("nobody.knows", {}) == "nobody.knows"


def test_every_verb_of_people_and_goals_has_words() -> None:
    import re
    from pathlib import Path

    import luotsi.rooms

    folder = Path(luotsi.rooms.__file__).parent
    used = {
        verb
        for room in ("people", "goals")
        for source in (folder / room).rglob("*.py")
        for verb in re.findall(r'record\(\s*"([a-z_.]+)"', source.read_text(encoding="utf-8"))
    }
    assert len(used) >= 15
    assert used <= {code for code, _ in words.verbs()}


def test_names_of_subjects_of_many_kinds_come_in_one_query(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    entries = [happened("x.y", thing) for thing in (goal(), outcome(), metric(), stakeholder())]
    with django_assert_num_queries(1):
        lines = queries.readable(entries)
    assert [line.name for line in lines] == [
        "More pipeline from new industries", "Plant managers book a first talk", "Qualified leads", "Sara Salo",
    ]  # fmt: skip
    assert lines[0].url == f"/goals/{entries[0].subject.partition(':')[2]}/"


def test_a_thing_that_is_gone_keeps_its_entry_without_a_name() -> None:
    gone = stakeholder()
    happened("people.stakeholder_added", gone)
    gone.delete()
    line = queries.readable(queries.search_entries())[0]
    assert line.name == "" and line.entry.verb == "people.stakeholder_added"


def test_the_log_is_searched_by_verb_person_thing_and_days() -> None:
    first = happened("goals.goal_added", goal(), days=10)
    second = happened("goals.goal_edited", goal("Other"), "mikko")
    assert list(queries.search_entries(verb="goals.goal_added")) == [first]
    assert list(queries.search_entries(by=person("mikko").pk)) == [second]
    assert list(queries.search_entries(subject=first.subject)) == [first]
    assert list(queries.search_entries(since=TODAY)) == [second]
    assert list(queries.search_entries(until=TODAY - timedelta(days=1))) == [first]


def test_the_log_page_reads_and_filters_with_few_queries(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client.force_login(person("mikko"))
    for number in range(60):
        happened("goals.goal_added", goal(f"Goal {number}"), days=number)
    with django_assert_max_num_queries(12):
        page = client.get("/activity/")
    text = page.content.decode()
    assert text.count("added this goal") >= 50 and "Goal 49" in text and "Goal 50" not in text
    assert "Goal 55" in client.get("/activity/?page=2").content.decode()
    wanted = client.get("/activity/", {"since": str(TODAY - timedelta(days=2)), "verb": "goals.goal_added"})
    assert "Goal 2" in wanted.content.decode() and "Goal 3" not in wanted.content.decode()


def test_a_search_that_makes_no_sense_answers_with_its_fault(client: Client) -> None:
    client.force_login(person("liisa"))
    page = client.get("/activity/", {"since": "soon", "by": "\x00", "subject": "\x00"})
    assert page.status_code == 200
    assert "Enter a valid date" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("liisa", 200), ("mikko", 200), ("sara", 403), ("eva", 403), ("aino", 403)]
)
def test_the_log_is_the_teams(client: Client, who: str, status: int) -> None:
    client.force_login(person(who))
    assert client.get("/activity/").status_code == status
