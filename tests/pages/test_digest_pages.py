"""Pages of the digest: the team prepares, the lead lets it leave, everybody reads, one click unsubscribes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts.guests import address_of
from luotsi.kernel.accounts.models import GuestLink
from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.models import Digest, DigestReader, DigestSchedule, Item
from luotsi.rooms.newsroom.rules.digests import week_before
from tests.clients import as_, text
from tests.world import CAST, person
from tests.world_digest import STORIES, digest, reader, schedule, week

pytestmark = [pytest.mark.django_db]
on_every_database = pytest.mark.database  # words and forms are the same on each; rows and queries are asked twice
HTMX = {"HTTP_HX_REQUEST": "true"}


def prepared() -> Digest:
    """Of the last week, around the day on which the test runs: pages know no other today."""
    return digest(on=week_before(timezone.localdate()), at=timezone.now())


def sent() -> Digest:
    one = prepared()
    actions.send_digest(digest=one, by=person("liisa"), at=timezone.now())
    return one


def saved(one: Digest) -> Digest:
    one.refresh_from_db()
    return one


@pytest.mark.parametrize("who", CAST)
def test_a_draft_is_the_teams_readers_are_the_leads_and_what_was_sent_is_everybodys(who: str) -> None:
    draft, client, user = prepared(), as_(who), person(who)
    assert client.get("/newsroom/digests/").status_code == 200
    assert client.get(f"/newsroom/digests/{draft.pk}/").status_code == (200 if user.is_team else 404)
    for path in ("mail/", "mail.txt"):
        assert client.get(f"/newsroom/digests/{draft.pk}/{path}").status_code == (200 if user.is_team else 403)
    for path in ("readers/", "schedule/"):
        assert client.get(f"/newsroom/digests/{path}").status_code == (200 if user.may("newsroom.send") else 403)
    assert client.post(f"/newsroom/digests/{draft.pk}/send/").status_code == (302 if who == "liisa" else 403)
    if who != "liisa":
        actions.send_digest(digest=draft, by=person("liisa"), at=timezone.now())
    assert STORIES[0][0] in text(client, f"/newsroom/digests/{draft.pk}/")


@on_every_database
def test_a_week_is_prepared_annotated_ordered_and_given_its_number_by_plain_forms() -> None:
    day = week_before(timezone.localdate())
    week(day)
    client = as_("mikko")
    address = client.post("/newsroom/digests/prepare/", {"week": day + timedelta(days=3)})["Location"]
    one = Digest.objects.get()
    assert address == f"/newsroom/digests/{one.pk}/" and one.week_on == day
    a, _b, c = one.entries.all()
    stories = f"{address}stories"
    assert client.post(f"{stories}/{c.pk}/move/", {"place": "1"})["Location"].endswith(f"#entry-{c.pk}")
    client.post(f"{stories}/{c.pk}/annotate/", {"annotation": "Ask them how."})
    client.post(f"{stories}/{a.pk}/choose/", {"is_chosen": "0"})
    page = text(client, address)
    assert page.index(c.item.headline) < page.index(a.item.headline) and "Ask them how." in page
    assert "1 story left out" in page and "Send now" not in page and "Send now" in text(as_("liisa"), address)
    wrong = client.post(
        f"{address}words/", {"number_words": "27 %", "number_said": "", "number_item": "", "intro": "x"}
    )
    assert wrong.status_code == 422 and "somebody will ask" in wrong.content.decode()
    client.post(f"{address}words/", {
        "number_words": "27 %", "number_said": "less energy", "number_item": c.item_id, "intro": "Read this.",
    })  # fmt: skip
    mail = text(client, f"{address}mail/?theme=dark")
    for words in ("27 %", "less energy", "Ask them how.", "Read this."):
        assert words in mail and words in text(client, f"{address}mail.txt")
    assert a.item.headline not in mail


@on_every_database
def test_what_is_typed_is_kept_where_it_stands_and_an_approval_taken_back_is_seen() -> None:
    schedule(at=timezone.now())
    one, client = prepared(), as_("mikko")
    entry = one.entries.all()[0]
    path = f"/newsroom/digests/{one.pk}/stories/{entry.pk}"
    kept = client.post(f"{path}/annotate/", {"annotation": "So what."}, **HTMX)
    assert "Kept at" in kept.content.decode() and "<html" not in kept.content.decode()
    assert client.post(f"{path}/move/", {"place": "2", "after": "1", "before": ""}, **HTMX).status_code == 204
    assert client.post(f"{path}/move/", {"place": "x"}).status_code == 422
    as_("liisa").post(f"/newsroom/digests/{one.pk}/approve/")
    assert saved(one).is_approved
    again = client.post(f"{path}/annotate/", {"annotation": "So what?"}, **HTMX)
    assert again["HX-Refresh"] == "true" and not saved(one).is_approved
    as_("liisa").post(f"/newsroom/digests/{one.pk}/approve/")
    assert client.post(f"{path}/move/", {"place": "1"}, **HTMX).status_code == 302


def test_the_number_of_a_story_and_any_other_news_of_the_week_are_taken_with_one_click() -> None:
    one, client = prepared(), as_("mikko")
    entry = one.entries.exclude(number_words="").order_by("-pk")[0]
    client.post(f"/newsroom/digests/{one.pk}/stories/{entry.pk}/number/")
    assert (saved(one).number_item, one.number_words) == (entry.item, entry.number_words)
    page = text(client, f"/newsroom/digests/{one.pk}/")
    assert "Other news of the week" in page and STORIES[3][0] in page
    filler = Item.objects.get(headline=STORIES[3][0])
    client.post(f"/newsroom/digests/{one.pk}/add/", {"item": filler.pk})
    assert one.entries.filter(item=filler, added_by=person("mikko")).exists()
    assert "taken in by Mikko" in text(client, f"/newsroom/digests/{one.pk}/")


@on_every_database
def test_pages_take_the_same_few_queries_whatever_the_rows(django_assert_max_num_queries: Any) -> None:
    day, client = week_before(timezone.localdate()), as_("liisa")
    text(client, "/newsroom/digests/")  # the first page of a visit notes that somebody is here
    for number, count in enumerate((2, 40)):
        on = day - timedelta(days=7 * number)
        week(on, [(f"Kolvarin buys plant number {n} in Oulu", "acquisition", 0.9, "Kolvarin") for n in range(count)])
        one = digest(on=on, at=timezone.now())
        DigestReader.objects.bulk_create(
            DigestReader(email=f"{number}-{n}@example.org", since=timezone.now()) for n in range(count)
        )
        for path, most in ((f"{one.pk}/", 13), ("", 9), ("readers/", 8), (f"{one.pk}/mail/", 6)):
            with django_assert_max_num_queries(most):
                text(client, f"/newsroom/digests/{path}")
        actions.send_digest(digest=one, by=person("liisa"), at=timezone.now())
        with django_assert_max_num_queries(9):
            text(client, f"/newsroom/digests/{one.pk}/")


def test_one_click_leaves_and_looking_does_not() -> None:
    one, nobody = reader("partner@example.org"), Client()
    path = f"/newsroom/digests/leave/{one.token}/"
    assert "No more digests?" in text(nobody, path) and DigestReader.objects.get().is_subscribed
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not DigestReader.objects.get().is_subscribed and "no more digests" in text(nobody, path)
    nobody.post(path, {"back": "1"})
    assert DigestReader.objects.get().is_subscribed
    assert nobody.get("/newsroom/digests/leave/nobody/").status_code == 404


def test_whoever_holds_the_link_of_a_mail_reads_that_digest_and_nothing_else() -> None:
    one, nobody = sent(), Client()
    assert nobody.get(f"/newsroom/digests/{one.pk}/").status_code == 302
    link = GuestLink.objects.get(path=f"/newsroom/digests/{one.pk}/")
    page = nobody.get(address_of(link).removeprefix("http://127.0.0.1:8000"), follow=True)
    assert STORIES[0][0] in page.content.decode() and "Mails" not in page.content.decode()
    assert nobody.get("/newsroom/digests/").status_code == 302
    assert nobody.get(f"/newsroom/digests/{one.pk}/mail/").status_code == 302


def test_everybody_subscribes_for_themselves_and_the_lead_keeps_the_list() -> None:
    sara, liisa = as_("sara"), as_("liisa")
    sara.post("/newsroom/digests/subscribe/")
    assert "Not by mail any more" in text(sara, "/newsroom/digests/")
    sara.post("/newsroom/digests/subscribe/")
    refused = liisa.post("/newsroom/digests/readers/", {"email": "sara@example.com", "name": "", "stakeholder": ""})
    assert refused.status_code == 422 and "Only they can take it up again" in refused.content.decode()
    liisa.post("/newsroom/digests/readers/", {"email": "pia@example.org", "name": "Pia", "stakeholder": ""})
    pia = DigestReader.objects.get(email="pia@example.org")
    liisa.post(f"/newsroom/digests/readers/{pia.pk}/end/")
    assert "taken off" in text(liisa, "/newsroom/digests/readers/")


@on_every_database
def test_the_lead_sets_the_schedule_and_today_says_what_waits_and_what_is_late() -> None:
    form = {
        "is_on": "on", "prepare_weekday": "0", "prepare_hour": "7", "send_weekday": "1", "send_hour": "9",
        "preparer": person("mikko").pk,
    }  # fmt: skip
    liisa = as_("liisa")
    assert liisa.post("/newsroom/digests/schedule/", form).status_code == 302
    assert DigestSchedule.objects.get().is_on and "Mikko" in text(liisa, "/newsroom/digests/")
    one = prepared()
    assert "waits to be approved" in text(liisa, "/") and "waits to be approved" not in text(as_("mikko"), "/")
    Digest.objects.update(send_at=timezone.now() - timedelta(hours=3))
    assert "is late" in text(liisa, "/") and "late: it was to leave" in text(liisa, f"/newsroom/digests/{one.pk}/")
    assert liisa.post(f"/newsroom/digests/{one.pk}/approve/").status_code == 422


def test_the_front_names_what_is_in_preparation_to_the_team_and_what_was_sent_to_all() -> None:
    draft = prepared()
    link = f'href="/newsroom/digests/{draft.pk}/"'
    assert link in text(as_("mikko"), "/newsroom/") and link not in text(as_("sara"), "/newsroom/")
    actions.send_digest(digest=draft, by=person("liisa"), at=timezone.now())
    assert link in text(as_("sara"), "/newsroom/")


def test_mails_that_did_not_arrive_are_shown_with_what_to_do() -> None:
    reader("partner@example.org")
    one = sent()
    one.copy.mails.update(state="refused", error="smtp_550")
    page = text(as_("liisa"), f"/newsroom/digests/{one.pk}/")
    assert "refuses the address" in page and "Try again" in page
    assert "refuses the address" not in text(as_("sara"), f"/newsroom/digests/{one.pk}/")
    as_("liisa").post(f"/newsroom/digests/{one.pk}/again/")
    assert one.copy.mails.get().state == "waiting"
