"""Pre-reads: what a deck says and never says, the copy that stays, one mail each, and who may open it."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from luotsi.kernel.accounts.models import GuestLink
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.cases import actions
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.models import Case, Recipient, Sending, SendingFile
from luotsi.rooms.cases.preread.deck import from_document, to_document
from luotsi.rooms.cases.preread.keeping import deck_kept, file_of
from luotsi.rooms.cases.preread.making import deck_of
from luotsi.rooms.cases.queries.facts import facts_of
from luotsi.rooms.people import actions as people
from tests.world import NOW, TODAY, measurement, metric, outcome, person
from tests.world_cases import draft, ready_case, someone, talk, walk

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def said(made: Case) -> str:
    return json.dumps(to_document(deck_of(made, TODAY)), ensure_ascii=False)


def adjusted(**fields: Any) -> Case:
    return walk(ready_case(**fields), "tested", "adjusted")


def send(made: Case, *names: str, **fields: Any) -> Sending:
    to = [someone(name) for name in names or ("Eva Ekström",)]
    return actions.send_preread(case=made, to=to, **{"by": person("liisa"), "at": NOW, **fields})


def test_a_deck_says_why_goals_effects_numbers_quotes_asks_and_risks_and_comes_back_equal_from_its_document() -> None:
    made = ready_case()
    aim = outcome()
    actions.align_case(case=made, goal=aim.goal, outcome=aim, by=None, at=NOW)
    for days, value in ((60, 5), (30, 7), (1, 9)):
        measurement(value, TODAY - timedelta(days=days))
    actions.add_metric(case=made, metric=metric("First talks"), by=None, at=NOW, says="First talks a month")
    deck = deck_of(made, TODAY)
    kinds = [slide.kind for slide in deck.slides]
    assert kinds == ["title", "why", "goals", "effects", "bars", "number", "figures", "quotes", "idea", "asks", "risks"]
    curve = deck.slides[5].rows[0]
    assert [value for _day, value in curve.points] == [5, 7, 9] and curve.aim[-1] == ("2026-12-31", 12.0)
    assert "First talks" in curve.source and "22 November 2026" in curve.source
    assert from_document(json.loads(json.dumps(to_document(deck)))) == deck


def test_only_words_with_leave_are_in_it_and_without_a_name_where_the_leave_is_without_one() -> None:
    made = ready_case()
    heard = talk(made, "Omar Onwudiwe", "invests", words="It saves me Fridays.", leave="inside")
    actions.add_quote(case=made, quote=heard.quotes.get(), by=None, at=NOW)
    assert "It saves me Fridays." in said(made) and "Omar" not in said(made) and "Eva Ekström" in said(made)
    people.give_leave(quote=heard.quotes.get(), leave="none", by=person("liisa"), at=NOW)
    assert "Fridays" not in said(made)


def test_words_whose_leave_is_taken_back_go_out_of_copies_and_files_that_were_sent() -> None:
    made = adjusted()
    sent = send(made, "Omar Onwudiwe")
    quote = made.evidence.get(quote__isnull=False).quote
    assert quote is not None
    file_of(sent, "pptx")
    people.give_leave(quote=quote, leave="inside", by=person("liisa"), at=NOW)
    kept = json.dumps(Sending.objects.get().document, ensure_ascii=False)
    assert "lose a day" in kept and "A colleague" in kept and "Eva Ekström" not in kept
    assert not SendingFile.objects.exists()
    people.give_leave(quote=quote, leave="none", by=person("liisa"), at=NOW)
    assert "lose a day" not in json.dumps(Sending.objects.get().document, ensure_ascii=False)
    assert "quotes" not in [slide.kind for slide in deck_kept(Sending.objects.get()).slides]


def test_a_copy_for_somebody_outside_holds_only_words_that_may_leave_the_company() -> None:
    made = adjusted()
    someone("Piia Partner", kind="outside")
    assert "lose a day" not in json.dumps(send(made, "Eva Ekström", "Piia Partner").document)
    quote = made.evidence.get(quote__isnull=False).quote
    assert quote is not None
    people.give_leave(quote=quote, leave="anywhere", by=person("liisa"), at=NOW)
    assert "lose a day" in json.dumps(send(made, "Piia Partner").document)


def test_thoughts_and_endorsements_are_never_in_it() -> None:
    made = ready_case()
    talk(made, "Sara Salo", "against", said="Rather not, zebra.", worry="Losing the budget, zebra.")
    words = said(made)
    for thought in ("zebra", "against", "Against", "Full", "Sara", "detractor", "In these words."):
        assert thought not in words, thought


def test_a_measurement_after_the_sending_changes_the_next_deck_and_not_the_copy() -> None:
    made = adjusted()
    number = metric("First talks")
    actions.add_metric(case=made, metric=number, by=None, at=NOW)
    measurement(5, TODAY - timedelta(days=9)), measurement(7, TODAY - timedelta(days=2))
    sent = send(made)
    measurement(99, TODAY - timedelta(days=1))
    actions.edit_case(case=made, draft=draft(title="Quite another title"), by=person("liisa"), at=NOW)
    kept = Sending.objects.get(pk=sent.pk)
    assert "99" not in json.dumps(kept.document) and deck_kept(kept).title == "Answers instead of brochures"
    now = deck_of(Case.objects.get(), TODAY)
    assert (
        now.title == "Quite another title"
        and [slide for slide in now.slides if slide.kind == "number"][0].rows[0].points[-1][1] == 99
    )


def test_sending_takes_the_step_and_feeds_the_check_of_days_ahead() -> None:
    made = adjusted()
    send(made)
    now = Case.objects.get()
    assert now.state == State.PREREAD_SENT and facts_of(now, TODAY).preread_on == TODAY
    again = send(now, "Omar Onwudiwe", at=NOW + timedelta(days=3))
    assert again.days_ahead == 11 and now.steps.filter(state="preread_sent").count() == 1


@pytest.mark.parametrize("steps", [(), ("tested",), ("tested", "adjusted", "preread_sent", "presented")])
def test_it_goes_out_between_adjusted_and_presented_only(steps: tuple[str, ...]) -> None:
    made = walk(ready_case(), *steps)
    with pytest.raises(Refused) as caught:
        send(made)
    assert caught.value.code == "cases.preread_not_now" and not Sending.objects.exists()


def test_it_goes_to_nobody_neither_to_somebody_who_left_nor_unready_without_a_reason() -> None:
    made = adjusted()
    with pytest.raises(Refused) as nobody:
        actions.send_preread(case=made, to=[], by=person("liisa"), at=NOW)
    people.mark_left(stakeholder=someone("Sara Salo"), on=TODAY, by=person("liisa"), at=NOW)
    with pytest.raises(Refused) as left:
        send(made, "Sara Salo")
    made.asks.all().delete()
    with pytest.raises(Refused) as unready:
        send(made)
    assert [one.value.code for one in (nobody, left, unready)] == [
        "cases.preread_to_nobody", "cases.has_left", "cases.not_ready",
    ]  # fmt: skip
    assert not GuestLink.objects.exists() and not Job.objects.filter(kind="cases.mail_preread").exists()
    send(made, reason="They know what we want.")
    assert Case.objects.get().steps.get(state="preread_sent").missing == ["asks"]


def test_each_recipient_gets_one_mail_with_a_link_of_their_own_however_often_the_job_runs() -> None:
    made = adjusted()
    someone("Omar Onwudiwe", email="omar@example.com"), someone("No Address")
    type(someone("Eva Ekström")).objects.filter(name="Eva Ekström").update(email="eva@example.com")
    sent = send(made, "Eva Ekström", "Omar Onwudiwe", "No Address", words="Ten minutes.", at=timezone.now())
    worker.drain()
    assert {letter.to[0] for letter in mail.outbox} == {"eva@example.com", "omar@example.com"}
    links = {line.strip() for letter in mail.outbox for line in letter.body.splitlines() if "/g/" in line}
    assert len(links) == 2 and all("Ten minutes." in letter.body for letter in mail.outbox)
    done = Job.objects.filter(kind="cases.mail_preread")
    done.update(state="queued", finished_at=None, claim=None)
    worker.drain()
    assert len(mail.outbox) == 2
    assert {file.kind for file in sent.files.all()} == {"pptx", "pdf"}


def test_a_button_pressed_twice_sends_once_and_a_later_or_wider_sending_is_one_of_its_own() -> None:
    made = adjusted()
    first = send(made)
    assert send(made, at=NOW + timedelta(seconds=20)) == first and Recipient.objects.count() == 1
    assert send(made, "Eva Ekström", "Omar Onwudiwe", at=NOW + timedelta(seconds=30)) != first
    assert send(made, at=NOW + timedelta(hours=1)) != first


def test_what_was_sent_stays_as_it_was_in_code_and_database() -> None:
    sent = send(adjusted())
    for verb in (sent.save, sent.delete, Sending.objects.all().delete, lambda: Sending.objects.update(words="x")):
        with pytest.raises(Refused):
            verb()
    for column, value in (("words", "x"), ("document", "{}"), ("presents_on", None), ("round", 7)):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_sending SET {column} = %s", [value])


def test_opening_is_noted_once_and_nothing_more() -> None:
    send(adjusted())
    recipient = Recipient.objects.get()
    actions.note_opened(recipient=recipient, at=NOW)
    actions.note_opened(recipient=recipient, at=NOW + timedelta(days=1))
    recipient.refresh_from_db()
    assert recipient.opened_at == NOW


def test_somebody_who_is_erased_goes_out_of_every_copy_file_and_list() -> None:
    made = adjusted()
    eva = someone("Eva Ekström")
    actions.put_ask(case=made, draft=ask_of(eva), by=person("liisa"), at=NOW)
    sent = send(made, "Eva Ekström", "Omar Onwudiwe")
    for kind in ("pptx", "pdf"):
        file_of(sent, kind)
    assert "Eva Ekström" in json.dumps(sent.document, ensure_ascii=False)
    people.erase_person(stakeholder=eva, by=person("liisa"), at=NOW)
    kept = Sending.objects.get()
    words = json.dumps(kept.document, ensure_ascii=False)
    assert "Eva" not in words and "lose a day" not in words and "A good word" in words and kept.forgot_at == NOW
    assert not SendingFile.objects.exists() and Job.objects.filter(kind="cases.make_files").exists()
    assert [one.stakeholder.name for one in Recipient.objects.all()] == ["Omar Onwudiwe"]
    assert GuestLink.objects.count() == 1


def test_when_the_term_of_thoughts_is_over_quoted_words_go_and_the_ask_stays() -> None:
    made = adjusted()
    eva = someone("Eva Ekström")
    actions.put_ask(case=made, draft=ask_of(eva), by=person("liisa"), at=NOW)
    send(made)
    people.end_thoughts(stakeholder=eva, at=NOW)
    words = json.dumps(Sending.objects.get().document, ensure_ascii=False)
    assert "lose a day" not in words and "Eva Ekström" in words


def test_the_terms_of_two_people_quoted_in_one_copy_may_end_in_the_same_night() -> None:
    made = ready_case()
    heard = talk(made, "Omar Onwudiwe", "full", words="It saves me Fridays.")
    actions.add_quote(case=made, quote=heard.quotes.get(), by=None, at=NOW)
    send(walk(made, "tested", "adjusted"))
    assert people.end_all_thoughts(at=NOW + timedelta(days=800)) == 2
    words = json.dumps(Sending.objects.get().document)
    assert "lose a day" not in words and "Fridays" not in words


def ask_of(who: Any) -> Any:
    from luotsi.rooms.cases.drafts import AskDraft

    return AskDraft(what="A good word in the board", kind="advocacy", of=who, amount=Decimal(1), unit="meeting")
