"""The digest: a person's words are never touched, nothing leaves unapproved, each reader gets it once at most."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.caring import forget, kept_about
from luotsi.rooms.newsroom.models import Digest, DigestEntry, DigestMail, DigestReader, Item, SentDigest
from luotsi.rooms.newsroom.models.digest import Unchangeable
from luotsi.rooms.newsroom.queries import digests as queries
from luotsi.rooms.newsroom.queries import waiting
from luotsi.rooms.newsroom.rules.digests import leaves_at, prepared_at, week_before
from tests.world import NOW, TODAY, person, stakeholder
from tests.world_digest import STORIES, WEEK, digest, reader, schedule, week
from tests.world_newsroom import company

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(code: str, verb: Callable[..., Any], **arguments: Any) -> None:
    with pytest.raises(Refused) as caught:
        verb(**arguments)
    assert caught.value.code == code


def work() -> None:
    """Everything that is queued, whenever it is due."""
    Job.objects.filter(state=Job.State.QUEUED).update(run_after=timezone.now())
    worker.drain()


def headlines(one: Digest) -> list[str]:
    return [entry.item.headline for entry in one.entries.filter(is_chosen=True)]


def first(one: Digest) -> DigestEntry:
    entry = one.entries.select_related("item").first()
    assert entry is not None
    return entry


def send(one: Digest, at: datetime = NOW) -> SentDigest:
    return actions.send_digest(digest=one, by=person("liisa"), at=at)


# Rules


def test_a_week_is_prepared_after_it_is_over_and_leaves_after_it_was_prepared() -> None:
    assert week_before(TODAY) == WEEK and week_before(TODAY + timedelta(days=6)) == WEEK
    zone = timezone.get_current_timezone()
    monday = prepared_at(WEEK, 0, 7, zone)
    assert monday == datetime(2026, 11, 23, 7, tzinfo=zone)
    assert leaves_at(monday, 1, 9) == datetime(2026, 11, 24, 9, tzinfo=zone)
    assert leaves_at(monday, 0, 7) == datetime(2026, 11, 30, 7, tzinfo=zone)
    assert leaves_at(prepared_at(WEEK, 4, 7, zone), 0, 9) == datetime(2026, 11, 30, 9, tzinfo=zone)


# Preparing


def test_worthy_stories_of_others_are_proposed_with_a_number_and_why() -> None:
    one = digest()
    assert sorted(headlines(one)) == sorted(headline for headline, *_rest in STORIES[:3])
    assert "worthy" in first(one).why
    assert one.number_words == "27 per cent" and not one.is_number_chosen  # a share before a sum
    assert one.number_item is not None and one.number_item.headline == STORIES[0][0]
    assert Entry.objects.get(verb="newsroom.digest_prepared").details == {"count": 3}


def test_one_story_told_by_two_is_one_entry() -> None:
    week(stories=[*STORIES[:1], ("Kolvarin cuts energy use of paper mills by 27 per cent", "completion", 0.9, "Trade")])
    one = digest()
    assert len(headlines(one)) == 1 and first(one).tellings.count() == 1


def test_preparing_again_adds_what_is_new_and_touches_nothing_a_person_did() -> None:
    one = digest()
    entry = first(one)
    actions.annotate_entry(entry=entry, annotation="Ask them how.", by=person("mikko"), at=NOW)
    actions.move_entry(entry=entry, place=3, by=person("mikko"), at=NOW)
    out = first(one)
    actions.choose_entry(entry=out, is_chosen=False, by=person("mikko"), at=NOW)
    written = actions.NumberDraft(words="3", said="Three of us.", item=entry.item)
    actions.write_digest(digest=one, intro="Read this.", number=written, by=person("mikko"), at=NOW)
    before = list(one.entries.values_list("pk", "item", "place", "is_chosen", "annotation"))
    week(
        WEEK + timedelta(days=1),
        [("Otava Drives acquires Lumo Gears for 3 million euros", "acquisition", 0.97, "Otava")],
    )
    for _again in range(2):
        one = digest()
    kept = {row[0]: row for row in one.entries.values_list("pk", "item", "place", "is_chosen", "annotation")}
    assert [kept[row[0]] for row in before] == before and len(kept) == 4
    assert (one.intro, one.number_words) == ("Read this.", "3")
    assert Entry.objects.filter(verb="newsroom.digest_prepared").count() == 2


def test_a_week_ahead_and_a_week_that_was_sent_are_not_prepared() -> None:
    by = {"by": person("mikko"), "at": NOW}
    refused("newsroom.week_ahead", actions.prepare_digest, week_on=TODAY + timedelta(days=7), **by)
    one = digest()
    send(one)
    refused("newsroom.digest_is_sent", actions.prepare_digest, week_on=WEEK, **by)


def test_stories_are_taken_in_left_out_and_ordered() -> None:
    one, by = digest(), {"by": person("mikko"), "at": NOW}
    a, b, c = headlines(one)
    entries = {entry.item.headline: entry for entry in one.entries.select_related("item")}
    actions.move_entry(entry=entries[c], place=1, **by)
    assert headlines(one) == [c, a, b]
    actions.move_entry(entry=entries[c], place=99, **by)
    assert headlines(one) == [a, b, c]
    actions.choose_entry(entry=entries[a], is_chosen=False, **by)
    refused("newsroom.entry_is_out", actions.move_entry, entry=entries[a], place=1, **by)
    actions.choose_entry(entry=entries[a], is_chosen=True, **by)
    assert headlines(one) == [b, c, a]
    ours = Item.objects.get(company__is_ours=True)
    actions.add_entry(digest=one, item=ours, **by)
    actions.add_entry(digest=one, item=ours, **by)
    assert headlines(one) == [b, c, a, ours.headline]
    refused("newsroom.annotation_long", actions.annotate_entry, entry=entries[a], annotation="x" * 1001, **by)


def test_a_number_has_a_source_in_the_digest_and_goes_with_it() -> None:
    one, by = digest(), {"by": person("mikko"), "at": NOW}
    entry, outside = first(one), Item.objects.get(company__is_ours=True)
    number = actions.NumberDraft(words="27 %", said="less energy", item=None)
    refused("newsroom.number_without_source", actions.write_digest, digest=one, intro="", number=number, **by)
    number = actions.NumberDraft(words="27 %", said="less energy", item=outside)
    refused("newsroom.number_from_outside", actions.write_digest, digest=one, intro="", number=number, **by)
    number = actions.NumberDraft(words="27 %", said="less energy", item=entry.item)
    actions.write_digest(digest=one, intro="", number=number, **by)
    actions.choose_entry(entry=entry, is_chosen=False, **by)
    one.refresh_from_db()
    assert (one.number_words, one.number_item) == ("", None)


# Approving and sending


def test_nothing_leaves_before_a_person_has_approved_it() -> None:
    schedule()
    one = digest()
    moment = one.send_at
    assert moment == leaves_at(timezone.localtime(NOW), 1, 9)
    assert actions.go_round(at=moment)["left"] == 0 and one.is_late(moment + timedelta(hours=1))
    actions.approve_digest(digest=one, by=person("liisa"), at=NOW)
    assert actions.go_round(at=moment - timedelta(minutes=1))["left"] == 0
    assert actions.go_round(at=moment)["left"] == 1
    assert actions.go_round(at=moment)["left"] == 0
    one.refresh_from_db()
    assert one.sent_by == person("liisa") and one.sent_at == moment


def test_whoever_changes_an_approved_digest_takes_the_approval_back() -> None:
    schedule()
    one = digest()
    for change in (
        lambda: actions.annotate_entry(entry=first(one), annotation="Other words.", by=person("mikko"), at=NOW),
        lambda: actions.move_entry(entry=first(one), place=2, by=person("mikko"), at=NOW),
        lambda: actions.hold_digest(digest=one, by=person("liisa"), at=NOW),
    ):
        actions.approve_digest(digest=one, by=person("liisa"), at=NOW)
        change()
        one.refresh_from_db()
        assert not one.is_approved
    assert actions.go_round(at=one.send_at)["left"] == 0


def test_without_a_moment_it_is_sent_by_hand_and_an_empty_one_not_at_all() -> None:
    one, by = digest(), {"by": person("liisa"), "at": NOW}
    refused("newsroom.no_moment", actions.approve_digest, digest=one, **by)
    for entry in one.entries.all():
        actions.choose_entry(entry=entry, is_chosen=False, **by)
    refused("newsroom.digest_empty", actions.send_digest, digest=one, **by)


def test_what_was_sent_stays_as_it_was() -> None:
    one = digest()
    entry = first(one)
    sent = send(one)
    Item.objects.filter(pk=entry.item_id).update(headline="Something else")
    assert entry.item.headline in str(SentDigest.objects.get().content)
    by = {"by": person("liisa"), "at": NOW}
    refused("newsroom.digest_is_sent", actions.send_digest, digest=one, **by)
    refused("newsroom.digest_is_sent", actions.annotate_entry, entry=entry, annotation="x", **by)
    refused("newsroom.digest_is_sent", actions.drop_digest, digest=one, **by)
    for verb in (sent.save, sent.delete):
        with pytest.raises(Unchangeable):
            verb()


def test_each_reader_gets_one_mail_with_the_number_and_one_click_to_leave() -> None:
    reader(who="sara"), reader("partner@example.org", name="Pia Partner")
    gone = reader("gone@example.org")
    actions.leave(reader=gone, by=None, at=NOW)
    one = digest()
    actions.annotate_entry(entry=first(one), annotation="Ask them how.", by=person("mikko"), at=NOW)
    send(one)
    work()
    actions.go_round(at=NOW)
    work()
    mails: list[Any] = sorted(outbox.outbox, key=lambda mail: mail.to)
    assert [mail.to for mail in mails] == [["partner@example.org"], ["sara@example.com"]]
    token = DigestReader.objects.get(email="partner@example.org").token
    one.refresh_from_db()
    html = mails[0].alternatives[0][0]
    for words in (one.number_words, "Ask them how.", f"/newsroom/digests/leave/{token}/"):
        assert words in mails[0].body and words in html
    assert mails[0].extra_headers["List-Unsubscribe"].endswith(f"/newsroom/digests/leave/{token}/>")
    assert mails[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/g/" in mails[0].body and f"/newsroom/digests/{one.pk}/" in mails[1].body
    assert mails[0].extra_headers["Message-ID"] != mails[1].extra_headers["Message-ID"]


class Server:
    """Stands between the room and its mails: answers as it is told, counts what it took."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.took: list[str] = []
        self.breaks: dict[str, BaseException] = {}
        server = self

        def taken(message: EmailMultiAlternatives, fail_silently: bool = False) -> int:
            address = message.to[0]
            if address in server.breaks:
                raise server.breaks.pop(address)
            server.took.append(address)
            return 1

        monkeypatch.setattr(EmailMultiAlternatives, "send", taken)


def test_a_refused_address_does_not_keep_the_others_and_is_tried_again_when_somebody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server(monkeypatch)
    for address in ("a@example.org", "b@example.org", "c@example.org"):
        reader(address)
    server.breaks["b@example.org"] = smtplib.SMTPRecipientsRefused({"b@example.org": (550, b"no such user")})
    server.breaks["c@example.org"] = smtplib.SMTPRecipientsRefused({"c@example.org": (451, b"come again")})
    sent = send(digest())
    work()
    states = {mail.reader.email[0]: (mail.state, mail.error) for mail in sent.mails.select_related("reader")}
    assert states == {"a": ("sent", ""), "b": ("refused", "smtp_550"), "c": ("waiting", "smtp_451")}
    work()
    assert server.took == ["a@example.org", "c@example.org"]
    assert actions.mail_again(sent=sent, by=person("liisa"), at=NOW) == 1
    work()
    assert server.took == ["a@example.org", "c@example.org", "b@example.org"]


def test_a_mail_that_was_being_handed_over_when_all_broke_is_not_sent_twice_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server(monkeypatch)
    reader("a@example.org"), reader("b@example.org")
    server.breaks["a@example.org"] = SystemExit("the power went")
    sent = send(digest())
    with pytest.raises(SystemExit):
        work()
    Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.QUEUED, claim=None, worker="")
    work()
    actions.go_round(at=NOW)
    work()
    assert server.took == ["b@example.org"]
    _states, trouble = queries.mails_of(sent)
    assert [(mail.reader.email, mail.state) for mail in trouble] == [("a@example.org", "begun")]


def test_a_server_that_is_away_is_tried_again_and_whoever_left_meanwhile_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server(monkeypatch)
    reader("a@example.org")
    late = reader("b@example.org")
    sent = send(digest())
    with monkeypatch.context() as away:
        away.setattr("luotsi.rooms.newsroom.mail.get_connection", lambda: Away())
        work()
    assert set(sent.mails.values_list("state", flat=True)) == {"waiting"} and not server.took
    actions.leave(reader=late, by=None, at=NOW)
    work()
    assert server.took == ["a@example.org"]
    assert DigestMail.objects.get(reader=late).state == "left"


class Away:
    def open(self) -> None:
        raise ConnectionRefusedError

    def close(self) -> None:
        pass


# The schedule


def test_the_schedule_prepares_the_last_week_once_and_tells_its_preparer() -> None:
    schedule(at=NOW - timedelta(days=3))
    week()
    early = timezone.localtime(NOW).replace(hour=6, minute=59)
    assert actions.go_round(at=early)["prepared"] == 0
    assert actions.go_round(at=early + timedelta(minutes=1))["prepared"] == 1
    assert actions.go_round(at=early + timedelta(hours=1))["prepared"] == 0
    work()
    assert [mail.to for mail in outbox.outbox] == [["mikko@example.com"]]
    one = Digest.objects.get()
    assert f"/newsroom/digests/{one.pk}/" in outbox.outbox[0].body and one.week_on == WEEK
    assert waiting(person("liisa")).digest == one.pk


def test_a_week_that_somebody_dropped_is_not_prepared_again_by_the_schedule() -> None:
    schedule(at=NOW - timedelta(days=3))
    week()
    assert actions.go_round(at=NOW)["prepared"] == 1
    actions.drop_digest(digest=Digest.objects.get(), by=person("mikko"), at=NOW)
    assert actions.go_round(at=NOW + timedelta(hours=1))["prepared"] == 0
    assert actions.go_round(at=NOW + timedelta(days=7))["prepared"] == 1
    assert digest(on=WEEK).week_on == WEEK  # by hand one may change one's mind


def test_drafts_follow_a_new_schedule_and_leave_by_hand_without_one() -> None:
    plan = schedule()
    one = digest()
    plan.send_weekday = 3
    actions.set_schedule(schedule=plan, by=person("liisa"), at=NOW)
    one.refresh_from_db()
    assert one.send_at is not None and timezone.localtime(one.send_at).weekday() == 3
    plan.is_on = False
    actions.set_schedule(schedule=plan, by=person("liisa"), at=NOW)
    one.refresh_from_db()
    assert one.send_at is None and actions.go_round(at=NOW + timedelta(days=9)) == {"prepared": 0, "left": 0}


# Readers


def test_whoever_left_by_their_link_comes_back_by_themselves_only() -> None:
    one, by = reader(who="sara"), {"by": person("liisa"), "at": NOW}
    refused("newsroom.reader_known", actions.add_reader, email="Sara@Example.com", **by)
    actions.leave(reader=one, by=None, at=NOW)
    actions.leave(reader=one, by=None, at=NOW)
    refused("newsroom.reader_left", actions.add_reader, email="sara@example.com", **by)
    actions.come_back(reader=one, at=NOW)
    assert queries.reader_count() == 1
    actions.end_reader(reader=DigestReader.objects.get(), **by)
    assert queries.reader_count() == 0 and actions.add_reader(email="sara@example.com", **by).pk == one.pk
    refused("newsroom.no_reader_address", actions.add_reader, stakeholder=stakeholder("Ilkka Ilo"), **by)
    with pytest.raises(Missing):
        queries.reader_by_token("nobody")


def test_who_reads_it_is_told_to_them_and_erased_with_them() -> None:
    pia = stakeholder("Pia Partner", email="pia@example.org")
    actions.add_reader(stakeholder=pia, by=person("liisa"), at=NOW)
    sent = send(digest())
    assert [row["email"] for row in kept_about(None, stakeholder=pia)[0].rows] == ["pia@example.org"]
    forget(None, stakeholder=pia)
    assert not DigestReader.objects.exists() and not sent.mails.exists()


def test_drafts_are_the_teams_and_what_was_sent_is_everybodys() -> None:
    company()
    one = digest()
    with pytest.raises(Missing):
        queries.digest_for(person("sara"), one.pk)
    with pytest.raises(Missing):
        queries.sent_by_link(one.pk)
    assert queries.digest_for(person("mikko"), one.pk) == one
    send(one)
    assert queries.digest_for(person("sara"), one.pk) == one == queries.sent_by_link(one.pk)
