"""The pages of the Blueprint: who sees what, in how many queries, with and without htmx."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luotsi.kernel.accounts import guests
from luotsi.rooms.backlog.models import Request
from luotsi.rooms.blueprint import actions
from luotsi.rooms.blueprint.models import Blueprint, PlanRun, Slot, TeamMember, Version
from luotsi.values import monday_of
from tests.world import NOW, person, stakeholder
from tests.world_blueprint import TEAM, backlog_of, item, made, planned, published, quarter

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MONDAY = monday_of(timezone.localdate()) + timedelta(weeks=1)


def browser(who: str) -> Client:
    client = Client()
    client.force_login(person(who))
    return client


def with_plan(count: int = 12) -> Blueprint:
    backlog_of(count)
    blueprint = quarter(starts_on=MONDAY)
    planned(blueprint, seconds=2, on=MONDAY)
    # This world's today lies beside the clock of these pages: what was asked for there was asked for before.
    earlier = timezone.now() - timedelta(hours=1)
    PlanRun.objects.update(asked_at=earlier)
    Blueprint.objects.update(facts_changed_at=earlier)
    blueprint.refresh_from_db()
    return blueprint


def test_the_empty_page_leads_to_capacity_first_then_to_a_quarter() -> None:
    assert reverse("blueprint:capacity").encode() in browser("liisa").get("/blueprint/").content
    assert b"Nothing is published yet" in browser("sara").get("/blueprint/").content
    browser("liisa").post("/blueprint/capacity/paste/", {"people": TEAM})
    assert TeamMember.objects.count() == 5
    assert reverse("blueprint:begin").encode() in browser("mikko").get("/blueprint/").content


def test_from_a_pasted_team_to_a_published_version_through_the_pages() -> None:
    backlog_of(8)
    liisa = browser("liisa")
    liisa.post("/blueprint/capacity/paste/", {"people": TEAM})
    liisa.post("/blueprint/begin/", {"starts_on": MONDAY.isoformat()})
    blueprint = Blueprint.objects.get()
    assert b"Make a plan" in liisa.get(f"/blueprint/{blueprint.pk}/draft/").content
    answer = liisa.post(f"/blueprint/{blueprint.pk}/plan/", {"time": "5"})
    run = PlanRun.objects.get()
    assert answer["Location"] == f"/blueprint/runs/{run.pk}/"
    assert b"It starts as soon as a worker is free" in liisa.get(answer["Location"]).content
    made(run)
    over = liisa.get(f"/blueprint/runs/{run.pk}/", headers={"HX-Request": "true"})
    assert over["HX-Redirect"] == f"/blueprint/{blueprint.pk}/draft/"
    liisa.post(f"/blueprint/{blueprint.pk}/publish/", {"note": "First"})
    assert Version.objects.get().note == "First"
    assert "items fit" in browser("sara").get("/blueprint/").content.decode()


def test_a_faulty_pasted_line_is_answered_by_its_number_and_nothing_is_written() -> None:
    answer = browser("liisa").post("/blueprint/capacity/paste/", {"people": "Anna, writer\nBo"})
    assert answer.status_code == 422 and b"line 2" in answer.content and not TeamMember.objects.exists()


@pytest.mark.parametrize("who", ["sara", "eva", "aino"])
def test_a_draft_is_hidden_from_everybody_but_the_team(who: str) -> None:
    blueprint = with_plan(3)
    client = browser(who)
    assert client.get(f"/blueprint/{blueprint.pk}/draft/").status_code == 404
    assert client.get(f"/blueprint/{blueprint.pk}/").status_code == 404
    assert client.get(f"/blueprint/{blueprint.pk}/history/").status_code == 404
    assert b"Nothing is published yet" in client.get("/blueprint/").content
    published(blueprint)
    page = client.get("/blueprint/")
    assert page.status_code == 200 and b"/draft/" not in page.content and b"data-move-url" not in page.content
    for verb in ("plan", "publish", f"items/{Slot.objects.first().work_item_id}/move"):
        assert client.post(f"/blueprint/{blueprint.pk}/{verb}/").status_code == 403


def test_a_member_plans_but_only_the_lead_publishes_and_sets_capacity() -> None:
    blueprint = with_plan(3)
    mikko = browser("mikko")
    assert mikko.get(f"/blueprint/{blueprint.pk}/draft/").status_code == 200
    for path in (f"/blueprint/{blueprint.pk}/publish/", "/blueprint/capacity/"):
        assert mikko.get(path).status_code == 403


def test_readers_see_the_published_version_whatever_happens_to_the_draft() -> None:
    blueprint = with_plan(5)
    published(blueprint)
    sara = browser("sara")
    before = sara.get("/blueprint/").context["document"]
    slot = Slot.objects.first()
    browser("mikko").post(f"/blueprint/{blueprint.pk}/items/{slot.work_item_id}/exclude/")
    assert sara.get("/blueprint/").context["document"] == before


def test_an_asker_sees_which_items_are_theirs() -> None:
    asked = item("Asked by Sara", hours=10)
    Request.objects.create(
        title="Mine", asker=stakeholder(user=person("sara")), received_at=NOW, state="accepted", work_item=asked
    )
    blueprint = quarter(starts_on=MONDAY)
    planned(blueprint, on=MONDAY)
    published(blueprint)
    assert b"yours" in browser("sara").get("/blueprint/").content
    assert b"yours" not in browser("omar").get("/blueprint/").content


def test_a_bar_is_moved_by_form_and_by_drag_and_a_refusal_says_why() -> None:
    blueprint = quarter(starts_on=MONDAY)
    moved = item(hours=90)
    planned(blueprint, on=MONDAY)
    mikko, path = browser("mikko"), f"/blueprint/{blueprint.pk}/items/{moved.pk}/"
    assert mikko.post(path + "move/", {"week": "4"}).status_code == 302
    assert Slot.objects.get().start == 4
    board = mikko.post(path + "move/", {"week": "6"}, headers={"HX-Request": "true"})
    assert (
        board.status_code == 200
        and board.content.strip().startswith(b'<div id="board"')
        and Slot.objects.get().start == 6
    )
    assert mikko.post(path + "move/", {"week": "12"}, headers={"HX-Request": "true"}).status_code == 422
    page = mikko.post(path + "move/", {"week": "12"})
    assert page.status_code == 422 and "the latest start within the quarter" in page.content.decode()
    assert Slot.objects.get().start == 6


def test_the_fragment_is_its_part_of_the_page() -> None:
    blueprint = with_plan(5)
    client, path = browser("liisa"), f"/blueprint/{blueprint.pk}/draft/"
    board, page = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(path, headers=headers).content.decode())
        for headers in ({"HX-Request": "true"}, {})
    )
    assert board.strip() in page


def test_a_guest_link_opens_one_version_with_its_files_and_no_other_page() -> None:
    blueprint = with_plan(3)
    first = published(blueprint)
    published(blueprint)
    link = actions.open_guest_link(first, by=person("liisa"), at=timezone.now())
    guest, path = Client(), f"/blueprint/{blueprint.pk}/versions/1/"
    assert guest.get(path).status_code == 302
    guest.get(guests.address_of(link).partition("//")[2].partition("/")[2].join(["/", ""]))
    for name in ("", "print/", "plan.pdf", "plan.ics", "plan.csv"):
        assert guest.get(path + name).status_code == 200, name
    assert guest.get(f"/blueprint/{blueprint.pk}/versions/2/").status_code == 302
    assert guest.get(f"/blueprint/{blueprint.pk}/draft/").status_code == 302
    token = guests.address_of(link).rstrip("/").rpartition("/")[2]
    feed = Client().get(f"/blueprint/feed/{token}/plan.ics")
    assert feed["Content-Type"].startswith("text/calendar") and b"BEGIN:VEVENT" in feed.content


def test_every_page_takes_at_most_twelve_queries_with_three_hundred_items(django_assert_max_num_queries) -> None:
    blueprint = with_plan(300)
    must = item("A must", moscow="must", hours=None)
    published(blueprint, acknowledged=[must.pk])
    published(blueprint, acknowledged=[must.pk])
    stands, out = Slot.objects.first().work_item_id, blueprint.left_out.first().work_item_id
    team_pages = [
        f"/blueprint/{blueprint.pk}/draft/", f"/blueprint/{blueprint.pk}/draft/?by=skill&all=1",
        f"/blueprint/{blueprint.pk}/items/{stands}/", f"/blueprint/{blueprint.pk}/items/{out}/",
        f"/blueprint/{blueprint.pk}/draft/?by=goal", f"/blueprint/{blueprint.pk}/draft/print/",
        f"/blueprint/{blueprint.pk}/publish/", f"/blueprint/{blueprint.pk}/frame/", f"/blueprint/runs/{PlanRun.objects.get().pk}/",
        "/blueprint/capacity/", f"/blueprint/capacity/people/{TeamMember.objects.first().pk}/",
        "/blueprint/capacity/recipes/blog/", "/blueprint/begin/",
    ]  # fmt: skip
    everybody = [
        "/blueprint/", "/blueprint/?by=skill", f"/blueprint/{blueprint.pk}/", f"/blueprint/{blueprint.pk}/history/",
        f"/blueprint/{blueprint.pk}/versions/1/", f"/blueprint/{blueprint.pk}/versions/1/print/",
        f"/blueprint/{blueprint.pk}/versions/1/plan.csv", "/blueprint/quarters/",
    ]  # fmt: skip
    for who, pages in (("liisa", [*team_pages, *everybody]), ("sara", everybody)):
        client = browser(who)
        for path in pages:
            with django_assert_max_num_queries(12):
                assert client.get(path).status_code == 200, path


def test_only_the_draft_that_was_looked_at_is_published() -> None:
    blueprint, liisa = with_plan(4), browser("liisa")
    address = f"/blueprint/{blueprint.pk}/publish/"
    looked_at = liisa.get(address).context["form"]["seen"].value()
    actions.exclude_item(blueprint, Slot.objects.all()[0].work_item, by=person("mikko"), at=NOW)
    answer = liisa.post(address, {"note": "Blind", "seen": looked_at})
    assert answer.status_code == 422 and b"has changed since you looked at it" in answer.content
    assert not Version.objects.exists()
    assert liisa.post(address, {"note": "Seen", "seen": answer.context["form"]["seen"].value()}).status_code == 302
    assert Version.objects.get().note == "Seen"


def test_dropping_a_bar_starts_a_plan_on_the_board_that_shows_what_moved_and_can_be_put_back() -> None:
    blueprint = with_plan(12)
    slot = Slot.objects.filter(start__lt=6).first()
    liisa, htmx = browser("liisa"), {"headers": {"HX-Request": "true"}}
    week = slot.start + 3 if slot.end + 3 < 13 else slot.start - 1
    board = liisa.post(f"/blueprint/{blueprint.pk}/items/{slot.work_item_id}/move/", {"week": str(week)}, **htmx)
    run = PlanRun.objects.first()
    watched = f"/blueprint/runs/{run.pk}/?board=1"
    assert watched in board.content.decode()
    asked_again = liisa.get(watched, **htmx)
    assert "HX-Retarget" not in asked_again and b'id="replanning"' in asked_again.content
    made(run)
    over = liisa.get(watched, **htmx)
    assert over["HX-Retarget"] == "#board" and b'<div id="board"' in over.content
    assert "as you wished" in over.content.decode() and b"is-moved" in over.content
    assert Slot.objects.get(work_item=slot.work_item_id).start == week
    again = liisa.post(f"/blueprint/runs/{run.pk}/put-back/", **htmx)
    assert b'<div id="board"' in again.content and b"as you wished" not in again.content
    assert Slot.objects.get(work_item=slot.work_item_id).start == slot.start


def test_a_plan_is_stopped_by_its_button_and_every_choice_of_time_is_kept() -> None:
    backlog_of(4)
    blueprint, liisa = quarter(starts_on=MONDAY), browser("liisa")
    assert liisa.post(f"/blueprint/{blueprint.pk}/plan/", {"time": "300"}).status_code == 302
    run = PlanRun.objects.get()
    assert run.time_limit_seconds == 300
    liisa.post(f"/blueprint/runs/{run.pk}/stop/")
    page = liisa.get(f"/blueprint/runs/{run.pk}/").content
    assert b"the best plan so far becomes the draft" in page
    assert liisa.post(f"/blueprint/{blueprint.pk}/plan/", {"time": "86400"}).status_code == 422


def test_a_plan_near_the_published_one_is_asked_for_on_the_draft() -> None:
    blueprint = with_plan(6)
    liisa, address = browser("liisa"), f"/blueprint/{blueprint.pk}/plan/"
    assert liisa.post(address, {"aim": "moves"}).status_code == 422
    published(blueprint)
    assert b"With the fewest moves" in liisa.get(f"/blueprint/{blueprint.pk}/draft/").content
    assert liisa.post(address, {"aim": "moves", "keep": "2"})["Location"] == f"/blueprint/{blueprint.pk}/draft/"
    run = PlanRun.objects.first()
    assert run.aim == "moves" and run.problem["frozen_until"] == 2 and run.problem["previous"]


def test_the_calendar_adds_up_hours_by_outcome_goal_and_skill() -> None:
    blueprint = with_plan(8)
    liisa = browser("liisa")
    for by in ("outcome", "goal", "skill"):
        calendar = liisa.get(f"/blueprint/{blueprint.pk}/draft/?by={by}").context["calendar"]
        assert calendar.by == by and all(len(lane.weeks) == 13 for lane in calendar.lanes)
    (goal,) = liisa.get(f"/blueprint/{blueprint.pk}/draft/?by=goal").context["calendar"].lanes
    first = sum(
        sum(slot.hours.values()) for slot in Slot.objects.all() if slot.start == 0
    )  # fmt: skip
    assert goal.name and goal.weeks[0].said == f"{first:.0f}"


@pytest.mark.parametrize("who", ["sara", "eva", "aino"])
def test_only_the_team_stops_prices_prints_and_puts_back_drafts(who: str) -> None:
    blueprint = with_plan(3)
    run, slot, client = PlanRun.objects.get(), Slot.objects.first(), browser(who)
    for verb in ("stop", "put-back"):
        assert client.post(f"/blueprint/runs/{run.pk}/{verb}/").status_code == 403
    for path in (f"items/{slot.work_item_id}/price", "draft/print"):
        assert client.get(f"/blueprint/{blueprint.pk}/{path}/").status_code == 403
