"""Wins: a number with its source, told once to those who backed the case and to nobody else, in mail and channels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from luotsi.kernel.errors import Refused, Unavailable
from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.cases import actions
from luotsi.rooms.cases.drafts import DecisionDraft, HookDraft, WinDraft
from luotsi.rooms.cases.models import Case, Hook, Win, WinPost, WinTold
from luotsi.rooms.cases.queries.relations import relations_for
from luotsi.rooms.cases.queries.wins import backers_of, hearing_of, unheard
from luotsi.rooms.cases.webhook import check_address, message_of, post
from luotsi.rooms.people import actions as people
from luotsi.rooms.people.drafts import InvestmentDraft
from luotsi.rooms.people.models import SensitiveReading, Stakeholder
from tests.channel_server import Channel, channel
from tests.world import NOW, TODAY, measurement, metric, person
from tests.world_cases import case, presented, role, someone, talk

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def running(*, at: datetime = NOW, yes_at: datetime | None = None) -> Case:
    """A case with its yes, backed by Eva: she said so in a conversation about it."""
    made = presented(at=at)
    actions.decide_case(case=made, draft=DecisionDraft(answer="yes"), by=person("liisa"), at=yes_at or at)
    return Case.objects.get(pk=made.pk)


def by_hand(**fields: Any) -> WinDraft:
    return WinDraft(
        **{
            "what": "Forty calls fewer a week", "measure": "calls", "unit": "a week", "before": Decimal(60),
            "after": Decimal(20), "source": "Service desk", "thanks": "The engineers wrote it.", **fields,
        }
    )  # fmt: skip


def won(made: Case, at: datetime = NOW, **fields: Any) -> Win:
    return actions.note_win(case=made, draft=by_hand(**fields), by=person("liisa"), at=at)


def backers(made: Case) -> set[str]:
    return {one.name for one in backers_of([made])[made.pk].values()}


def invested(who: Stakeholder, at: datetime, about: str = "Two engineers", agreed: bool = True) -> None:
    draft = InvestmentDraft(kind="hours", amount=Decimal(16), unit="h", about=about)
    made = people.offer_investment(stakeholder=who, draft=draft, by=person("liisa"), at=at)
    if agreed:
        people.agree_investment(investment=made, by=person("liisa"), at=at)


def test_a_win_of_a_metric_takes_its_values_of_the_day_of_the_yes_and_of_now() -> None:
    made = running(yes_at=NOW - timedelta(days=0))
    for days, value in ((50, 3), (10, 8), (0, 12)):
        measurement(value, TODAY - timedelta(days=days))
    later = NOW + timedelta(days=30)
    measurement(31, (NOW + timedelta(days=25)).date())
    win = actions.note_win(
        case=made, draft=WinDraft(what="More talks", metric=metric("First talks")), by=None, at=later
    )
    assert (win.before, win.after, win.change) == (12, 31, 19)
    assert (win.before_on, win.after_on) == (TODAY, (NOW + timedelta(days=25)).date())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"what": " "}, "cases.text_missing"),
        ({"after": None}, "cases.win_without_number"),
        ({"measure": ""}, "cases.win_without_number"),
        ({"source": " "}, "cases.source_missing"),
        ({"after_on": TODAY + timedelta(days=1)}, "cases.figure_ahead"),
    ],
)
def test_a_win_without_words_number_or_source_is_not_noted(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        won(running(), **fields)
    assert caught.value.code == code and not Win.objects.exists()


def test_a_win_comes_after_the_yes_and_a_metric_has_to_be_measured() -> None:
    with pytest.raises(Refused) as early:
        won(case())
    made = running()
    with pytest.raises(Refused) as unmeasured:
        won(made, metric=metric("Never measured"))
    assert (early.value.code, unmeasured.value.code) == ("cases.win_too_early", "cases.win_unmeasured")


def test_who_backed_it_is_a_full_yes_about_this_case_or_something_agreed_on_since_it_began() -> None:
    made = running()
    talk(made, "Sara Salo", "lukewarm")
    talk(made, "Paula Pohja", "not_a_no")
    talk(made, "Ines Ilola", "invests")
    asked = role(made, "Omar Onwudiwe", "contributor")
    invested(asked, NOW, agreed=False)
    assert backers(made) == {"Eva Ekström", "Ines Ilola"}
    invested(asked, NOW)
    invested(role(made, "Long Ago", "contributor"), NOW - timedelta(days=90))
    invested(someone("No Part"), NOW)
    assert backers(made) == {"Eva Ekström", "Ines Ilola", "Omar Onwudiwe"}
    people.mark_left(stakeholder=someone("Ines Ilola"), on=TODAY, by=person("liisa"), at=NOW)
    assert backers(made) == {"Eva Ekström", "Omar Onwudiwe"}


def test_each_backer_hears_of_it_once_and_reads_what_they_put_in_themselves() -> None:
    made = running()
    Stakeholder.objects.filter(name="Eva Ekström").update(email="eva@example.com")
    omar = someone("Omar Onwudiwe", email="omar@example.com")
    role(made, "Omar Onwudiwe", "contributor")
    invested(omar, NOW, about="Two engineers on Fridays")
    talk(made, "Sara Salo", "lukewarm")
    Stakeholder.objects.filter(name="Sara Salo").update(email="sara@example.com")
    win, at = won(made), timezone.now()
    assert actions.tell_win(win=win, by=person("liisa"), at=at) == 2
    assert actions.tell_win(win=win, by=person("liisa"), at=at) == 0
    worker.drain()
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(letters) == {"eva@example.com", "omar@example.com"} and len(mail.outbox) == 2
    assert "60 → 20 a week" in letters["eva@example.com"] and "Service desk" in letters["eva@example.com"]
    assert "Two engineers on Fridays" in letters["omar@example.com"]
    assert "Fridays" not in letters["eva@example.com"] and "Omar" not in letters["eva@example.com"]
    Job.objects.filter(kind="cases.mail_win").update(state="queued", finished_at=None, claim=None)
    worker.drain()
    assert len(mail.outbox) == 2


def test_a_mail_that_the_server_does_not_take_is_tried_again(settings: Any) -> None:
    made = running()
    Stakeholder.objects.filter(name="Eva Ekström").update(email="eva@example.com")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip
    actions.tell_win(win=won(made), by=person("liisa"), at=timezone.now())
    worker.drain(1)
    job = Job.objects.get(kind="cases.mail_win")
    assert (job.state, WinTold.objects.get().mailed_at) == ("queued", None)


def test_whoever_has_no_address_is_told_in_person_and_nobody_else_can_be() -> None:
    win = won(running())
    assert actions.tell_win(win=win, by=person("liisa"), at=NOW) == 0
    actions.tell_in_person(win=win, backer=someone("Eva Ekström"), by=person("liisa"), at=NOW)
    assert WinTold.objects.get().channel == "talk"
    with pytest.raises(Refused) as caught:
        actions.tell_in_person(win=win, backer=someone("Sara Salo"), by=person("liisa"), at=NOW)
    assert caught.value.code == "cases.not_a_backer"


def test_a_member_sees_numbers_and_the_lead_names_with_the_reading_logged() -> None:
    win = won(running())
    seen = hearing_of(person("mikko"), win, at=NOW)
    assert (seen.waiting_count, seen.in_person_count, seen.waiting, seen.told) == (1, 1, (), ())
    before = SensitiveReading.objects.filter(what="wins").count()
    assert [one.name for one in hearing_of(person("liisa"), win, at=NOW).waiting] == ["Eva Ekström"]
    assert SensitiveReading.objects.filter(what="wins").count() == before + 1


def test_who_has_not_heard_of_a_win_for_too_long_is_shown_to_the_lead_and_is_somebody_to_talk_to() -> None:
    made = running()
    day = TODAY + timedelta(days=61)
    assert unheard(person("mikko"), day) == [] and unheard(person("liisa"), TODAY + timedelta(days=60)) == []
    [quiet] = unheard(person("liisa"), day)
    assert (quiet.stakeholder.name, quiet.case, quiet.days) == ("Eva Ekström", made, 61)
    talks = relations_for(person("liisa"), day, at=NOW)
    reasons = {reason.code: reason for talk in talks for reason in talk.reasons}
    assert reasons["no_win"].days == 61 and reasons["no_win"].about == made.title
    actions.tell_in_person(
        win=won(made, NOW + timedelta(days=30)), backer=someone("Eva Ekström"), by=person("liisa"),
        at=NOW + timedelta(days=30),
    )  # fmt: skip
    assert unheard(person("liisa"), day) == []
    people.end_thoughts(stakeholder=someone("Eva Ekström"), at=NOW)
    assert not WinTold.objects.exists()


# Channels


@pytest.fixture
def sink(settings: Any) -> Iterator[Channel]:
    with channel(settings) as server:
        yield server


def hook(sink: Channel, kind: str = "slack") -> Hook:
    draft = HookDraft(name="#wins", kind=kind, address=sink.address)
    return actions.add_hook(draft=draft, by=person("liisa"), at=NOW)


def test_a_win_arrives_in_a_channel_once_and_names_nobody(sink: Channel) -> None:
    hook(sink)
    win = won(running(), what="Fewer <calls> & more talks")
    actions.tell_win(win=win, by=person("liisa"), at=timezone.now())
    worker.drain()
    [(path, message)] = sink.kept
    assert path == "/services/T0/B0/secret"
    assert message["text"] == "Fewer &lt;calls&gt; &amp; more talks. calls: 60 → 20 a week"
    assert [block["type"] for block in message["blocks"]] == ["section", "context"]
    assert "The engineers wrote it." in message["blocks"][0]["text"]["text"]
    assert "Eva" not in json.dumps(message, ensure_ascii=False)
    Job.objects.filter(kind="cases.post_win").update(state="queued", finished_at=None, claim=None)
    worker.drain()
    assert len(sink.kept) == 1 and WinPost.objects.get().posted_at is not None


def test_teams_gets_a_card() -> None:
    card = message_of(won(running()), "teams")["attachments"][0]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert (
        card["content"]["type"] == "AdaptiveCard" and card["content"]["body"][0]["text"] == "Forty calls fewer a week"
    )


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (503, Unavailable, "cases.hook_silent"),
        (429, Unavailable, "cases.hook_silent"),
        (404, Refused, "cases.hook_refused"),
        (302, Refused, "cases.hook_refused"),
    ],
)
def test_what_a_channel_answers_decides_whether_it_is_tried_again(
    sink: Channel, answer: int, kind: type[Exception], code: str
) -> None:
    sink.answer = answer
    with pytest.raises(kind) as caught:
        post(sink.address, {"text": "x"})
    assert caught.value.code == code and len(sink.kept) == 1  # type: ignore[attr-defined]


def test_a_channel_that_fails_is_shown_and_gets_the_message_when_it_is_back(sink: Channel) -> None:
    made = hook(sink)
    sink.answer = 503
    actions.tell_win(win=won(running()), by=person("liisa"), at=timezone.now())
    worker.drain()
    made.refresh_from_db()
    assert made.fault == "cases.hook_silent" and WinPost.objects.get().posted_at is None
    sink.answer = 200
    Job.objects.filter(kind="cases.post_win").update(run_after=timezone.now() - timedelta(seconds=1))
    worker.drain()
    made.refresh_from_db()
    assert made.fault == "" and WinPost.objects.get().posted_at is not None and len(sink.kept) == 2


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://127.0.0.1/x", "cases.hook_private"),
        ("https://10.2.3.4/x", "cases.hook_private"),
        ("https://[::1]/x", "cases.hook_private"),
        ("https://169.254.169.254/latest", "cases.hook_private"),
        ("https://localhost/x", "cases.hook_private"),
        ("http://93.184.216.34/x", "cases.hook_plain"),
        ("ftp://93.184.216.34/x", "cases.hook_address"),
    ],
)
def test_private_and_readable_addresses_are_refused_when_added_and_before_every_message(
    address: str, code: str
) -> None:
    for verb in (lambda: check_address(address), lambda: post(address, {"text": "x"})):
        with pytest.raises(Refused) as caught:
            verb()
        assert caught.value.code == code


def test_a_channel_is_there_once_and_goes_with_its_posts(sink: Channel) -> None:
    made = hook(sink)
    with pytest.raises(Refused) as caught:
        hook(sink, "teams")
    assert caught.value.code == "cases.hook_twice"
    actions.remove_hook(hook=made, by=person("liisa"), at=NOW)
    assert not Hook.objects.exists()
