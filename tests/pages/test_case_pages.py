"""Pages of cases: who sees what, forms that say what is wrong, checks nobody can tick, few queries."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts.models import Scope
from luotsi.kernel.accounts.tokens import make_token
from luotsi.rooms.cases import actions
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.models import Case, CaseRole, Decision, Evidence, Touch
from luotsi.rooms.people import actions as people
from luotsi.rooms.people.drafts import InvestmentDraft
from luotsi.rooms.people.models import Conversation, SensitiveReading
from tests.clients import as_, text
from tests.world import CAST, goal, person, stakeholder
from tests.world_backlog import request
from tests.world_cases import SPAN, case, no, presented, ready_case, role, someone, talk, walk

pytestmark = [pytest.mark.django_db]
on_every_database = pytest.mark.database
WHO = list(CAST)
MARKS = {"heard": "ok", "numbers": "ok", "quotes": "ok", "checks": "heard", "state": "presented", "round": "7"}
SECRET = "zebra-under-the-table"


def now() -> Any:
    return timezone.now()


def case_form(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Answers instead of brochures", "why_do": "Fewer calls.", "why_goals": "", "why_care": "", "idea": "",
        "presents_on": "", **fields,
    }  # fmt: skip


def test_an_empty_page_says_what_a_case_is_and_offers_the_first_step() -> None:
    page = text(as_("mikko"), "/cases/")
    assert "From why to a yes" in page and 'href="/cases/add/"' in page
    assert "No case yet" in text(as_("mikko"), "/cases/record/")
    assert "Nobody is due this week" in text(as_("liisa"), "/cases/relations/")
    assert "Nothing was sent to you yet" in text(as_("sara"), "/cases/")


@on_every_database
def test_a_tactical_request_becomes_a_case_that_begins_with_why() -> None:
    asked = request("A brochure for the fair", wanted="Plant managers find answers", tactic="A brochure, eight pages")
    client = as_("mikko")
    assert f"/cases/add/?request={asked.pk}" in text(client, f"/requests/{asked.pk}/")
    page = text(client, f"/cases/add/?request={asked.pk}")
    assert "A brochure, eight pages" in page and "the why is yours to find" in page
    assert client.get("/cases/add/?request=999999").status_code == 404
    assert client.post("/cases/add/", case_form(title=" ")).status_code == 422
    client.post(f"/cases/add/?request={asked.pk}", case_form())
    made = Case.objects.get()
    assert made.request == asked and made.owner == person("mikko")
    page = text(client, f"/cases/{made.pk}/")
    assert "Fewer calls." in page and "How does it serve the goals?, Why should anyone care?" in page
    assert f"/requests/{asked.pk}/" in page
    assert f"/cases/{made.pk}/" in text(client, f"/requests/{asked.pk}/")


@on_every_database
def test_the_parts_are_put_in_changed_and_taken_out() -> None:
    made, aim, client = case(at=now()), goal(**SPAN), as_("mikko")
    at = f"/cases/{made.pk}/"
    client.post(f"{at}goals/", {"aim": f"goal:{aim.pk}"})
    client.post(f"{at}touches/", {"team": "Service", "effect": "Fewer calls", "hours": "40"})
    touch = Touch.objects.get()
    client.post(f"{at}touches/?row={touch.pk}", {"team": "Service", "effect": "Fewer calls", "hours": "80"})
    client.post(f"{at}asks/", {"what": "Two engineers", "kind": "hours", "amount": "16", "unit": "h"})
    client.post(f"{at}risks/", {"what": "No time", "answer": "One hour a week"})
    client.post(f"{at}changes/", {"what": "Shorter", "because_of": someone().pk})
    client.post(f"{at}evidence/", {"form": "figure", "says": "calls a week", "value": "42", "source": "Desk",
                                   "as_of_on": timezone.localdate()})  # fmt: skip
    page = text(client, at)
    for words in ("80 hours a year", "Two engineers", "One hour a week", "Shorter", "calls a week", aim.title):
        assert words in page, words
    assert Touch.objects.get() == touch
    for kind, row in (("touch", touch), ("goal", made.goals.get()), ("evidence", Evidence.objects.get())):
        assert client.post(f"{at}remove/{kind}/{row.pk}/").status_code == 302
    assert not Touch.objects.exists() and not made.goals.exists() and not Evidence.objects.exists()
    assert client.post(f"{at}remove/nothing/1/").status_code == 404


def test_what_is_wrong_is_said_where_it_was_typed() -> None:
    made, client = case(at=now()), as_("mikko")
    old = goal("Be found at all", **{**SPAN, "expires_on": timezone.localdate() - timedelta(days=1)})
    for part, fields, words in (
        ("goals", {"aim": f"goal:{old.pk}"}, "“Be found at all” ended on"),
        ("goals", {"aim": "moon:1"}, "Choose a goal or an outcome."),
        ("touches", {"team": "Service", "effect": "x", "baseline": "3"}, "belong together"),
        ("evidence", {"form": "figure", "says": "x", "value": "1", "source": "y", "as_of_on": "2999-01-01"},
         "This day lies ahead"),
    ):  # fmt: skip
        answer = client.post(f"/cases/{made.pk}/{part}/", fields)
        assert answer.status_code == 422 and words in answer.content.decode(), part


def test_a_part_of_another_case_is_not_there() -> None:
    made, other = case(at=now()), ready_case(at=now(), title="Another")
    client, row = as_("mikko"), other.touches.first()
    assert client.get(f"/cases/{made.pk}/touches/?row={row.pk}").status_code == 404  # type: ignore[union-attr]
    assert client.post(f"/cases/{made.pk}/remove/touch/{row.pk}/").status_code == 404  # type: ignore[union-attr]


def test_no_form_ticks_a_check() -> None:
    made, client = case(at=now()), as_("liisa")
    for path in ("", "edit/", "goals/", "touches/", "evidence/", "asks/", "risks/", "changes/", "talks/"):
        assert 'type="checkbox"' not in text(client, f"/cases/{made.pk}/{path}"), path
    before = text(client, f"/cases/{made.pk}/").count("Missing")
    client.post(f"/cases/{made.pk}/edit/", {**MARKS, **case_form(why_do=made.why_do, why_goals="x", why_care="x")})
    made.refresh_from_db()
    assert (made.state, made.round) == (State.DRAFT, 1)
    assert text(client, f"/cases/{made.pk}/").count("Missing") == before


@on_every_database
def test_a_step_shows_what_is_missing_and_the_lead_goes_on_with_a_reason() -> None:
    made = case(at=now())
    path = f"/cases/{made.pk}/step/tested/"
    page = text(as_("mikko"), path)
    assert "It serves no goal yet." in page and "Go on all the same" not in page
    assert as_("mikko").post(path).status_code == 422
    assert as_("liisa").post(path, {"reason": ""}).status_code == 422
    assert as_("liisa").post(path, {"reason": "The fair is next week."}).status_code == 302
    assert as_("liisa").get(f"/cases/{made.pk}/step/nowhere/").status_code == 404
    assert as_("liisa").post(f"/cases/{made.pk}/step/presented/", {"reason": "x"}).status_code == 422


@on_every_database
def test_a_no_is_decided_shown_and_taken_up_again_with_what_was_learnt_on_top() -> None:
    made, client = presented(at=now()), as_("liisa")
    path, day = f"/cases/{made.pk}/decide/", timezone.localdate() + timedelta(days=40)
    bare = client.post(path, {"answer": "no"})
    assert bare.status_code == 422 and "kept with its reason" in bare.content.decode()
    form = {"answer": "not_yet", "reason": "Budget is spent.", "learnt": "Come in autumn.", "look_again_on": day}
    assert client.post(path, {**form, "decided_by": someone("Eva Ekström").pk}).status_code == 302
    page = text(client, f"/cases/{made.pk}/")
    assert "Budget is spent." in page and "Take it up earlier" in page
    assert "Comes back on" in text(client, "/cases/")
    assert client.post(f"/cases/{made.pk}/again/").status_code == 302
    page = text(client, f"/cases/{made.pk}/")
    assert "Round 2 begins with what was learnt" in page and "Come in autumn." in page


@on_every_database
def test_a_yes_puts_work_into_the_backlog_and_ends_with_what_came() -> None:
    made, client = presented(at=now()), as_("liisa")
    client.post(f"/cases/{made.pk}/decide/", {"answer": "yes"})
    work = {"title": "Ten pages", "description": "", "worth": "5", "outcome": ""}
    assert client.post(f"/cases/{made.pk}/work/", {**work, "title": ""}).status_code == 422
    assert client.post(f"/cases/{made.pk}/work/", work).status_code == 302
    assert "Ten pages" in text(client, f"/cases/{made.pk}/")
    item = made.works.get().item_id
    assert f"/cases/{made.pk}/" in text(client, f"/backlog/{item}/")
    assert "/cases/" not in text(as_("sara"), f"/backlog/{item}/").partition("<main")[2]
    assert client.post(f"/cases/{made.pk}/close/", {"came": ""}).status_code == 422
    client.post(f"/cases/{made.pk}/close/", {"came": "Calls halved."})
    assert "Calls halved." in text(client, f"/cases/{made.pk}/") and "1 closed case" in text(client, "/cases/")


@on_every_database
def test_a_conversation_is_planned_from_the_case_and_one_that_exists_is_linked() -> None:
    made, client = case(at=now()), as_("liisa")
    path, sara = f"/cases/{made.pk}/talks/", someone()
    plan = {"form": "plan", "stakeholder": sara.pk, "held_by": person("liisa").pk, "on": timezone.localdate()}
    assert client.post(path, {**plan, "purpose": made.title}).status_code == 302
    planned = Conversation.objects.get()
    assert planned.stage == "before_case" and made.talks.get().conversation == planned
    assert "Next conversation" in text(client, f"/cases/{made.pk}/")
    client.post(f"/cases/{made.pk}/remove/talk/{made.talks.get().pk}/")
    assert not made.talks.exists() and Conversation.objects.exists()
    assert client.post(path, {"form": "link", "conversation": planned.pk}).status_code == 302
    assert made.talks.get().conversation == planned


@on_every_database
def test_the_guide_of_a_conversation_follows_the_roles_in_the_case_only_where_both_may_know_them() -> None:
    made = case(at=now())
    sara = role(made, "Sara Salo", "detractor", kind="resistant")
    path = f"/cases/{made.pk}/talks/"
    plan = {"form": "plan", "stakeholder": sara.pk, "on": timezone.localdate(), "purpose": ""}
    as_("liisa").post(path, {**plan, "held_by": person("liisa").pk})
    as_("mikko").post(path, {**plan, "held_by": person("mikko").pk})
    guides = {one.held_by.email: one.guide for one in Conversation.objects.select_related("held_by")}  # type: ignore[union-attr]
    assert "What could go wrong for you" in guides["liisa@example.com"]
    assert "What could go wrong for you" not in guides["mikko@example.com"]


def full_of_secrets() -> Case:
    """A case in which every thought of Omar's carries the secret; Liisa held the conversation."""
    made = ready_case(at=now())
    role(made, "Omar Onwudiwe", "influencer", "detractor", kind="resistant")
    held = talk(made, "Omar Onwudiwe", "against", said=SECRET, worry=SECRET, words=SECRET, leave="none", at=now())
    Conversation.objects.filter(pk=held.pk).update(notes=SECRET, guide=SECRET)
    return made


PATHS = (
    "", "edit/", "goals/", "touches/", "people/", "talks/", "evidence/", "asks/", "risks/", "changes/",
    "step/adjusted/", "decide/", "close/", "work/",
)  # fmt: skip


@on_every_database
@pytest.mark.parametrize("who", WHO)
def test_what_somebody_thinks_reaches_nobody_but_the_lead_on_any_page_or_route(who: str) -> None:
    made = full_of_secrets()
    pages = ["/cases/", "/cases/record/", "/cases/relations/", *(f"/cases/{made.pk}/{path}" for path in PATHS),
             "/search/?q=zebra", "/search/?q=Answers", "/"]  # fmt: skip
    client = as_(who)
    got = {path: client.get(path) for path in pages}
    told = "".join(answer.content.decode() for answer in got.values() if answer.status_code == 200)
    token = make_token(user=person(who), name="t", scope=Scope.WRITE, days=None, at=now())[1]
    for path in ("cases", f"cases/{made.pk}", f"cases/{made.pk}/decisions"):
        answer = client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code == 200) == (who in ("liisa", "mikko")), path
        told += answer.content.decode() if answer.status_code == 200 else ""
    knows = who == "liisa"
    assert (SECRET in told) == knows
    assert ("Sees nothing in it for them" in told) == knows and ("Against" in told) == knows
    sees = {path for path, answer in got.items() if answer.status_code == 200 and made.title in answer.content.decode()}
    assert bool(sees - {"/search/?q=zebra"}) == (who in ("liisa", "mikko"))


@on_every_database
def test_a_member_reads_what_they_heard_themselves_and_every_reading_is_logged() -> None:
    made = case(at=now())
    talk(made, "Omar Onwudiwe", "lukewarm", said="Too busy", worry="One more thing on top", by="mikko", at=now())
    assert "One more thing on top" in text(as_("mikko"), f"/cases/{made.pk}/")
    reading = SensitiveReading.objects.get()
    assert reading.who == person("mikko") and reading.about == someone("Omar Onwudiwe")
    text(as_("liisa"), "/cases/relations/")
    assert SensitiveReading.objects.filter(who=person("liisa"), about=someone("Omar Onwudiwe")).exists()


@on_every_database
def test_a_stand_and_a_named_doubt_are_readings_too() -> None:
    made = ready_case(at=now())
    talk(made, "Omar Onwudiwe", "lukewarm", by="mikko", at=now())
    role(made, "Sara Salo", "detractor", kind="resistant", at=now())
    client = as_("liisa")
    text(client, f"/cases/{made.pk}/")
    assert SensitiveReading.objects.filter(about=someone("Sara Salo"), what="thoughts").exists()
    walk(made, "tested", "adjusted", "preread_sent", at=now())
    SensitiveReading.objects.all().delete()
    assert "Omar Onwudiwe" in text(client, f"/cases/{made.pk}/step/presented/")
    assert SensitiveReading.objects.filter(about=someone("Omar Onwudiwe"), what="checks").exists()
    SensitiveReading.objects.all().delete()
    text(as_("mikko"), f"/cases/{made.pk}/step/presented/")
    assert not SensitiveReading.objects.exists()


@on_every_database
def test_words_whose_leave_was_taken_back_are_on_no_page_of_the_case() -> None:
    made = ready_case(at=now())
    quote = made.evidence.get(quote__isnull=False).quote
    assert quote is not None and quote.words in text(as_("mikko"), f"/cases/{made.pk}/")
    people.give_leave(quote=quote, leave="none", by=person("liisa"), at=now())
    for page in ("", "evidence/", "preread/"):
        assert quote.words not in text(as_("mikko"), f"/cases/{made.pk}/{page}")


def test_a_case_at_rest_offers_no_change() -> None:
    made = presented(at=now())
    assert f"/cases/{made.pk}/asks/" in text(as_("liisa"), f"/cases/{made.pk}/")
    later = no(look_again_on=now().date() + timedelta(days=30))
    actions.decide_case(case=made, draft=later, by=person("liisa"), at=now())
    page = text(as_("liisa"), f"/cases/{made.pk}/")
    assert not [part for part in ("asks", "people", "evidence", "talks") if f"/cases/{made.pk}/{part}/" in page]


@on_every_database
def test_investor_relations_name_who_why_and_with_what_in_hand() -> None:
    someone("Aino Aalto", added_at=now() - timedelta(days=90))
    made, client = ready_case(at=now()), as_("liisa")
    role(made, "Omar Onwudiwe", "influencer", "detractor", kind="apathetic")
    role(made, "Aino Aalto", "contributor")
    talk(made, "Omar Onwudiwe", "not_a_no", said="Let us see who else joins", worry="Being alone", at=now())
    actions.note_adjustment(
        case=made, what="Two mills join first", because_of=someone("Omar Onwudiwe"), by=None, at=now()
    )
    promise = people.offer_investment(
        stakeholder=someone("Eva Ekström"), draft=InvestmentDraft(kind="budget", about="Money for the pages"),
        by=None, at=now() - timedelta(days=40),
    )  # fmt: skip
    people.agree_investment(investment=promise, by=None, at=now() - timedelta(days=30))
    page = text(client, "/cases/relations/")
    for words in (
        "Coming decisions", "A worry is open", "Let us see who else joins", "Two mills join first",
        "Agreed 30 days ago and not there yet: Money for the pages", "Nobody has talked with them yet",
    ):  # fmt: skip
        assert words in page, words
    assert page.index("Omar Onwudiwe") < page.index("Aino Aalto"), "the open worry is more pressing"


def test_a_sceptic_before_a_decision_stands_first() -> None:
    long_ago = now() - timedelta(days=70)
    someone("Aino Aalto", added_at=long_ago)
    made = case(at=long_ago, presents_on=timezone.localdate() + timedelta(days=7))
    role(made, "Omar Onwudiwe", "detractor", kind="resistant", at=long_ago)
    talk(made, "Omar Onwudiwe", "against", at=long_ago)
    role(made, "Aino Aalto", "contributor", at=long_ago)
    page = text(as_("liisa"), "/cases/relations/")
    assert "A decision is near, and this voice is not won yet" in page
    assert page.index("Omar Onwudiwe") < page.index("Aino Aalto")
    assert page.count("A decision is near, and this voice is not won yet") == 1, "told once, though two places know it"
    role(made, "Eva Ekström", "decision_maker", at=long_ago)
    page = text(as_("liisa"), "/cases/relations/")
    assert "A decision is near, and nobody has talked with them about it" in page
    assert page.index("Omar Onwudiwe") < page.index("Eva Ekström") < page.index("Aino Aalto")


def test_pages_ask_a_fixed_number_of_questions(django_assert_max_num_queries: Any) -> None:
    made, client = full_of_secrets(), as_("liisa")
    paths = {"/cases/": 18, f"/cases/{made.pk}/": 38, "/cases/relations/": 33, "/cases/record/": 6}
    for path, most in paths.items():
        with django_assert_max_num_queries(most):
            text(client, path)
    for number in range(3):
        extra = ready_case(at=now(), title=f"Case {number}")
        talk(extra, f"Person {number}", "lukewarm", said="Hm", worry="Hm", at=now())
        talk(made, f"Person {number}", "full", words="Yes", at=now())
    for path, most in paths.items():
        with django_assert_max_num_queries(most):
            text(client, path)


def test_what_came_back_today_and_a_pre_read_that_is_due_wait_on_today() -> None:
    made = presented(at=now() - timedelta(days=40))
    draft = no(look_again_on=timezone.localdate())
    actions.decide_case(case=made, draft=draft, by=person("liisa"), at=now() - timedelta(days=35))
    case(title="Soon presented", at=now(), presents_on=timezone.localdate() + timedelta(days=4))
    said = [line.text for line in as_("mikko").get("/").context["waiting"]]
    assert f"“{made.title}” is back: look at it again" in said
    assert "The pre-read of “Soon presented” has to go out" in said
    assert "is back: today is the day" in text(as_("mikko"), "/cases/")
    assert not as_("sara").get("/").context["waiting"]


def test_the_api_shows_cases_and_keeps_a_decision_as_the_page_does() -> None:
    made = presented(at=now())
    token = make_token(user=person("liisa"), name="t", scope=Scope.WRITE, days=None, at=now())[1]
    bearer = {"Authorization": f"Bearer {token}"}
    listed = Client().get("/api/v1/cases?state=presented", headers=bearer).json()
    assert listed["count"] == 1 and listed["rows"][0]["title"] == made.title
    assert Client().get(f"/api/v1/cases/{made.pk}", headers=bearer).json()["state"] == "presented"

    def keep(**given: Any) -> Any:
        body = json.dumps({"answer": "no", "reason": "Spent.", "learnt": "Autumn.", **given}, default=str)
        path = f"/api/v1/cases/{made.pk}/decisions"
        return Client().post(path, body, content_type="application/json", headers=bearer)

    assert keep().status_code == 422 and not Decision.objects.exists()
    day: date = timezone.localdate() + timedelta(days=9)
    kept = keep(look_again_on=day, decided_by_id=someone("Eva Ekström").pk)
    assert kept.status_code == 201 and kept.json()["look_again_on"] == str(day)
    assert Case.objects.get().state == State.DECIDED
    assert len(Client().get(f"/api/v1/cases/{made.pk}/decisions", headers=bearer).json()) == 1


def test_somebody_who_left_gets_no_role() -> None:
    made, gone = case(at=now()), stakeholder("Outi Oja", left_on=timezone.localdate())
    answer = as_("mikko").post(f"/cases/{made.pk}/people/", {"stakeholder": gone.pk, "roles": ["influencer"]})
    assert answer.status_code == 422 and not CaseRole.objects.exists()


def test_a_member_is_not_offered_the_stands_and_cannot_send_them() -> None:
    made, client = case(at=now()), as_("mikko")
    page = text(client, f"/cases/{made.pk}/people/")
    assert 'value="influencer"' in page and 'value="detractor"' not in page
    sent = client.post(f"/cases/{made.pk}/people/", {"stakeholder": someone().pk, "roles": ["detractor"]})
    assert sent.status_code == 422 and not CaseRole.objects.exists()
