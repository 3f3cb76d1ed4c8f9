"""The newsroom by API: sort and check, bring in, correct, read the audit; with the pages' own rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from luotsi.kernel.accounts.models import Scope
from luotsi.rooms.newsroom.models import Correction, Item
from luotsi.rooms.newsroom.rules import quarter_of
from tests.pages.test_api import Caller
from tests.world_newsroom import FILLER_HEADLINE, WORTHY_HEADLINE, company, item, many

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def news(headline: str = WORTHY_HEADLINE, **fields: Any) -> dict[str, Any]:
    return {"headline": headline, "published_on": "2026-11-20", **fields}


def test_headlines_are_sorted_with_probabilities_and_reasons_and_nothing_is_kept() -> None:
    answer = Caller("sara")(
        "POST", "/news/sort", {"news": [{"headline": WORTHY_HEADLINE}, {"headline": FILLER_HEADLINE}]}
    )
    first, second = answer.json()
    assert (first["hook"], first["worthy"], second["hook"], second["worthy"]) == (
        "completion",
        True,
        "partnership",
        False,
    )
    assert 0 < first["probability"] <= 1 and first["alternatives"] and first["reasons"][0]["part"] == "headline"
    assert not Item.objects.exists()


def test_a_text_is_checked_and_no_text_is_refused() -> None:
    call = Caller("sara")
    found = call(
        "POST", "/news/critique", {"title": "Innovative solutions for a promising market", "kind": "title"}
    ).json()
    assert found["lang"] == "en" and found["verdict"] and found["said"] and found["hook"]
    assert found["findings"] and all(one["reason"] and one["code"] for one in found["findings"])
    refused = call("POST", "/news/critique", {"title": " "})
    assert (refused.status_code, refused.json()["code"]) == (422, "newsroom.no_text")


def test_news_come_in_once_and_are_found_again() -> None:
    ours, call = company(), Caller("mikko")
    body = {"items": [news(company_id=ours.pk), news(FILLER_HEADLINE, company_id=ours.pk)]}
    assert call("POST", "/news/items", body).json() == {"new": 2, "known": 0}
    assert call("POST", "/news/items", body).json() == {"new": 0, "known": 2}
    found = call("GET", f"/news/items?company={ours.pk}&hook=filler").json()
    assert [one["headline"] for one in found["rows"]] == [FILLER_HEADLINE] and found["count"] == 1
    one = call("GET", f"/news/items/{found['rows'][0]['id']}").json()
    assert (one["hook"], one["worthiness"], one["quarter"], one["company"]) == (
        "partnership",
        "filler",
        "2026Q4",
        "Ranta",
    )
    assert call("POST", "/news/items", {"items": [news(company_id=999_999)]}).status_code == 404


def test_a_correction_counts_is_listed_and_needs_a_known_hook() -> None:
    made, call = item(FILLER_HEADLINE), Caller("mikko")
    path = f"/news/items/{made.pk}/corrections"
    answer = call("POST", path, {"hook": "special"})
    assert (answer.status_code, answer.json()["hook"], answer.json()["is_corrected"]) == (201, "special", True)
    assert [(one["was"], one["hook"]) for one in call("GET", path).json()] == [("partnership", "special")]
    assert call("POST", path, {"hook": "gossip"}).status_code == 422
    assert Correction.objects.count() == 1


def test_the_audit_says_what_the_page_says() -> None:
    ours, rival = company(is_ours=True), company("Rivalta")
    many(6, ours, on=timezone.localdate())
    many(5, rival, hook="event", on=timezone.localdate())
    first, second = Caller("sara")("GET", "/news/audit").json()
    assert (first["company"], first["items"], first["worthy"], first["camp"]) == ("Ranta", 6, 6, "quality")
    assert first["is_ours"] and first["low"] <= first["share"] <= first["high"]
    assert (second["counts"]["event"], second["filler"], second["quarter"]) == (5, 5, quarter_of(timezone.localdate()))
    assert Caller("sara")("GET", "/news/audit?quarter=2001Q1&quarters=12").json() == []


def test_a_token_reaches_as_far_as_its_role_and_scope() -> None:
    made = item()
    assert Caller("sara")("POST", "/news/items", {"items": [news()]}).status_code == 403
    assert Caller("sara")("POST", f"/news/items/{made.pk}/corrections", {"hook": "event"}).status_code == 403
    assert Caller("mikko", Scope.READ)("POST", "/news/items", {"items": [news()]}).status_code == 403
    assert Caller("sara")("GET", "/news/items").json()["count"] == 1


def test_reading_takes_few_queries_whatever_the_rows(django_assert_max_num_queries: Any) -> None:
    many(300, company(), on=timezone.localdate())
    call = Caller("sara")
    for path in ("/news/items?limit=300", "/news/audit"):
        with django_assert_max_num_queries(6):
            assert call("GET", path).status_code == 200
