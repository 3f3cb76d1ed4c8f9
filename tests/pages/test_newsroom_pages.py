"""Pages of the newsroom: who sees what, two clicks for a correction, filler refused with a way out, few queries."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luotsi.kernel.critique_sayings import said
from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.models import Company, Correction, Item, Release, Source
from luotsi.rooms.newsroom.rules import quarter_of
from tests.clients import as_, text
from tests.world import CAST, person
from tests.world_newsroom import FILLER_HEADLINE, WORTHY_HEADLINE, company, item, many, release, source

pytestmark = [pytest.mark.django_db]
on_every_database = pytest.mark.database  # words and forms are the same on each; rows and queries are asked twice

HTMX = {"HTTP_HX_REQUEST": "true"}
TEAM_ONLY = ("releases/", "releases/add/", "sources/", "items/add/", "items/file/")
LEAD_ONLY = ("sources/add/", "companies/add/")
EVERYBODYS = ("", "audit/", "items/", "check/")


def today() -> Any:
    return timezone.localdate()


def side_by_side(count: int) -> tuple[Company, Company]:
    """Ours with `count` worthy ones, a rival with `count` fillers, all of this quarter."""
    ours, rival = company(is_ours=True), company("Rivalta")
    many(count, ours, on=today())
    many(count, rival, hook="event", on=today())
    return ours, rival


def release_form(headline: str = WORTHY_HEADLINE, **fields: Any) -> dict[str, Any]:
    return {"headline": headline, "lead": "", "body": "", "kind": "release", "to_site": "on", **fields}


@pytest.mark.parametrize("who", CAST)
def test_each_opens_what_is_theirs(who: str) -> None:
    client, user = as_(who), person(who)
    for path in EVERYBODYS:
        assert client.get(f"/newsroom/{path}").status_code == 200
    for path in TEAM_ONLY:
        assert client.get(f"/newsroom/{path}").status_code == (200 if user.may("newsroom.write") else 403)
    for path in LEAD_ONLY:
        assert client.get(f"/newsroom/{path}").status_code == (200 if user.may("newsroom.sources") else 403)


def test_an_empty_room_says_what_it_is_for_and_offers_the_first_step_to_whoever_can_take_it() -> None:
    assert 'href="/newsroom/companies/add/"' in text(as_("liisa"), "/newsroom/")
    page = text(as_("sara"), "/newsroom/")
    assert "News worth telling" in page and "/newsroom/companies/add/" not in page
    assert "No news in this quarter" in text(as_("sara"), "/newsroom/audit/")


@on_every_database
def test_the_front_shows_ours_beside_theirs_and_drafts_to_the_team_only() -> None:
    side_by_side(6)
    release()
    page = text(as_("mikko"), "/newsroom/")
    assert "6 of 6 worthy" in page and "0 of 6 worthy" in page
    assert WORTHY_HEADLINE in page and WORTHY_HEADLINE not in text(as_("sara"), "/newsroom/")


@on_every_database
def test_every_figure_of_the_audit_opens_what_is_behind_it_and_a_correction_moves_it() -> None:
    ours, rival = side_by_side(6)
    quarter, client = quarter_of(today()), as_("mikko")
    page = text(client, "/newsroom/audit/")
    behind = f"/newsroom/items/?company={rival.pk}&amp;quarter={quarter}&amp;hook=event&amp;state=counted"
    assert f'<a href="{behind}">6</a>' in page
    assert "6 pieces of news" in text(client, behind.replace("&amp;", "&"))
    said = rival.items.first()
    client.post(f"/newsroom/items/{said.pk}/correct/", {"hook": "analytics"})
    page = text(client, "/newsroom/audit/")
    assert f'<a href="{behind}">5</a>' in page and "1 of 6 worthy" in page
    assert "Nearly silent" not in page and "Minds quality" in page


def test_the_audit_walks_through_quarters() -> None:
    ours, _rival = side_by_side(5)
    year_ago = today() - timedelta(days=365)
    many(7, ours, on=year_ago)
    page = text(as_("sara"), f"/newsroom/audit/?quarter={quarter_of(year_ago)}")
    assert "7 of 7 worthy" in page and "no news" in page
    for odd in ("2026Q9", "x", "9999Q4", "0000Q1", "²"):
        assert as_("sara").get("/newsroom/audit/", {"quarter": odd}).status_code == 200


@on_every_database
@pytest.mark.parametrize("path", ["", "audit/", "items/", "items/?state=unsure&first=unsure", "releases/", "sources/"])
def test_pages_take_the_same_few_queries_whatever_the_rows(path: str, django_assert_max_num_queries: Any) -> None:
    client = as_("liisa")
    text(client, f"/newsroom/{path}")  # the first page of a visit notes that somebody is here
    for count in (3, 300):
        Item.objects.all().delete()
        ours, _rival = side_by_side(count)
        Release.objects.all().delete()
        Release.objects.bulk_create(
            Release(headline=f"News {n}", read_hook="product", created_at=timezone.now(), changed_at=timezone.now())
            for n in range(count)
        )
        Source.objects.all().delete()
        Source.objects.bulk_create(
            Source(company=ours, address=f"https://ranta.example/{n}", created_at=timezone.now()) for n in range(count)
        )
        with django_assert_max_num_queries(12):
            text(client, f"/newsroom/{path}")


# News


@on_every_database
def test_a_row_is_corrected_where_it_stands_and_the_fragment_is_a_part_of_the_page() -> None:
    made, client = item(FILLER_HEADLINE), as_("mikko")
    path = f"/newsroom/items/{made.pk}/correct/"
    here = {"next": "/newsroom/items/?hook=partnership"}
    plain = client.post(path, {"hook": "partnership", **here})
    assert plain["Location"] == here["next"]
    row = client.post(path, {"hook": "event", **here}, **HTMX).content.decode()
    assert row.lstrip().startswith(f'<li id="item-{made.pk}">') and "by a person" in row
    page = text(client, "/newsroom/items/")
    assert " autofocus" in row and _without_forms(row.replace(" autofocus", "")) in _without_forms(page)
    assert Correction.objects.count() == 2


def test_one_is_never_sent_elsewhere_after_a_correction() -> None:
    made = item(FILLER_HEADLINE)
    for odd in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        answer = as_("mikko").post(f"/newsroom/items/{made.pk}/correct/", {"hook": "event", "next": odd})
        assert answer["Location"] == f"/newsroom/items/{made.pk}/"


def test_whoever_may_not_correct_is_not_offered_it_and_is_refused() -> None:
    made = item(FILLER_HEADLINE)
    assert "/correct/" not in text(as_("sara"), f"/newsroom/items/{made.pk}/") + text(as_("sara"), "/newsroom/items/")
    assert as_("sara").post(f"/newsroom/items/{made.pk}/correct/", {"hook": "event"}).status_code == 403
    assert as_("mikko").post(f"/newsroom/items/{made.pk}/correct/", {"hook": "gossip"}).status_code == 422
    made.refresh_from_db()
    assert made.hook == "partnership"


def test_one_piece_shows_why_it_was_read_so_and_who_said_otherwise() -> None:
    made, client = item(FILLER_HEADLINE), as_("mikko")
    page = text(client, f"/newsroom/items/{made.pk}/")
    assert "Why it was read so" in page and "<mark>" in page and 'data-key="1"' in page
    client.post(f"/newsroom/items/{made.pk}/correct/", {"hook": "product"})
    page = text(client, f"/newsroom/items/{made.pk}/")
    assert "It was read as Partnership." in page and "instead of Partnership" in page and "Mikko Mäkelä" in page


def test_a_piece_of_news_by_hand_says_what_is_wrong_where_it_was_typed() -> None:
    client, form = as_("mikko"), {"headline": WORTHY_HEADLINE, "published_on": today(), "company": company().pk}
    assert client.post("/newsroom/items/add/", form).status_code == 302
    again = client.post("/newsroom/items/add/", form)
    assert again.status_code == 422 and "is here already" in again.content.decode()
    made = Item.objects.get()
    assert made.hook == "completion"
    assert client.post(f"/newsroom/items/{made.pk}/about/").status_code == 302
    assert "somebody else wrote it" in text(client, f"/newsroom/items/{made.pk}/")


def test_a_file_names_its_faults_or_leaves_them_out() -> None:
    client = as_("mikko")
    content = "headline,company,date\nRanta launches a sensor,Ranta,2026-10-02\nRanta opens,Ranta,someday\n"

    def sent(**fields: Any) -> Any:
        file = SimpleUploadedFile("news.csv", content.encode())
        return client.post("/newsroom/items/file/", {"file": file, **fields})

    refused = sent()
    assert refused.status_code == 422 and "line 3, column date" in refused.content.decode()
    assert not Item.objects.exists()
    assert sent(good_rows_only="on").status_code == 302 and Item.objects.count() == 1
    broken = SimpleUploadedFile("news.csv", b"\x00\x01\x02")
    assert client.post("/newsroom/items/file/", {"file": broken}).status_code == 422


def test_odd_filters_are_left_out() -> None:
    item()
    for query in ("page=x", "page=99999", "company=²", "company=" + "9" * 60, "q=%00", "hook=x", "state=x", "first=x"):
        assert as_("sara").get(f"/newsroom/items/?{query}").status_code == 200, query


# Any text


@on_every_database
def test_any_text_is_checked_by_anybody_and_nothing_is_kept() -> None:
    client = as_("sara")
    typed = {"headline": "Innovative solutions for a promising market", "body": "We are pleased.", "kind": "release"}
    page = client.post("/newsroom/check/", typed).content.decode()
    part = client.post("/newsroom/check/", typed, **HTMX).content.decode()
    assert "What it hangs on" in part and "As an editor would read it" in part
    assert part.strip() in page and "<html" not in part
    assert not Item.objects.exists() and not Release.objects.exists()


def test_a_finding_points_at_its_words_and_asks_a_better_question_in_the_texts_language() -> None:
    typed = {"headline": "Инновационное решение для перспективного рынка", "body": "", "kind": "title"}
    part = as_("sara").post("/newsroom/check/", typed, **HTMX).content.decode()
    assert 'lang="ru"' in part and "<mark>" in part


def test_nothing_typed_and_too_much_typed_are_answered() -> None:
    client = as_("sara")
    assert "Begin with the headline" in client.post("/newsroom/check/", {"headline": " "}, **HTMX).content.decode()
    assert client.post("/newsroom/check/", {"body": "a" * 60_001}).status_code == 422
    part = client.post("/newsroom/check/", {"body": "a" * 60_001}, **HTMX)
    assert part.status_code == 422 and "60000" in part.content.decode() and "Begin with" not in part.content.decode()


def test_whom_a_text_is_for_and_who_we_are_count_in_its_critique() -> None:
    company("Kolvarin", is_ours=True)
    body = "The hall in Kotka opened on 3 March 2026 and has 14 doors. " * 8 + "Beekeepers wait less there."
    typed, client = {"headline": "Hall 7 opens in Kotka", "body": body, "kind": "release"}, as_("mikko")
    no_gain = html.escape(said("no_gain", "en", {"who_is_named": False})[0])
    for path in ("check/", "releases/add/"):
        pages = [
            client.post(f"/newsroom/{path}", {**typed, "check": "1", "audience": whom}).content.decode()
            for whom in ("", "beekeepers")
        ]
        assert [no_gain in page for page in pages] == [True, False]
    empty = client.post("/newsroom/check/", {"headline": "Kolvarin is a leading partner of the industry"}, **HTMX)
    assert "<mark>Kolvarin is a leading partner of the industry</mark>" in empty.content.decode()


def test_a_release_that_somebody_else_changed_meanwhile_is_not_written_over_unseen() -> None:
    made, client = release(), as_("mikko")
    path = f"/newsroom/releases/{made.pk}/"
    seen = made.version
    assert f'name="version" value="{seen}"' in html.unescape(text(client, path))
    assert client.post(path, release_form("Ranta launches a pump", version=seen)).status_code == 302
    late = client.post(path, release_form("Ranta launches a valve", version=seen))
    made.refresh_from_db()
    page = html.unescape(late.content.decode())
    assert late.status_code == 422 and "Ranta launches a valve" in page and made.headline == "Ranta launches a pump"
    assert client.post(path, release_form("Ranta launches a valve", version=made.version)).status_code == 302
    assert f'name="version" value="{made.version}"' in page


# Releases


@on_every_database
def test_a_release_is_planned_with_its_hook_and_published_into_the_audit() -> None:
    company(is_ours=True)
    client = as_("mikko")
    answer = client.post("/newsroom/releases/add/", release_form(to_media="on", planned_on=today()))
    made = Release.objects.get()
    assert answer["Location"] == f"/newsroom/releases/{made.pk}/"
    assert "Completion · Worthy" in text(client, answer["Location"])
    client.post(f"/newsroom/releases/{made.pk}/publish/")
    page = text(client, f"/newsroom/releases/{made.pk}/")
    assert "Published on" in page and "As the audit counts it" in page and "<textarea" not in page
    assert WORTHY_HEADLINE in text(client, "/newsroom/items/")


def test_pushing_filler_is_refused_where_it_was_ticked_with_a_way_out() -> None:
    client = as_("mikko")
    answer = client.post("/newsroom/releases/add/", release_form(FILLER_HEADLINE, to_customers="on"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "“Partnership” is filler" in page and "choose the site alone" in page
    assert not Release.objects.exists()
    client.post("/newsroom/releases/add/", release_form(FILLER_HEADLINE))
    assert "filler: the site only" in text(client, "/newsroom/releases/")


def test_looking_at_a_draft_without_script_saves_nothing() -> None:
    client, made = as_("mikko"), release()
    for path in ("/newsroom/releases/add/", f"/newsroom/releases/{made.pk}/"):
        page = client.post(path, release_form(FILLER_HEADLINE, check="1"))
        assert page.status_code == 200 and "not to media and customers" in page.content.decode()
        assert client.post(path, {"check": "1"}).status_code == 422
    assert Release.objects.get().headline == WORTHY_HEADLINE


def test_a_release_is_changed_and_dropped_by_the_team_and_is_not_there_for_others() -> None:
    client, made = as_("mikko"), release()
    client.post(f"/newsroom/releases/{made.pk}/", release_form("Ranta launches a new version of its mobile app"))
    made.refresh_from_db()
    assert made.hook == "product"
    assert as_("sara").get(f"/newsroom/releases/{made.pk}/").status_code == 403
    assert client.post(f"/newsroom/releases/{made.pk}/drop/")["Location"] == "/newsroom/releases/"
    assert client.get(f"/newsroom/releases/{made.pk}/").status_code == 404


# Sources and companies


@on_every_database
def test_a_broken_source_is_shown_everywhere_with_what_to_do_and_can_be_read_paused_and_removed() -> None:
    client, made = as_("liisa"), source(company=company())
    actions.note_failure(source=made, code="status", at=timezone.now())
    for path in ("/", "/newsroom/", "/newsroom/sources/", f"/newsroom/sources/{made.pk}/"):
        page = text(client, path)
        assert "cannot be read" in page or "broken since" in page, path
    assert "cannot be read" not in text(as_("mikko"), "/")
    assert client.post(f"/newsroom/sources/{made.pk}/read/").status_code == 302
    for word in ("paused", "broken since"):
        client.post(f"/newsroom/sources/{made.pk}/pause/")
        assert word in text(client, f"/newsroom/sources/{made.pk}/")
    assert as_("mikko").post(f"/newsroom/sources/{made.pk}/remove/").status_code == 403
    client.post(f"/newsroom/sources/{made.pk}/remove/")
    assert not Source.objects.exists()


def test_sources_and_companies_are_added_by_the_lead_and_say_what_is_wrong() -> None:
    client = as_("liisa")
    client.post("/newsroom/companies/add/", {"name": "Ranta", "is_ours": "on"})
    twice = client.post("/newsroom/companies/add/", {"name": "Ranta"})
    assert twice.status_code == 422 and "is here already" in twice.content.decode()
    ours = Company.objects.get()
    client.post(f"/newsroom/companies/{ours.pk}/", {"name": "Ranta Group", "site": "https://ranta.example"})
    ours.refresh_from_db()
    assert (ours.name, ours.is_ours) == ("Ranta Group", False)
    feed = {"address": "https://ranta.example/feed", "kind": "feed", "company": ours.pk}
    assert client.post("/newsroom/sources/add/", feed).status_code == 302
    again = client.post("/newsroom/sources/add/", feed)
    assert again.status_code == 422 and "read already" in again.content.decode()


def test_news_and_releases_are_found_by_their_words() -> None:
    item(WORTHY_HEADLINE)
    release(FILLER_HEADLINE)
    assert WORTHY_HEADLINE in text(as_("sara"), "/search/?q=station")
    assert FILLER_HEADLINE in text(as_("mikko"), "/search/?q=memorandum")
    assert FILLER_HEADLINE not in text(as_("sara"), "/search/?q=memorandum")


def _without_forms(html: str) -> str:
    """Each answer has a token, and a way back, of its own."""
    import re

    return re.sub(r'<input type="hidden"[^>]*>|\s+', " ", html)
