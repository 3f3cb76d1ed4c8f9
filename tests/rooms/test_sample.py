"""The sample workspace: who and what is in it, that every role can open its pages, and that it is never filled twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import TEAM, Role
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog.models import (
    Comment,
    Confirmation,
    ForecastRun,
    Placement,
    Question,
    Refusal,
    Request,
    WorkItem,
)
from luotsi.rooms.backlog.queries.throughput import weekly_record
from luotsi.rooms.blueprint.models import Blueprint, Leave, Skill, TeamMember
from luotsi.rooms.cases.models import Case
from luotsi.rooms.cases.queries.preread import sendings_of
from luotsi.rooms.goals.models import Escalation, Goal, Guidepoint, Metric
from luotsi.rooms.goals.queries import current_guidepoint, newest_agreements
from luotsi.rooms.people.models import Objection, Stakeholder
from luotsi.web import sample
from luotsi.web.sample.reading import rows

pytestmark = pytest.mark.database
MOST_QUERIES = 10_700
PAGE_QUERIES = 16  # Today asks every room that has something for its reader, once
PAGES = (
    "today",
    "backlog:list",
    "backlog:forecast",
    "backlog:adhoc",
    "goals:list",
    "blueprint:current",
    "backlog:mine",
)
TEAM_PAGES = ("backlog:inbox", "people:list", "activity:list", "backlog:imports", "goals:metrics")


class Counted:
    """Counts statements; the log of queries holds nine thousand at most."""

    queries = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.queries += 1
        return execute(*arguments)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """One sample for all tests of this file; how many queries it took."""
    with django_db_blocker.unblock():
        counted = Counted()
        with connection.execute_wrapper(counted):
            assert sample.fill_if_empty(at=timezone.now())
        yield counted.queries
        call_command("flush", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {search.TABLE}")


@pytest.fixture
def _here(filled: int, db: None) -> None:
    """The filled database, changes of one test taken back."""


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.filter(role=role).order_by("pk")[0])
    return client


@pytest.mark.usefixtures("_here")
def test_a_team_of_seven_forty_stakeholders_and_one_hundred_and_eighty_requests_in_every_state() -> None:
    assert Counter(User.objects.values_list("role", flat=True)) == {
        Role.LEAD: 1, Role.MEMBER: 6, Role.EXECUTIVE: 1, Role.ACCOUNT_MANAGER: 2, Role.STAKEHOLDER: 5,
    }  # fmt: skip
    assert Stakeholder.objects.count() == 40 and Stakeholder.objects.filter(kind="outside").count() == 2
    assert Counter(Request.objects.values_list("state", flat=True)) == {
        "accepted": 95, "new": 23, "declined": 20, "closed": 14, "withdrawn": 12, "joined": 10, "asked_back": 6,
    }  # fmt: skip
    assert Question.objects.filter(answered_at__isnull=False).count() == 4
    assert Refusal.objects.filter(goes_first__isnull=False).count() == 15
    assert Confirmation.objects.count() == 9


@pytest.mark.usefixtures("_here")
def test_three_quarters_of_finished_work_and_seventy_items_promised() -> None:
    done, promised = WorkItem.objects.finished(), WorkItem.objects.ranked()
    assert (done.count(), promised.count()) == (60, 70)
    assert done.filter(spent_hours__isnull=True).count() == 0
    assert 20 <= done.filter(outcome__isnull=True).count() <= 35
    assert promised.filter(effort_low_hours__isnull=True).count() == 0
    assert set(promised.values_list("moscow", flat=True)) == {"must", "should", "could", "wont"}
    assert Placement.objects.filter(departs=True).exclude(reason="").count() >= 3
    assert Comment.objects.count() == len(rows("comments"))
    assert set(User.objects.filter(work_items__in=promised)) == set(User.objects.filter(role__in=TEAM))


@pytest.mark.usefixtures("_here")
def test_its_pace_follows_from_its_work_and_one_forecast_gives_dates() -> None:
    record = weekly_record(timezone.localdate())
    assert len(record) == 39 and sum(week.completed for week in record) == 60
    forecast = ForecastRun.objects.get()
    assert forecast.remaining == 70
    assert forecast.date_50 and forecast.date_85 and forecast.date_50 < forecast.date_85


@pytest.mark.usefixtures("_here")
def test_its_guidepoint_is_agreed_by_some_and_not_by_others() -> None:
    today = timezone.localdate()
    guidepoint = current_guidepoint(today)
    assert guidepoint is not None and guidepoint.outcomes.count() == 4 and Guidepoint.objects.count() == 3
    strengths = Counter(stand.strength for stand in newest_agreements(guidepoint))
    assert strengths == {"full": 7, "invests": 1, "lukewarm": 1, "not_a_no": 1}
    assert Escalation.objects.get().answer
    assert Goal.objects.count() - Goal.objects.living(today).count() == 1
    assert Metric.objects.filter(kind=Metric.Kind.OUTPUT).count() == 1


@pytest.mark.usefixtures("_here")
def test_its_cases_are_on_every_part_of_the_road_and_what_was_not_yet_has_come_back() -> None:
    cases = {case.title: case for case in Case.objects.all()}
    states = Counter(case.state for case in cases.values())
    assert states == {"draft": 1, "adjusted": 2, "decided": 1, "running": 1, "closed": 1}
    back = cases["Field engineers tell it, two hours a month"]
    assert back.round == 2 and [one.answer for one in back.decisions.all()] == ["not_yet"]
    assert cases["Our own maintenance day in Tampere"].back_on > timezone.localdate()  # type: ignore[operator]
    assert cases["Technicians hear from technicians why they stay"].request is not None


@pytest.mark.usefixtures("_here")
def test_one_case_shows_the_whole_road_from_a_tactic_to_a_win() -> None:
    whole = Case.objects.get(title="A savings statement before every renewal")
    assert whole.request is not None and whole.request.title == "Win-back mail to customers who left"
    assert whole.state == "running" and [one.answer for one in whole.decisions.all()] == ["yes", "no"]
    later, first = sendings_of(whole)
    assert later.at > first.at and first.opened_count == 1 and later.opened_count == 2
    assert {role.role for role in whole.roles.all()} >= {"decision_maker", "influencer", "detractor", "contributor"}
    worries = Objection.objects.filter(conversation__case_talks__case=whole)
    assert worries.filter(eased_at__isnull=False).exists() and worries.filter(eased_at__isnull=True).exists()
    assert whole.wins.get().told.exists()


@pytest.mark.usefixtures("_here")
def test_a_blueprint_is_published_and_its_draft_has_moved_on() -> None:
    blueprint = Blueprint.objects.get()
    version = blueprint.versions.get()
    planned = {item["id"] for item in version.document["items"]}
    assert len(planned) >= 15 and version.document["left_out"]
    assert planned != set(blueprint.slots.values_list("work_item", flat=True))
    assert blueprint.pins.count() == 1 and blueprint.runs.count() == 2
    scenario = blueprint.scenarios.get()
    assert scenario.has_plan and scenario.value > blueprint.runs.latest("asked_at").value  # more hours, more value
    assert TeamMember.objects.count() == 7 and Skill.objects.count() == 6 and Leave.objects.count() == 4


@pytest.mark.usefixtures("_here")
def test_no_two_texts_are_the_same() -> None:
    asked = [row["title"] for name in ("pile", "requests") for row in rows(name)]
    worked = [row["title"] for name in ("done", "open") for row in rows(name)]
    assert (len(set(asked)), len(set(worked))) == (180, 130)
    bodies = [request.body or request.wanted or request.tactic for request in Request.objects.all()]
    assert len(set(bodies)) == 180 and all(bodies)
    said = [row["text"] for row in rows("comments")] + list(Refusal.objects.values_list("reason", flat=True))
    said += list(Question.objects.values_list("text", flat=True))
    assert len(set(said)) == len(said)


@pytest.mark.usefixtures("_here")
def test_nobody_is_mailed_about_the_past_and_nothing_lies_ahead_in_the_log() -> None:
    assert not Job.objects.exists()
    assert not Entry.objects.filter(at__gt=timezone.now()).exists()
    assert Entry.objects.filter(at__lt=timezone.now() - timedelta(days=200)).count() > 100


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_its_pages_in_few_queries(role: Role) -> None:
    from django.urls import reverse

    client = client_of(role)
    pages = [reverse(name) for name in PAGES]
    pages += [reverse(name) for name in TEAM_PAGES] if role in TEAM else []
    item, request = WorkItem.objects.ranked()[3], Request.objects.filter(state="new")[0]
    pages += [reverse("backlog:item", args=[item.pk])]
    pages += [reverse("backlog:request", args=[request.pk])] if role in TEAM else []
    client.get(pages[0])  # the first visit notes that somebody is here
    counts = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page, follow=False)
        assert answer.status_code == 200, page
        counts[page] = len(queries)
    assert {page: count for page, count in counts.items() if count > PAGE_QUERIES} == {}


def test_filling_takes_few_queries(filled: int) -> None:
    assert filled < MOST_QUERIES, filled


@pytest.mark.usefixtures("_here")
def test_a_workspace_with_somebody_in_it_is_left_alone() -> None:
    assert sample.fill_if_empty(at=timezone.now()) is False


def test_the_sample_talked_with_thirteen_over_two_quarters_and_won_some(filled: int, db: None) -> None:
    from luotsi.rooms.people.models import Conversation, Endorsement, Investment, Objection, Quote

    held = Conversation.objects.held()
    assert held.values("stakeholder").distinct().count() == 13 and held.count() == 27
    first, newest = (Endorsement.objects.order_by("stakeholder", f"{way}at") for way in ("", "-"))
    ends = [{one.stakeholder_id: one.strength for one in reversed(rows)} for rows in (first, newest)]
    agreeing = [sum(strength in ("full", "invests") for strength in found.values()) for found in ends]
    assert agreeing[0] < agreeing[1] < 13
    assert Objection.objects.filter(eased_at__isnull=True).exists() and Objection.objects.exclude(eased_how="").exists()
    assert {"none", "inside", "by_name", "anywhere"} <= set(Quote.objects.values_list("leave", flat=True))
    assert {one.step for one in Investment.objects.all()} == {"offered", "agreed", "delivered"}
    assert Conversation.objects.planned().exists()
