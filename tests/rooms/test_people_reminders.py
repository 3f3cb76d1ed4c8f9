"""Reminders by a real mail server, and calendars: names and links, nothing that anybody thinks, one mail a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from luotsi.kernel.errors import Unavailable
from luotsi.rooms.people import actions
from luotsi.rooms.people.actions import PlanDraft
from luotsi.rooms.people.mail import remind, to_remind
from luotsi.rooms.people.models import CalendarFeed, ReminderSent
from tests.clients import as_
from tests.journeys.letters import letters
from tests.world import NOW, TODAY, person, stakeholder
from tests.world_people import OF_A_PLAN, held, planned

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def plan_on(day: date, name: str = "Sara Salo", who: str = "mikko", **fields: Any) -> Any:
    secrets = {field: f"zq{field}" for field in OF_A_PLAN if field != "draft"}
    return planned(stakeholder(name), person(who), on=day, **secrets, **fields)


def post(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


def test_one_mail_tells_tomorrows_and_overdue_talks_and_no_thought(settings: Any) -> None:
    tomorrow = plan_on(TODAY + timedelta(days=1), clock=time(14, 30))
    plan_on(TODAY - timedelta(days=1), "Omar Onwudiwe")
    mikko = person("mikko")
    assert to_remind(TODAY) == [mikko.pk]
    with letters() as kept:
        post(settings, kept.port)
        assert remind(mikko.pk, TODAY, at=NOW)
        assert not remind(mikko.pk, TODAY, at=NOW)  # one mail a day
        (letter,) = kept.kept
    text = letter.get_content()
    assert letter["To"] == "mikko@example.com" and "Omar Onwudiwe" in letter["Subject"]
    assert "Sara Salo" in text and "Omar Onwudiwe" in text and f"/people/conversations/{tomorrow.pk}/" in text
    assert "zq" not in f"{letter['Subject']}{text}"
    assert to_remind(TODAY) == []


@pytest.mark.parametrize(
    ("days", "expected"), [(2, False), (1, True), (0, False), (-1, True), (-2, False), (-7, False), (-8, True)]
)
def test_told_the_day_before_the_day_after_and_then_once_a_week(days: int, expected: bool) -> None:
    plan_on(TODAY + timedelta(days=days))
    assert bool(to_remind(TODAY)) is expected


def test_nobody_is_reminded_of_what_was_held_or_cancelled_or_after_leaving() -> None:
    day = TODAY + timedelta(days=1)
    held(stakeholder("Held"), person("mikko"), at=NOW)
    cancelled = plan_on(day, "Cancelled")
    actions.cancel_conversation(conversation=cancelled, by=person("liisa"), at=NOW)
    gone = plan_on(day, "Has left").stakeholder
    actions.mark_left(stakeholder=gone, on=TODAY, by=person("liisa"), at=NOW)
    plan_on(day, "Closed account", "liisa")
    person("liisa").__class__.objects.filter(email="liisa@example.com").update(is_active=False)
    assert to_remind(TODAY) == []


def test_a_mail_that_does_not_go_out_is_tried_again(settings: Any) -> None:
    plan_on(TODAY + timedelta(days=1))
    post(settings, 1)
    with pytest.raises(Unavailable):
        remind(person("mikko").pk, TODAY, at=NOW)
    assert not ReminderSent.objects.exists() and to_remind(TODAY)


def test_the_hourly_job_queues_one_mail_a_person(mailoutbox: list[Any]) -> None:
    from django.utils import timezone

    from luotsi.kernel.jobs import worker
    from luotsi.kernel.jobs.actions import enqueue
    from luotsi.kernel.jobs.models import Job

    plan_on(timezone.localdate() + timedelta(days=1))
    for _ in range(2):
        enqueue("people.remind_all", by=None, at=timezone.now())
        worker.drain()
    late_enough = timezone.localtime().hour >= 7
    assert len(mailoutbox) == (1 if late_enough else 0)
    assert all(set(job.args) <= {"user", "on"} for job in Job.objects.all())


def events(answer: Any) -> list[Any]:
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    return list(calendar.walk("VEVENT"))


def test_a_conversation_is_an_event_with_a_name_and_no_thought() -> None:
    talk = plan_on(TODAY, clock=time(14, 30), minutes=45)
    answer = as_("mikko").get(f"/people/conversations/{talk.pk}/conversation.ics")
    (event,) = events(answer)
    assert "Sara Salo" in event["SUMMARY"] and event["CLASS"] == "PRIVATE"
    assert event["DTSTART"].dt.astimezone(UTC).utcoffset() == timedelta(0) and event["DURATION"].dt == timedelta(
        minutes=45
    )
    assert b"zq" not in answer.content
    assert as_("eva").get(f"/people/conversations/{talk.pk}/conversation.ics").status_code == 403


def test_the_time_of_a_conversation_is_the_teams_own(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Helsinki"
    from django.utils import timezone

    with timezone.override("Europe/Helsinki"):
        from luotsi.rooms.people.ical import as_calendar_file

        talk = plan_on(date(2026, 11, 23), clock=time(14, 30))
        (event,) = Calendar.from_ical(as_calendar_file([talk], "http://x")).walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def test_a_private_feed_follows_ones_own_plans_and_ends_when_revoked() -> None:
    mikko = person("mikko")
    talk = plan_on(date.today() + timedelta(days=3))
    plan_on(date.today() + timedelta(days=3), "Not his", "liisa")
    client = as_("mikko")
    assert client.post("/people/calendar/open/").status_code == 302
    address = f"/people/calendar/{actions.token_of(CalendarFeed.objects.get())}/conversations.ics"
    assert address in client.get("/people/conversations/").content.decode()
    outside = Client()
    (event,) = events(outside.get(address))
    assert event["UID"] == f"conversation-{talk.pk}@luotsi" and b"zq" not in outside.get(address).content
    later = PlanDraft(on=date.today() + timedelta(days=4))
    actions.change_plan(conversation=talk, plan=later, held_by=mikko, by=mikko, at=NOW)
    (event,) = events(outside.get(address))
    assert event["SEQUENCE"] == 1 and event["DTSTART"].dt == later.on
    actions.cancel_conversation(conversation=talk, by=mikko, at=NOW)
    assert [one["STATUS"] for one in events(outside.get(address))] == ["CANCELLED"]
    client.post("/people/calendar/open/")
    assert outside.get(address).status_code == 404  # a new address ends the old one
    client.post("/people/calendar/close/")
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("token", ["x", "x:y:z", "WzEsIngiXQ:1xUyMI:b7kBDd5mlxZdxj"])
def test_a_forged_calendar_address_opens_nothing(token: str) -> None:
    assert Client().get(f"/people/calendar/{token}/conversations.ics").status_code == 404


def test_the_feed_of_somebody_who_may_not_talk_any_more_is_closed() -> None:
    feed = actions.open_feed(user=person("mikko"), at=NOW)
    address = f"/people/calendar/{actions.token_of(feed)}/conversations.ics"
    assert Client().get(address).status_code == 200
    person("mikko").__class__.objects.update(role="stakeholder")
    assert Client().get(address).status_code == 404
