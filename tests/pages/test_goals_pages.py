"""Pages of goals: who sees what, what is refused where it was typed, and that they stay quick."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts import guests
from luotsi.rooms.goals.models import Agreement, Escalation, Goal, Guidepoint, Measurement, Metric, Outcome, Strength
from tests.clients import as_, text
from tests.world import CAST, NOW, goal, guidepoint, measurement, metric, outcome, person, stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def current(**fields: Any) -> dict[str, Any]:
    """A period around the day on which the test runs: pages know no other today."""
    today = timezone.localdate()
    return {"starts_on": today - timedelta(days=30), **fields}


def living_goal(title: str = "More pipeline", **fields: Any) -> Goal:
    end = timezone.localdate() + timedelta(days=200)
    return goal(title, **current(**{"by_on": end, "expires_on": end, **fields}))


def living_outcome(title: str = "Plant managers book a first talk", **fields: Any) -> Outcome:
    end = timezone.localdate() + timedelta(days=60)
    held = Guidepoint.objects.first() or guidepoint(**current(ends_on=end))
    return outcome(
        title, **current(guidepoint=held, goal=fields.pop("goal", None) or living_goal(), by_on=end, **fields)
    )


def goal_form(**fields: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "More pipeline",
        "new_metric": "Qualified leads",
        "new_unit": "a month",
        "baseline": "20",
        "target": "60",
        "starts_on": today,
        "by_on": today + timedelta(days=100),
        "expires_on": today + timedelta(days=100),
        **fields,
    }


def test_an_empty_page_says_what_goals_are_for_and_offers_the_first_step() -> None:
    lead, member = text(as_("liisa"), "/goals/"), text(as_("mikko"), "/goals/")
    assert "What does the organisation pursue?" in lead and 'href="/goals/add/"' in lead
    assert "What does the organisation pursue?" in member and 'href="/goals/add/"' not in member
    assert "Nothing is measured yet" in text(as_("mikko"), "/goals/metrics/")
    assert "Nothing to measure yet" in text(as_("mikko"), "/goals/measure/")


@pytest.mark.parametrize("who", CAST)
def test_everybody_sees_guidepoint_goals_and_outcomes(who: str) -> None:
    found = living_outcome()
    client = as_(who)
    first = text(client, "/goals/")
    assert found.guidepoint.statement in first and found.title in first and found.goal.title in first
    for path in (f"guidepoint/{found.guidepoint_id}/", f"outcome/{found.pk}/", f"{found.goal_id}/", "metrics/"):
        assert found.title in text(client, f"/goals/{path}") or path == "metrics/"


WRITES = ["add/", "{goal}/edit/", "{goal}/give-up/", "{goal}/take-up/", "guidepoint/add/", "guidepoint/{guidepoint}/edit/",
          "guidepoint/{guidepoint}/agree/", "guidepoint/{guidepoint}/escalate/",
          "guidepoint/{guidepoint}/outcomes/add/", "outcome/{outcome}/edit/", "outcome/{outcome}/remove/",
          "metrics/add/", "metrics/{metric}/edit/"]  # fmt: skip
MEASURES = ["metrics/{metric}/measure/", "measure/", "measure/file/", "measurements/{measurement}/remove/"]


@pytest.mark.parametrize("who", ["mikko", "sara", "eva", "aino", None])
def test_only_the_lead_changes_goals_and_only_the_team_measures(who: str | None) -> None:
    value = measurement(5, of=metric("First talks"))
    found = living_outcome()
    ids = {"goal": found.goal_id, "guidepoint": found.guidepoint_id, "outcome": found.pk,
           "metric": found.metric_id, "measurement": value.pk}  # fmt: skip
    client = as_(who) if who else Client()
    refused = 403 if who else 302
    for path in WRITES + ([] if who == "mikko" else MEASURES):
        assert client.post("/goals/" + path.format(**ids), goal_form()).status_code == refused, path
    assert (Goal.objects.count(), Outcome.objects.count(), Measurement.objects.count()) == (1, 1, 1)
    assert Goal.objects.get().given_up_on is None and not Agreement.objects.exists()


def test_a_guest_reads_nothing_here_even_with_a_link_to_another_page() -> None:
    link = guests.open_link("/ask/", by=None, at=timezone.now())
    client = Client()
    client.get(guests.address_of(link))
    assert client.get("/goals/").status_code == 302


def test_what_is_not_there_is_a_404() -> None:
    client = as_("liisa")
    for path in ("9/", "guidepoint/9/", "outcome/9/", "metrics/9/", "9/edit/", "outcome/9/edit/"):
        assert client.get(f"/goals/{path}").status_code == 404, path
    assert client.post("/goals/escalation/9/answer/").status_code == 404


def test_a_goal_is_added_with_its_metric_edited_given_up_and_taken_up_again() -> None:
    client = as_("liisa")
    assert client.get("/goals/add/").status_code == 200
    answer = client.post("/goals/add/", goal_form())
    added = Goal.objects.get()
    assert answer["Location"] == f"/goals/{added.pk}/" and added.metric.name == "Qualified leads"
    assert client.get(f"/goals/{added.pk}/edit/").status_code == 200
    client.post(f"/goals/{added.pk}/edit/", goal_form(title="Renamed", metric=added.metric_id, new_metric=""))
    client.post(f"/goals/{added.pk}/give-up/")
    page = text(client, f"/goals/{added.pk}/")
    assert "Renamed" in page and "given up on" in page and "gave this goal up" in page
    client.post(f"/goals/{added.pk}/take-up/")
    assert "given up on" not in text(client, f"/goals/{added.pk}/")


def test_a_count_of_output_is_refused_as_a_target_where_it_was_chosen() -> None:
    posts = metric("Posts published", kind=Metric.Kind.OUTPUT)
    answer = as_("liisa").post("/goals/add/", goal_form(metric=posts.pk, new_metric=""))
    assert answer.status_code == 422
    assert "Posts published” counts output" in answer.content.decode() and not Goal.objects.exists()


def test_the_page_of_goals_warns_before_a_goal_expires_and_keeps_ended_ones_apart() -> None:
    today = timezone.localdate()
    living_goal("Ends soon", expires_on=today + timedelta(days=12), by_on=today + timedelta(days=12))
    living_goal("Over", expires_on=today - timedelta(days=1), by_on=today - timedelta(days=1))
    page = text(as_("liisa"), "/goals/")
    assert "“Ends soon” expires on" in page and "in 12 days" in page and "1 goal that has ended" in page


def test_a_guidepoint_of_tactics_is_pointed_out_and_may_be_saved_anyway() -> None:
    client, today = as_("liisa"), timezone.localdate()
    form = {
        "statement": "Four blog posts a week, a brochure and two webinars",
        "starts_on": today,
        "ends_on": today + timedelta(days=90),
    }
    answer = client.post("/goals/guidepoint/add/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "reads as a list of things to make" in page and 'name="anyway"' in page
    assert "brochure" in page.split("reads as a list")[1] and not Guidepoint.objects.exists()
    assert client.post("/goals/guidepoint/add/", {**form, "anyway": "1"}).status_code == 302
    assert Guidepoint.objects.get().statement == form["statement"]


def test_a_guidepoint_that_says_what_will_be_different_is_saved_at_once() -> None:
    client, today = as_("liisa"), timezone.localdate()
    form = {
        "statement": "Plant managers ask us first when a line has to change.",
        "starts_on": today,
        "ends_on": today + timedelta(days=90),
    }
    answer = client.post("/goals/guidepoint/add/", form)
    assert answer["Location"] == f"/goals/guidepoint/{Guidepoint.objects.get().pk}/"
    page = text(client, answer["Location"])
    assert "What will be measurably different?" in page and "agree/" not in page
    client.post(
        f"/goals/guidepoint/{Guidepoint.objects.get().pk}/edit/", {**form, "statement": "Plant managers call us first."}
    )
    assert Guidepoint.objects.get().statement == "Plant managers call us first."


def test_an_outcome_for_an_expired_goal_is_refused_by_name_where_it_was_chosen() -> None:
    old = goal("Last year's fair", expires_on=timezone.localdate() - timedelta(days=1))
    held = guidepoint(**current(ends_on=timezone.localdate() + timedelta(days=60)))
    client, path = as_("liisa"), f"/goals/guidepoint/{held.pk}/outcomes/add/"
    assert "Last year" not in text(client, path).split("<form")[-1], "only living goals are offered"
    answer = client.post(path, goal_form(goal=old.pk, weight="1"))
    assert answer.status_code == 422 and "Last year&#x27;s fair” expired on" in answer.content.decode()
    assert client.post(path, goal_form(goal=living_goal().pk, weight="1")).status_code == 302
    assert Outcome.objects.get().guidepoint == held


def test_an_outcome_is_edited_and_removed_but_the_last_one_stays() -> None:
    first, second, client = living_outcome(), living_outcome("Second"), as_("liisa")
    changed = goal_form(title="Renamed", goal=first.goal_id, metric=first.metric_id, new_metric="", weight="2")
    assert client.get(f"/goals/outcome/{first.pk}/edit/").status_code == 200
    client.post(f"/goals/outcome/{first.pk}/edit/", changed)
    assert Outcome.objects.get(pk=first.pk).title == "Renamed"
    assert client.post(f"/goals/outcome/{second.pk}/remove/").status_code == 302
    answer = client.post(f"/goals/outcome/{first.pk}/remove/")
    assert answer.status_code == 422 and "at least one outcome" in answer.content.decode()


def test_how_strongly_somebody_agrees_is_seen_by_the_lead_alone() -> None:
    found = living_outcome()
    path, liisa = f"/goals/guidepoint/{found.guidepoint_id}/", as_("liisa")
    for name, strength in (("Sara Salo", "full"), ("Omar Onwudiwe", "lukewarm"), ("Eva Ekström", "not_a_no")):
        answer = liisa.post(f"{path}agree/", {"stakeholder": stakeholder(name).pk, "strength": strength})
        assert answer.status_code == 302
    lead = text(liisa, path)
    assert "Lukewarm" in lead and "Does not count" in lead and "(1 of 3 asked)" in lead
    for who in ("mikko", "sara", "eva", "aino"):
        seen = text(as_(who), path) + text(as_(who), "/goals/")
        assert "Sara Salo" in seen.replace("Agreed by", "") and "Omar Onwudiwe" not in seen.split("</header>")[-1]
        assert "Lukewarm" not in seen and "asked)" not in seen


def test_a_question_goes_up_and_its_answer_is_kept_by_whoever_was_asked() -> None:
    found = living_outcome()
    eva = stakeholder("Eva Ekström", user=person("eva"))
    path = f"/goals/guidepoint/{found.guidepoint_id}/"
    as_("liisa").post(f"{path}escalate/", {"question": "New industries or today's?", "asked_of": eva.pk})
    asked = Escalation.objects.get()
    assert as_("mikko").post(f"/goals/escalation/{asked.pk}/answer/", {"answer": "x"}).status_code == 404
    assert "Waits for an answer" in text(as_("mikko"), path) and "today&#x27;s?" not in text(as_("sara"), path)
    client = as_("eva")
    assert client.post(f"/goals/escalation/{asked.pk}/answer/", {"answer": " "}).status_code == 422
    client.post(f"/goals/escalation/{asked.pk}/answer/", {"answer": "New industries."})
    assert "New industries." in text(as_("mikko"), path)
    assert client.post(f"/goals/escalation/{asked.pk}/answer/", {"answer": "Changed"}).status_code == 422
    assert Escalation.objects.get().answer == "New industries."


def test_stands_that_collide_are_pointed_out_to_the_lead() -> None:
    found = living_outcome()
    for name, strength in (("Sara Salo", Strength.FULL), ("Omar Onwudiwe", Strength.AGAINST)):
        Agreement.objects.create(guidepoint=found.guidepoint, stakeholder=stakeholder(name), strength=strength, at=NOW)
    path = f"/goals/guidepoint/{found.guidepoint_id}/"
    assert "Some agree while others are against" in text(as_("liisa"), path)
    assert "Some agree while others are against" not in text(as_("mikko"), path)


def test_an_outcome_shows_its_way_and_takes_a_value_by_hand() -> None:
    found, client, today = living_outcome(), as_("mikko"), timezone.localdate()
    path = f"/goals/outcome/{found.pk}/"
    assert "no value is recorded yet" in text(client, path)
    form = {"on": today, "value": "8", "next": path}
    assert client.post(f"/goals/metrics/{found.metric_id}/measure/", form)["Location"] == path
    page = text(client, path)
    assert "It stands at 8 a month" in page and "it needs +" in page and 'id="chart-way"' in page
    assert (
        client.post(f"/goals/metrics/{found.metric_id}/measure/", {**form, "next": "https://elsewhere.example/"})[
            "Location"
        ]
        == f"/goals/metrics/{found.metric_id}/"
    )
    late = client.post(f"/goals/metrics/{found.metric_id}/measure/", {"on": today + timedelta(days=2), "value": "9"})
    assert late.status_code == 422 and "has not come yet" in late.content.decode()


def test_a_round_of_values_is_recorded_at_once() -> None:
    found, client, today = living_outcome(), as_("mikko"), timezone.localdate()
    path = "/goals/measure/"
    assert found.metric.name in text(client, path) and found.goal.metric.name in text(client, path)
    empty = client.post(path, {"on": today})
    assert empty.status_code == 422 and "Give at least one value" in empty.content.decode()
    client.post(path, {"on": today, f"value_{found.metric_id}": "8", f"value_{found.goal.metric_id}": "31,5"})
    assert Measurement.objects.count() == 0, "31,5 is no number in English"
    assert (
        client.post(
            path, {"on": today, f"value_{found.metric_id}": "8", f"value_{found.goal.metric_id}": "31.5"}
        ).status_code
        == 302
    )
    assert sorted(float(value.value) for value in Measurement.objects.all()) == [8, 31.5]
    client.post(f"/goals/measurements/{Measurement.objects.first().pk}/remove/")  # type: ignore[union-attr]
    assert Measurement.objects.count() == 1


def test_a_file_of_values_is_recorded_whole_or_answered_by_line_and_column() -> None:
    metric()
    client = as_("mikko")

    def sent(content: bytes) -> Any:
        return client.post("/goals/measure/file/", {"file": SimpleUploadedFile("values.csv", content)})

    faulty = sent(b"metric,on,value\nQualified leads,2026-01-05,21\nQualified leads,soon,x\n")
    page = faulty.content.decode()
    assert faulty.status_code == 422 and "line 3" in page and "column on" in page and "column value" in page
    assert not Measurement.objects.exists()
    assert sent(b"\x89PNG\r\n\x1a\n\x00\x00").status_code == 422
    assert sent(b"metric,on,value\nQualified leads,2026-01-05,21\n").status_code == 302
    assert "1 value recorded." in text(client, "/goals/metrics/")


def test_metrics_are_added_edited_and_shown_with_their_values() -> None:
    client = as_("liisa")
    client.post("/goals/metrics/add/", {"name": "Posts published", "unit": "posts", "kind": "output"})
    posts = Metric.objects.get()
    assert "never a target" in text(client, f"/goals/metrics/{posts.pk}/")
    taken = client.post("/goals/metrics/add/", {"name": "posts PUBLISHED", "unit": "", "kind": "result"})
    assert taken.status_code == 422 and "Use that one" in taken.content.decode()
    client.post(f"/goals/metrics/{posts.pk}/edit/", {"name": "Posts", "unit": "posts", "kind": "output"})
    assert "Posts" in text(client, "/goals/metrics/")


def test_every_page_stays_quick_whatever_the_rows(django_assert_max_num_queries: Any) -> None:
    today = timezone.localdate()
    first = living_outcome()
    for number in range(4):
        living_outcome(
            f"Outcome {number}",
            metric=metric(f"Metric {number}"),
            goal=living_goal(f"Goal {number}", metric=metric(f"G {number}")),
        )
    for number in range(40):
        living_goal(f"Many {number}", owner=stakeholder(f"Owner {number}"), metric=metric(f"M {number}"))
        guidepoint(f"Other {number}", starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=300))
        Agreement.objects.create(
            guidepoint=first.guidepoint, stakeholder=stakeholder(f"S {number}"), strength="full", at=NOW
        )
        Escalation.objects.create(
            guidepoint=first.guidepoint, asked_of=stakeholder(f"E {number}"), question="?", asked_at=NOW
        )
        measurement(number, today - timedelta(days=number), first.metric, by=person("mikko"))
    client = as_("liisa")
    for path in ("", f"{first.goal_id}/", f"guidepoint/{first.guidepoint_id}/", f"outcome/{first.pk}/", "metrics/",
                 f"metrics/{first.metric_id}/", "measure/", "add/", f"outcome/{first.pk}/edit/",
                 f"guidepoint/{first.guidepoint_id}/outcomes/add/", "measure/file/"):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert client.get(f"/goals/{path}").status_code == 200, path
