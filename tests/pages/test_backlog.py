"""The pages of items, order and volume: who sees what, in how many queries, with and without htmx."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import ForecastRun, SavedView, WeekCount, WorkItem
from luotsi.rooms.backlog.queries.throughput import ad_hoc_months
from luotsi.values import monday_of
from tests.world import NOW, TODAY, outcome, person
from tests.world_backlog import request as submitted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def browser(who: str) -> Client:
    client = Client()
    client.force_login(person(who))
    return client


def fill(count: int) -> list[WorkItem]:
    serving = outcome()
    return [
        actions.create_item(
            fields=ItemFields(title=f"Item {n}", worths={serving.pk: Decimal(5)} if n % 2 else {}), by=None, at=NOW
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("who", ["liisa", "sara", "eva", "aino"])
def test_everybody_who_may_ask_sees_the_list_and_only_the_team_can_change_it(who: str) -> None:
    item = fill(3)[0]
    page = browser(who).get("/backlog/")
    assert page.status_code == 200 and b"Item 0" in page.content
    assert (b"data-drag-list" in page.content) == (who == "liisa")
    answer = browser(who).post(f"/backlog/{item.pk}/move/", {"place": 3})
    assert answer.status_code == (302 if who == "liisa" else 403)


def test_a_guest_is_sent_to_sign_in() -> None:
    assert Client().get("/backlog/").status_code == 302


def test_the_page_takes_the_same_few_queries_for_five_rows_and_for_sixty(django_assert_max_num_queries) -> None:
    client = browser("liisa")
    for count in (5, 55):
        fill(count)
        client.get("/backlog/")
        with django_assert_max_num_queries(12):
            client.get("/backlog/")
        with django_assert_max_num_queries(12):
            client.get("/backlog/?q=item&moscow=")


def test_the_item_page_takes_few_queries_whatever_hangs_on_it(django_assert_max_num_queries) -> None:
    item = fill(1)[0]
    for n in range(30):
        actions.add_comment(item, text=f"Said {n}", by=person("mikko"), at=NOW)
    client = browser("liisa")
    with django_assert_max_num_queries(12):
        assert b"Said 29" in client.get(f"/backlog/{item.pk}/").content


def test_the_fragment_is_its_part_of_the_page() -> None:
    fill(3)
    client = browser("liisa")
    whole, part = client.get("/backlog/").content, client.get("/backlog/", headers={"HX-Request": "true"}).content
    assert without_tokens(part).strip() in without_tokens(whole)


def without_tokens(page: bytes) -> bytes:
    """Each answer masks the token of its forms anew."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def test_places_on_a_filtered_page_are_places_in_the_whole_list() -> None:
    fill(6)
    page = browser("sara").get("/backlog/?outcome=none")
    assert [row.place for row in page.context["board"].rows] == [1, 3, 5]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("customers story", "Customer stories for the website"),
        ("tarinat", "Asiakkaiden tarina verkkosivuille"),
        ("клиентов", "Истории клиента для сайта"),
        ("historia", "Historias de clientes"),
        ("pelanggan", "Kisah para pelanggan"),
    ],
)
def test_search_finds_other_forms_of_a_word_in_five_languages(words: str, title: str) -> None:
    actions.create_item(fields=ItemFields(title=title), by=None, at=NOW)
    fill(2)
    page = browser("sara").get("/backlog/", {"q": words})
    assert [row.item.title for row in page.context["board"].rows] == [title]


def test_nonsense_in_the_address_is_no_error() -> None:
    fill(1)
    long = "9" * 30
    queries = ["page=0", "page=x", "page=²", "outcome=x'", "owner=999", 'q=%00"*()', "page=99999999999", "moscow=zz"]
    for query in [*queries, "asker=²", f"outcome={long}", f"owner={long}", f"asker={long}", "page=" + "9" * 5000]:
        assert browser("liisa").get(f"/backlog/?{query}").status_code == 200


def test_a_number_that_no_database_knows_is_a_fault_of_the_form() -> None:
    item, long = fill(1)[0], "9" * 30
    client = browser("liisa")
    for where in ("place", "before", "after"):
        assert client.post(f"/backlog/{item.pk}/move/", {where: long}).status_code == 422
    assert client.post("/backlog/bulk/", {"items": [long], "change": "moscow", "moscow": "must"}).status_code == 422
    assert client.post("/backlog/score/half-life/", {"weeks": "²"}).status_code == 422


def test_dragging_answers_with_the_rows_and_a_left_item_with_a_conflict() -> None:
    first, second, third = fill(3)
    client = browser("liisa")
    answer = client.post(f"/backlog/{third.pk}/move/", {"before": first.pk}, headers={"HX-Request": "true"})
    assert answer.content.strip().startswith(b"<tbody")
    assert list(WorkItem.objects.ranked()) == [third, first, second]
    actions.drop_item(first, reason="x", by=person("mikko"), at=NOW)
    answer = client.post(f"/backlog/{third.pk}/move/", {"after": first.pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 409


def test_a_view_is_kept_shared_and_forgotten() -> None:
    client = browser("liisa")
    client.post("/backlog/views/", {"name": "Ad hoc", "query": "outcome=none&x=1", "is_shared": "on"})
    assert SavedView.objects.get().query == "outcome=none"
    assert b"Ad hoc" in browser("mikko").get("/backlog/").content
    assert browser("mikko").post(f"/backlog/views/{SavedView.objects.get().pk}/forget/").status_code == 404
    client.post(f"/backlog/views/{SavedView.objects.get().pk}/forget/")
    assert not SavedView.objects.exists()


def test_an_edit_over_somebody_elses_edit_keeps_the_text_and_says_so() -> None:
    item = fill(1)[0]
    client = browser("liisa")
    actions.edit_item(item, fields=ItemFields(title="Theirs"), version=1, by=person("mikko"), at=NOW)
    answer = client.post(f"/backlog/{item.pk}/edit/", {"title": "Mine", "confidence": "0.5", "version": 1})
    assert answer.status_code == 422 and b"Mine" in answer.content and b"Somebody else" in answer.content
    assert WorkItem.objects.get(pk=item.pk).title == "Theirs"


def weeks(count: int, completed: int = 4) -> bytes:
    monday = monday_of(TODAY)
    lines = [f"{monday - timedelta(weeks=n)},{completed + n % 3},{n % 2}" for n in range(count, 0, -1)]
    return "\n".join(["week,completed,arrived", *lines]).encode()


def test_told_weeks_become_a_forecast_with_a_date_for_every_place() -> None:
    fill(30)
    client = browser("liisa")
    assert b"needs the team" in client.get("/forecast/").content
    client.post("/forecast/weeks/", {"file": SimpleUploadedFile("weekly.csv", weeks(30))})
    assert WeekCount.objects.count() == 30
    run = actions.make_forecast(at=NOW, on=TODAY)
    assert run.date_50 is not None and run.date_50 <= run.date_85 <= run.date_95
    rows = client.get("/backlog/").context["board"].rows
    dates = [row.dates.date_85 for row in rows]
    assert dates == sorted(dates) and dates[0] < dates[-1]
    assert b"What is left" in client.get("/forecast/").content


def test_a_file_of_weeks_with_faults_is_answered_by_line_and_column_and_nothing_is_written() -> None:
    broken = b"week,completed\n2026-W10,4\n2026-W99,5\n2026-W12,many\n"
    answer = browser("liisa").post("/forecast/weeks/", {"file": SimpleUploadedFile("weekly.csv", broken)})
    assert answer.status_code == 422
    assert b"line 3, column week" in answer.content and b"line 4, column completed" in answer.content
    assert not WeekCount.objects.exists()


def test_a_guess_gives_dates_that_are_labelled_a_guess() -> None:
    fill(10)
    browser("liisa").post("/forecast/guess/", {"low": 1, "likely": 2, "high": 4})
    run = actions.make_forecast(at=NOW, on=TODAY)
    assert "guess" in run.answer["flags"] and run.date_85 is not None
    assert b"guess" in browser("eva").get("/forecast/").content


def test_the_forecast_keeps_its_own_record() -> None:
    """Told 8 finished a week, asked for 16: finished in the second week, on its Sunday."""
    fill(16)
    monday = monday_of(TODAY)
    told = [actions.ToldWeek(monday - timedelta(weeks=n), 8, 0) for n in range(30, 0, -1)]
    actions.tell_weeks(told, by=person("liisa"), at=NOW)
    first = actions.make_forecast(at=NOW, on=TODAY)
    actions.tell_weeks(
        [actions.ToldWeek(monday + timedelta(weeks=n), 8, 0) for n in range(30)], by=person("liisa"), at=NOW
    )
    actions.make_forecast(at=NOW + timedelta(weeks=30), on=TODAY + timedelta(weeks=30))
    assert ForecastRun.objects.get(pk=first.pk).resolved_on == monday + timedelta(days=13)


def test_work_without_an_outcome_is_the_ad_hoc_share() -> None:
    serving = outcome()
    for n in range(4):
        worths = {serving.pk: Decimal(5)} if n == 0 else {}
        item = actions.create_item(fields=ItemFields(title=f"Item {n}", worths=worths), by=None, at=NOW)
        actions.finish_item(item, spent_hours=Decimal(10), by=person("liisa"), at=NOW)
    assert [month.share for month in ad_hoc_months(TODAY)] == [0.75]
    assert b"ad hoc" in browser("eva").get("/adhoc/").content.lower()


def test_the_half_life_of_confidence_can_be_set_by_the_lead_alone_and_moves_every_score() -> None:
    serving = outcome()
    item = actions.create_item(
        fields=ItemFields(title="Old", worths={serving.pk: Decimal(8)}, effort_low_hours=Decimal(10)), by=None, at=NOW
    )
    WorkItem.objects.filter(pk=item.pk).update(judged_on=TODAY - timedelta(weeks=10))
    assert browser("mikko").post("/backlog/score/half-life/", {"weeks": 10}).status_code == 403
    assert browser("liisa").post("/backlog/score/half-life/", {"weeks": 10}).status_code == 302
    assert browser("liisa").post("/backlog/score/half-life/", {"weeks": 0}).status_code == 422
    assert actions.rescore_all(at=NOW, on=TODAY) == 1
    item.refresh_from_db()
    assert item.score == pytest.approx(8 * float(serving.weight) * 0.5 * 0.5 / 10)
    assert b"10 weeks" in browser("sara").get("/backlog/score/").content


def test_a_chart_of_a_page_is_also_a_file_from_the_same_specification() -> None:
    fill(10)
    client = browser("eva")
    assert client.get("/forecast/fan.svg").status_code == 404
    actions.guess_pace(low=1, likely=2, high=4, by=person("liisa"), at=NOW)
    actions.make_forecast(at=NOW, on=TODAY)
    assert b"/forecast/fan.png" in client.get("/forecast/").content
    assert client.get("/forecast/fan.svg").content.startswith(b"<svg")
    assert client.get("/forecast/fan.png").content.startswith(b"\x89PNG")
    assert client.get("/forecast/fan.exe").status_code == 404


def test_a_finished_item_cannot_be_moved_and_the_page_says_why() -> None:
    item = fill(1)[0]
    actions.finish_item(item, spent_hours=None, by=person("liisa"), at=NOW)
    answer = browser("liisa").get(f"/backlog/{item.pk}/move/")
    assert answer.status_code == 422 and b"take it up again" in answer.content


def test_whoever_took_their_request_back_is_no_asker_any_more() -> None:
    made = submitted("A fair stand that brings talks")
    actions.accept_request(made, fields=ItemFields(title="A fair stand"), by=person("liisa"), at=NOW)
    assert [row.askers for row in browser("liisa").get("/backlog/").context["board"].rows] == ["Sara Salo"]
    made.refresh_from_db()
    actions.start_item(made.work_item, by=person("mikko"), at=NOW)  # begun work stays, whoever withdraws
    actions.withdraw_request(made, by=person("sara"), at=NOW)
    assert [row.askers for row in browser("liisa").get("/backlog/").context["board"].rows] == [""]


def test_what_the_team_says_among_itself_about_an_item_is_the_teams() -> None:
    item = fill(1)[0]
    actions.add_comment(item, text="Sara will not like it.", by=person("mikko"), at=NOW)
    assert b"will not like it" in browser("liisa").get(f"/backlog/{item.pk}/").content
    for who in ("sara", "eva", "aino"):
        page = browser(who).get(f"/backlog/{item.pk}/")
        assert page.status_code == 200 and b"will not like it" not in page.content and b"History" not in page.content
