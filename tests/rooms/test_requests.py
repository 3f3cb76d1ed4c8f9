"""Requests from the asker's side: what is detected, what is asked back and answered, what is still needed."""

from __future__ import annotations

import pytest

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Conflict, Missing, Refused
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.actions import ItemFields, RequestFields
from luotsi.rooms.backlog.models import Confirmation, Question, Request
from tests.world import NOW, person
from tests.world_backlog import request, work_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = Request.State


def submit(**fields: object) -> Request:
    return actions.submit_request(fields=RequestFields(**fields), asker=None, by=None, at=NOW)  # type: ignore[arg-type]


def verbs_of(thing: Request) -> list[str]:
    reference = f"backlog.request:{thing.pk}"
    return list(Entry.objects.filter(subject=reference).order_by("id").values_list("verb", flat=True))


def test_a_brochure_is_a_tactic_and_a_result_is_an_outcome() -> None:
    brochure = submit(tactic="A brochure, please")
    assert (brochure.title, brochure.phrasing, brochure.deliverable) == ("A brochure, please", "tactic", "design")
    assert brochure.is_tactic
    assert (
        submit(wanted="More plant managers should ask us first, so that sales win more tenders").phrasing == "outcome"
    )


def test_a_day_given_is_a_date_named() -> None:
    assert submit(wanted="More leads", needed_on=NOW.date()).names_date
    assert not submit(wanted="More leads").names_date


def test_a_request_that_says_nothing_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        submit(wanted="  ")
    assert refused.value.field == "wanted"
    assert not Request.objects.exists()


def test_a_long_wish_becomes_a_short_title_and_stays_whole() -> None:
    wish = "Customers understand our prices before they call us. " * 10
    made = submit(wanted=wish)
    assert len(made.title) <= 121 and made.title.endswith("…")
    assert made.wanted == wish.strip()


def test_one_change_is_one_entry_of_the_log() -> None:
    made = request()
    question = actions.ask_back(made, text="For which plants?", by=person("liisa"), at=NOW)
    actions.answer_question(question, answer="The Nordic ones.", by=person("sara"), at=NOW)
    assert verbs_of(made) == ["backlog.request_submitted", "backlog.asked_back", "backlog.question_answered"]


def test_an_answer_brings_the_request_back_into_the_inbox() -> None:
    made = request()
    question = actions.ask_back(made, text="For which plants?", by=person("liisa"), at=NOW)
    assert made not in queries.requests.inbox()
    answered = actions.answer_question(question, answer="The Nordic ones.", by=person("sara"), at=NOW)
    assert answered.state == State.NEW
    assert Question.objects.get().answer == "The Nordic ones."


def test_with_two_questions_open_one_answer_is_not_enough() -> None:
    made = request()
    first = actions.ask_back(made, text="For which plants?", by=person("liisa"), at=NOW)
    Question.objects.create(request=made, text="And when?", at=NOW)
    assert actions.answer_question(first, answer="All.", by=None, at=NOW).state == State.ASKED_BACK


def test_a_question_is_answered_once() -> None:
    question = actions.ask_back(request(), text="For which plants?", by=person("liisa"), at=NOW)
    actions.answer_question(question, answer="All.", by=None, at=NOW)
    with pytest.raises(Conflict):
        actions.answer_question(question, answer="None.", by=None, at=NOW)
    assert Question.objects.get().answer == "All."


def test_an_empty_answer_is_refused() -> None:
    question = actions.ask_back(request(), text="For which plants?", by=person("liisa"), at=NOW)
    with pytest.raises(Refused):
        actions.answer_question(question, answer=" ", by=None, at=NOW)


def test_no_longer_needed_leaves_the_list_and_yes_takes_it_up_again() -> None:
    made = request()
    actions.confirm_needed(made, answer="no", by=person("sara"), at=NOW)
    assert made.state == State.WITHDRAWN
    actions.confirm_needed(made, answer="yes", by=person("sara"), at=NOW)
    assert made.state == State.NEW
    assert list(Confirmation.objects.order_by("id").values_list("answer", flat=True)) == ["no", "yes"]


def test_later_keeps_the_request_where_it_stands() -> None:
    made = request()
    actions.confirm_needed(made, answer="later", by=None, at=NOW)
    assert made.state == State.NEW


def test_a_declined_request_cannot_be_confirmed() -> None:
    made = request()
    actions.decline_request(made, reason="Nobody would read it.", by=person("liisa"), at=NOW)
    with pytest.raises(Refused):
        actions.confirm_needed(made, answer="yes", by=None, at=NOW)


def test_a_withdrawn_request_of_an_open_item_returns_into_that_item() -> None:
    made, item = request(), work_item()
    actions.accept_request(made, into=item, by=person("liisa"), at=NOW)
    actions.withdraw_request(made, by=person("sara"), at=NOW)
    actions.confirm_needed(made, answer="yes", by=person("sara"), at=NOW)
    assert (made.state, made.work_item) == (State.ACCEPTED, item)


def test_withdrawing_twice_is_a_conflict() -> None:
    made = request()
    actions.withdraw_request(made, by=None, at=NOW)
    with pytest.raises(Conflict):
        actions.withdraw_request(made, by=None, at=NOW)


def test_an_asker_sees_only_their_own_requests_and_the_team_sees_all() -> None:
    own, other = request(asker=person("sara")), request("Another thing", asker=person("omar"))
    assert list(queries.requests_for(person("sara"))) == [own]
    assert list(queries.requests_for(person("mikko"))) == [own, other]
    for who in ("sara", "eva", "aino"):
        with pytest.raises(Missing):
            queries.request_for(person(who), other.pk)


def test_my_requests_say_place_reason_and_what_goes_first() -> None:
    liisa = person("liisa")
    first = work_item("The trade fair")
    declined, accepted = request("A podcast"), request("Prices are found")
    actions.decline_request(declined, reason="Nobody listens.", goes_first=first, by=liisa, at=NOW)
    actions.accept_request(accepted, fields=ItemFields(title="Price page"), by=liisa, at=NOW)
    rows = {row.request.title: row for row in queries.my_rows(person("sara"))}
    assert (rows["Prices are found"].place, rows["Prices are found"].first_ahead) == (2, "The trade fair")
    assert rows["A podcast"].refusal is not None and rows["A podcast"].refusal.reason == "Nobody listens."
    assert rows["A podcast"].first_ahead == "The trade fair"


def test_the_asker_is_told_in_the_transaction_of_the_verb_and_never_of_their_own_doing() -> None:
    made = request(asker=person("sara"))
    kept = Job.objects.filter(kind="backlog.tell_asker")
    assert [job.args for job in kept] == [{"request": made.pk, "what": "received"}]
    own = request("The team's own", asker=person("liisa"))
    actions.accept_request(own, fields=ItemFields(title="Own"), by=person("liisa"), at=NOW)
    assert [job.args["what"] for job in kept.filter(args__request=own.pk)] == ["received"]


def test_a_review_asks_those_who_still_wait() -> None:
    waiting, gone = request("Waits"), request("Gone")
    actions.withdraw_request(gone, by=None, at=NOW)
    assert actions.ask_whether_needed([waiting, gone], by=person("liisa"), at=NOW) == 1


def test_a_comment_stays_among_the_team() -> None:
    made = request()
    actions.comment_on_request(made, text="Sales asked for this last year too.", by=person("mikko"), at=NOW)
    assert made.comments.get().by == person("mikko")
    with pytest.raises(Refused):
        actions.comment_on_request(made, text=" ", by=person("mikko"), at=NOW)
