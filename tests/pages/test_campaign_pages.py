"""Pages of campaigns: who sees what, forms that say what is wrong, doors for results, few queries, the slide."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts.models import Scope
from luotsi.kernel.accounts.tokens import make_token
from luotsi.rooms.campaigns import actions
from luotsi.rooms.campaigns.models import Answer, Batch, Campaign, Change, Contact, Criterion
from luotsi.rooms.campaigns.views.hook import MOST_BYTES, signature_of
from tests.clients import as_, text
from tests.world import CAST, person
from tests.world_campaigns import campaign, record

pytestmark = [pytest.mark.django_db]
on_every_database = (
    pytest.mark.database
)  # words, forms and files are the same on each; rows and queries are asked twice


def today(**fields: Any) -> Campaign:
    """A campaign around the day on which the test runs: pages know no other today."""
    now = timezone.now()
    dates = {"starts_on": now.date() - timedelta(days=21), "ends_on": now.date() + timedelta(days=21)}
    return campaign(at=now - timedelta(days=21), **{**dates, **fields})


def came(made: Campaign, answers: str, *, days: int = 20, **fields: Any) -> actions.Recorded:
    now = timezone.now()
    return record(made, answers, at=now, since=now - timedelta(days=days), **fields)


def campaign_form(**fields: Any) -> dict[str, Any]:
    day = timezone.localdate()
    return {
        "title": "Letters", "hypothesis": "One in ten takes a talk.", "audience": "Plant managers", "contacts_planned": 60,
        "starts_on": day, "ends_on": day + timedelta(days=30), "content": "", "fixed_cost": "", "contact_cost": "4.5",
        **fields,
    }  # fmt: skip


def criterion_form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Accepted", "kind": "rate", "way": "at_least", "target": "10", "role": "must", "zone": "wide",
        "response_days": "14", "error_scale": "5", "error_abort": "5", **fields,
    }  # fmt: skip


def test_an_empty_page_says_what_campaigns_are_for_and_offers_the_first_step() -> None:
    page = text(as_("mikko"), "/campaigns/")
    assert "Try it small first" in page and 'href="/campaigns/add/"' in page
    assert 'href="/campaigns/add/"' not in text(as_("sara"), "/campaigns/")


@on_every_database
def test_a_campaign_is_begun_gets_its_criterion_and_starts() -> None:
    client = as_("mikko")
    answer = client.post("/campaigns/add/", campaign_form())
    made = Campaign.objects.get()
    assert answer["Location"] == f"/campaigns/{made.pk}/criteria/add/"
    assert "Nothing decides yet" in text(client, f"/campaigns/{made.pk}/")
    assert client.post(f"/campaigns/{made.pk}/start/").status_code == 422
    client.post(f"/campaigns/{made.pk}/criteria/add/", criterion_form())
    one = made.criteria.get(role="must")
    assert (float(one.target), float(one.floor or 0), float(one.ceiling or 0)) == (0.1, 0.06667, 0.13333)
    page = text(client, f"/campaigns/{made.pk}/")
    assert "at least 10 %, bad: 6.7 %, good: 13.3 %" in page.replace("\xa0", " ") or "bad: 6.7 %, good: 13 %" in page
    assert client.post(f"/campaigns/{made.pk}/start/").status_code == 302
    assert "Continue" in text(client, f"/campaigns/{made.pk}/")


def test_what_is_wrong_is_said_where_it_was_typed() -> None:
    client, day = as_("mikko"), timezone.localdate()
    late = client.post("/campaigns/add/", campaign_form(ends_on=day - timedelta(days=1)))
    assert late.status_code == 422 and "comes after the first one" in late.content.decode()
    made = today(started=False)
    for fields, words in (
        ({"target": "100"}, "nothing to find out"),
        ({"zone": "own", "floor": "12", "ceiling": "20"}, "within its zone"),
    ):
        answer = client.post(f"/campaigns/{made.pk}/criteria/add/", criterion_form(**fields))
        assert answer.status_code == 422 and words in answer.content.decode()


def test_a_criterion_of_output_is_pointed_out_and_may_be_kept_all_the_same() -> None:
    client = as_("mikko")
    client.post("/campaigns/add/", campaign_form())
    path = f"/campaigns/{Campaign.objects.get().pk}/criteria/add/"
    asked = client.post(path, criterion_form(name="Mails sent"))
    assert asked.status_code == 422 and "what we put out ourselves" in asked.content.decode()
    assert not Criterion.objects.filter(role="must").exists()
    client.post(path, criterion_form(name="Mails sent", anyway="1"))
    assert "never a sign that anything works" in text(client, path.removesuffix("criteria/add/"))


@on_every_database
def test_a_change_with_results_in_sight_needs_reason_and_confirmation_and_is_shown() -> None:
    made, client = today(), as_("mikko")
    came(made, "yn....")
    path = f"/campaigns/criteria/{made.criteria.get(code='accepted').pk}/edit/"
    assert "fitted to them" in text(client, path)
    form = criterion_form(target="8", zone="strict")
    assert "Confirm that you have read" in client.post(path, {**form, "reason": "Ten was a wish."}).content.decode()
    assert not Change.objects.exists()
    client.post(path, {**form, "reason": "Ten was a wish.", "understood": "on"})
    page = text(client, f"/campaigns/{made.pk}/")
    assert "Ten was a wish." in page and "weaker rule that holds for all targets" in page


def test_the_live_page_says_the_verdict_what_would_change_it_and_what_is_promised() -> None:
    made, client = today(contacts_planned=200), as_("mikko")
    came(made, "n..y.n....y.n.", days=5)
    page = text(client, f"/campaigns/{made.pk}/")
    for words in ("Continue", "Abort if the next", "Scale if the next", "As things stand", "in at most 5 %", "Cost so far",
                  "however often and whenever you look", "may still answer", "this one was not drawn"):  # fmt: skip
        assert words in page, words


def test_planning_shows_endings_and_says_when_it_is_too_short() -> None:
    made, client = today(started=False), as_("mikko")
    page = text(client, f"/campaigns/{made.pk}/plan/?contacts=200")
    assert "With 200 contacts" in page and "&gt; 99 %" in page and "A scale is possible after" in page
    short = text(client, f"/campaigns/{made.pk}/plan/?contacts=15")
    assert "can never come to an abort" in short and "would do" in short
    client.post(f"/campaigns/{made.pk}/criteria/add/", criterion_form(
        name="Met", kind="goal_by_deadline", target="2", zone="", of=made.criteria.get(code="accepted").pk
    ))  # fmt: skip
    both = text(client, f"/campaigns/{made.pk}/plan/?contacts=x")
    assert both.count("With 60 contacts") == 2 and "contacts reach it in" in both and "not here" not in both


CSV = b"id;invited at;Accepted;unsubscribed\nc1;%(a)s;yes;\nc2;%(a)s;no;yes\nc3;%(a)s;;\n"


def a_file(content: bytes = CSV, **days: str) -> SimpleUploadedFile:
    at = (timezone.localdate() - timedelta(days=5)).isoformat().encode()
    return SimpleUploadedFile("results.csv", content.replace(b"%(a)s", at))


@on_every_database
def test_a_file_is_looked_at_before_it_is_recorded() -> None:
    made, client = today(), as_("mikko")
    path = f"/campaigns/{made.pk}/results/file/"
    page = client.post(path, {"file": a_file()}).content.decode()
    assert "3 rows" in page and "3 invitations are new" in page and "3 answers" in page and not Contact.objects.exists()
    chosen = {
        "column_contact": "id",
        "column_invited_at": "invited at",
        "column_accepted": "Accepted",
        "column_unsubscribed": "unsubscribed",
    }
    sent = {"content": a_file().read().decode(), "name": "results.csv", "do": "record", **chosen}
    assert client.post(path, sent)["Location"] == f"/campaigns/{made.pk}/"
    assert (Contact.objects.count(), Answer.objects.count(), Batch.objects.get().source) == (3, 3, "file")
    again = client.post(path, {**sent, "do": "preview"}).content.decode()
    assert "0 invitations are new" in again and "3 known already" in again


@on_every_database
def test_faults_of_a_file_are_named_by_line_and_good_rows_may_be_kept() -> None:
    made, client = today(), as_("mikko")
    path = f"/campaigns/{made.pk}/results/file/"
    bad = CSV + b"c4;2001-01-01;yes;\nc5;%(a)s;perhaps;\n"
    page = client.post(path, {"file": a_file(bad)}).content.decode()
    assert "line 5, column invited at: 2001" in page and "line 6, column Accepted" in page
    assert "<td>c1</td>" in page, "the first rows are shown"
    sent = {"content": a_file(bad).read().decode(), "name": "r.csv", "do": "record", "column_contact": "id",
            "column_invited_at": "invited at", "column_accepted": "Accepted"}  # fmt: skip
    refused = client.post(path, sent)
    assert (
        refused.status_code == 422
        and "Nothing was recorded" in refused.content.decode()
        and not Contact.objects.exists()
    )
    done = client.post(path, {**sent, "good_rows_only": "1"}, follow=True).content.decode()
    assert Contact.objects.count() == 3 and "2 rows left out" in done
    broken = client.post(path, {"file": SimpleUploadedFile("x.csv", b"\x89PNG\r\n\x1a\n\x00")})
    assert broken.status_code == 422


@on_every_database
def test_counters_by_hand_and_taking_a_delivery_back() -> None:
    made, client = today(), as_("mikko")
    path = f"/campaigns/{made.pk}/results/hand/"
    assert client.post(path, {"invited": "2", "accepted": "5"}).status_code == 422
    client.post(path, {"invited": "20", "accepted": "3", "unsubscribed": "1"})
    assert "3 yes among 20" in text(client, f"/campaigns/{made.pk}/")
    assert client.post(f"/campaigns/deliveries/{Batch.objects.get().pk}/take-back/").status_code == 302
    assert "taken back" in text(client, f"/campaigns/{made.pk}/results/") and "3 yes" not in text(
        client, f"/campaigns/{made.pk}/"
    )


def test_the_order_of_invitations_comes_as_a_file_a_spreadsheet_cannot_run() -> None:
    made = today()
    answer = as_("mikko").post(f"/campaigns/{made.pk}/results/order/", {"ids": "a1\nb2\n=cmd()\nsara@example.com\na1"})
    lines = answer.content.decode().split()
    assert answer["Content-Type"].startswith("text/csv") and lines[0] == "place,contact" and len(lines) == 5
    assert any(line.endswith("'=cmd()") for line in lines) and any("sara@example.com" in line for line in lines)
    assert not Contact.objects.filter(key__contains="@").exists() and Contact.objects.count() == 4


def delivery(made: Campaign, number: str = "d-1", **one: Any) -> bytes:
    at = (timezone.now() - timedelta(days=3)).isoformat()
    result = {
        "contact": "c-1",
        "invited_at": at,
        "results": {"accepted": "yes"},
        "at": timezone.now().isoformat(),
        **one,
    }
    return json.dumps({"id": number, "results": [result]}).encode()


@on_every_database
def test_a_webhook_is_let_in_by_signature_or_secret_address_and_a_repeated_delivery_does_nothing() -> None:
    made, client = today(), Client(enforce_csrf_checks=True)
    path, body = f"/campaigns/{made.pk}/hook/", delivery(made)
    headers = {"X-Luotsi-Signature": signature_of(made.secret, body)}
    first = client.post(path, body, content_type="application/json", headers=headers)
    assert first.json() == {"contacts": 1, "answers": 1, "repeated": False}
    assert client.post(path, body, content_type="application/json", headers=headers).json()["repeated"] is True
    by_address = client.post(f"{path}{made.secret}/", delivery(made, "d-2", contact=7), content_type="application/json")
    assert by_address.json()["contacts"] == 1 and Batch.objects.filter(source="webhook").count() == 2


def test_a_webhook_turns_away_what_is_not_genuine_too_large_or_not_right() -> None:
    made, client = today(), Client()
    path, body = f"/campaigns/{made.pk}/hook/", delivery(made)

    def sent(body: bytes, where: str = path, key: str = made.secret) -> Any:
        headers = {"X-Luotsi-Signature": signature_of(key, body)}
        return client.post(where, body, content_type="application/json", headers=headers)

    assert sent(body, key="guess").status_code == 404 and sent(body, f"{path}guess/").status_code == 404
    assert sent(body, "/campaigns/999999/hook/").status_code == 404
    assert sent(b"[" * 90_000).json()["code"] == "malformed" and sent(b"{}").status_code == 422
    assert sent(b" " * (MOST_BYTES + 1)).status_code == 413
    wrong = sent(delivery(made, invited_at="2001-01-01", results={"accepted": "maybe"}))
    assert wrong.status_code == 422 and wrong.json()["faults"][0]["code"] == "not_an_amount"
    assert not Contact.objects.exists()
    as_("mikko").post(f"/campaigns/{made.pk}/results/secret/")
    assert sent(body).status_code == 404


@on_every_database
def test_results_come_by_api_with_a_token() -> None:
    made = today()
    _, token = make_token(user=person("mikko"), name="CRM", scope=Scope.WRITE, days=5, at=timezone.now())
    headers = {"Authorization": f"Bearer {token}"}
    body = json.loads(delivery(made))
    answer = Client().post(
        f"/api/v1/campaigns/{made.pk}/results", body, content_type="application/json", headers=headers
    )
    assert answer.status_code == 201 and answer.json()["answers"] == 1
    found = Client().get("/api/v1/campaigns", headers=headers).json()
    assert found["count"] == 1 and found["rows"][0]["invited"] == 1 and found["rows"][0]["word"] == "continue"


def test_an_abort_cannot_be_closed_without_its_lesson() -> None:
    made, client = today(contacts_planned=200), as_("mikko")
    came(made, "." * 60)
    path = f"/campaigns/{made.pk}/"
    assert "End it with its lesson" in text(client, path)
    assert client.post(f"{path}end/", {"ending": "aborted", "lesson": ""}).status_code == 422
    client.post(f"{path}end/", {"ending": "aborted", "lesson": "Nobody opens letters in July."})
    page = text(client, path)
    assert "Aborted" in page and "Nobody opens letters in July." in page and "Record results" not in page
    assert "Nobody opens letters in July." in text(client, "/campaigns/tree/")


@on_every_database
def test_a_scale_opens_the_next_larger_one_prefilled_with_its_parent() -> None:
    made, client = today(), as_("mikko")
    came(made, "yyynyyyyyn")
    path = f"/campaigns/{made.pk}/scale/"
    assert 'value="240"' in text(client, path)
    client.post(path, campaign_form(title="Letters, all", contacts_planned=240))
    child = Campaign.objects.get(parent=made)
    assert "Letters to plant managers" in text(client, f"/campaigns/{child.pk}/")
    assert "Letters, all" in text(client, f"/campaigns/{made.pk}/") and "Letters, all" in text(
        client, "/campaigns/tree/"
    )


@on_every_database
def test_what_waits_for_a_decision_stands_on_today_and_is_found_by_its_words() -> None:
    made = today()
    came(made, "yyynyyyyyn")
    assert "“Letters to plant managers” has come to a verdict" in text(as_("mikko"), "/")
    assert "has come to a verdict" not in text(as_("sara"), "/")
    assert f"/campaigns/{made.pk}/" in text(as_("mikko"), "/search/?q=letter")
    assert f"/campaigns/{made.pk}/" not in text(as_("sara"), "/search/?q=letter")


@pytest.mark.parametrize("who", CAST)
def test_others_read_verdict_and_lesson_only_where_the_lead_opened_them(who: str) -> None:
    made = today(contacts_planned=200)
    came(made, "n..y.n....y.n.")
    path = f"/campaigns/{made.pk}/"
    is_team = who in ("liisa", "mikko")
    assert as_(who).get(path).status_code == (200 if is_team else 404)
    assert as_(who).post(f"{path}share/").status_code == (302 if who == "liisa" else 403)
    if who != "liisa":
        as_("liisa").post(f"{path}share/")
    page = text(as_(who), path)
    assert "One in ten" not in page and "one in ten takes a talk" in page
    assert ("Verdicts as they fell" in page) is is_team and ("Cost so far" in page) is is_team


def test_the_slide_holds_hypothesis_verdict_an_editable_chart_and_the_lesson() -> None:
    import pptx

    made, client = today(contacts_planned=200), as_("mikko")
    came(made, "." * 60)
    client.post(f"/campaigns/{made.pk}/end/", {"ending": "aborted", "lesson": "Nobody opens letters in July."})
    answer = client.get(f"/campaigns/{made.pk}/campaign.pptx")
    slide = pptx.Presentation(io.BytesIO(answer.content)).slides[0]
    said = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    for words in ("Letters to plant managers", "one in ten takes a talk", "Aborted", "Lesson: Nobody opens letters in July.",
                  "0 yes among 60", "60 contacts invited"):  # fmt: skip
        assert words in said, words
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    series = {one.name: list(one.iter_values()) for one in chart.plots[0].series}
    assert set(series) == {"For sure", "Scale at", "Abort at"} and series["For sure"][-1] == 0
    assert len(chart.part.chart_workbook.xlsx_part.blob) > 1000


def test_the_chart_is_a_file_too() -> None:
    made, client = today(), as_("mikko")
    came(made, "y.n")
    answer = client.get(f"/campaigns/{made.pk}/chart.png")
    assert answer.content[:4] == b"\x89PNG" and client.get(f"/campaigns/{made.pk}/chart.exe").status_code == 404


@on_every_database
def test_every_page_asks_few_questions_whatever_the_rows(django_assert_max_num_queries: Any) -> None:
    made = today(contacts_planned=600)
    for number in range(3):
        came(today(title=f"Try {number}"), "y.n..")
    for number in range(3):
        came(made, "n..y...." * 10, first=1 + 80 * number)
    client, one = as_("liisa"), made.criteria.get(code="accepted")
    verdict = made.verdicts.first()
    assert verdict is not None
    for path in ("", "tree/", "add/", f"{made.pk}/", f"{made.pk}/edit/", f"{made.pk}/plan/", f"{made.pk}/results/", f"{made.pk}/end/",
                 f"{made.pk}/scale/", f"{made.pk}/criteria/add/", f"criteria/{one.pk}/edit/", f"verdicts/{verdict.pk}/"):  # fmt: skip
        with django_assert_max_num_queries(16):
            assert client.get(f"/campaigns/{path}").status_code == 200, path
    with django_assert_max_num_queries(16):  # each room is asked once
        assert client.get("/").status_code == 200
