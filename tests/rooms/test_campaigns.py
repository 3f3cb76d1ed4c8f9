"""Campaigns: criteria stand once results are in, one door for results, verdicts that nothing changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from luotsi.kernel.charts import table_of
from luotsi.kernel.errors import BadInput, Refused
from luotsi.kernel.jobs.registry import KINDS
from luotsi.rooms.campaigns import actions, queries
from luotsi.rooms.campaigns.charts import chart_of
from luotsi.rooms.campaigns.drafts import Count, Told
from luotsi.rooms.campaigns.models import Answer, Campaign, Change, Contact, Criterion, Verdict
from luotsi.rooms.campaigns.queries.evidence import evidence_of
from luotsi.rooms.campaigns.reading import guessed, sheet_of
from luotsi.rooms.campaigns.saying import said_of
from tests.world import NOW, person
from tests.world_campaigns import accepted, campaign, criterion_draft, draft, record, told

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(code: str, verb: Any, **arguments: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        verb(by=person("mikko"), at=NOW, **arguments)
    assert caught.value.code == code
    return caught.value


def codes(verb: Any) -> set[str]:
    with pytest.raises(BadInput) as caught:
        verb()
    return {fault.code for fault in caught.value.faults}


def test_every_campaign_watches_unsubscribes_and_complaints() -> None:
    watched = campaign(started=False).criteria.filter(is_standing=True)
    assert {one.code for one in watched} == {"unsubscribed", "complained"}
    assert all(one.role == Criterion.Role.WATCH and one.way == Criterion.Way.AT_MOST for one in watched)
    refused("campaigns.criterion_stays", actions.remove_criterion, criterion=watched[0])


def test_nothing_starts_without_a_criterion_that_decides_and_no_result_comes_before_the_start() -> None:
    bare = actions.add_campaign(draft=draft(), by=person("mikko"), at=NOW)
    refused("campaigns.no_must", actions.start_campaign, campaign=bare)
    ready = campaign(started=False)
    refused("campaigns.not_started", actions.record_results, campaign=ready, told=told("y"), source="file")
    assert not Contact.objects.exists()


def test_good_results_scale_and_the_verdict_keeps_its_data() -> None:
    made = campaign()
    done = record(made, "yyynyyyyyn")
    verdict = Verdict.objects.get()
    assert (done.contacts, done.answers) == (10, 10)
    assert verdict.word == "scale" and verdict.data["answers"]["accepted"] == "1110111110"
    assert verdict.invited == 10 and len(verdict.digest) == 64
    assert queries.standing_verdict(made) == verdict


def test_silence_is_not_a_no_before_its_days_are_over() -> None:
    made = campaign(contacts_planned=200)
    record(made, "." * 60, since=NOW - timedelta(days=5))
    early = evidence_of(made, NOW)
    assert early.word == "continue" and early.findings[0].result.pending == 60  # type: ignore[union-attr]
    late = evidence_of(made, NOW + timedelta(days=12))
    assert late.word == "abort" and late.findings[0].result.pending == 0  # type: ignore[union-attr]


def test_the_daily_look_finds_what_nobody_sends_and_the_job_is_known() -> None:
    made = campaign(contacts_planned=200)
    record(made, "." * 60, since=NOW - timedelta(days=5))
    assert actions.look_at_all(at=NOW + timedelta(days=12)) == 1
    assert [one.word for one in made.verdicts.all()] == ["abort", "continue"]
    assert KINDS["campaigns.look"].period == timedelta(hours=24)


def test_the_same_word_is_kept_once_a_day_and_only_with_new_data() -> None:
    made = campaign(contacts_planned=200)
    record(made, "...")
    record(made, "...", first=10)
    assert made.verdicts.count() == 1
    actions.look_at_all(at=NOW + timedelta(days=2))
    assert made.verdicts.count() == 2
    actions.look_at_all(at=NOW + timedelta(days=4))
    assert made.verdicts.count() == 2


def test_a_verdict_is_changed_by_no_code() -> None:
    record(campaign(), "yyynyyyyyn")
    verdict = Verdict.objects.get()
    verdict.word = "abort"
    for verb in (
        verdict.save,
        verdict.delete,
        Verdict.objects.all().delete,
        lambda: Verdict.objects.update(word="abort"),
    ):
        with pytest.raises(Refused):
            verb()
    assert Verdict.objects.get().word == "scale"


def test_the_database_itself_refuses_to_rewrite_a_verdict() -> None:
    record(campaign(), "yyynyyyyyn")
    for column, value in (("word", "abort"), ("data", "{}"), ("digest", "0"), ("invited", 5)):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE campaigns_verdict SET {column} = %s", [value])
    assert Verdict.objects.get().word == "scale"


def test_who_goes_is_forgotten_and_the_verdict_stays() -> None:
    made = campaign(contacts_planned=200)
    record(made, "." * 60)
    actions.abort_campaign(campaign=made, lesson="Too early.", by=person("omar"), at=NOW)
    person("omar").delete()
    verdict = made.verdicts.first()
    assert verdict is not None and verdict.word == "abort" and verdict.by is None


def test_a_scale_stands_although_later_data_would_not_say_so() -> None:
    made = campaign(contacts_planned=200)
    batch = record(made, "yyynyyyyyn").batch
    actions.take_back(batch=batch, by=person("mikko"), at=NOW)  # type: ignore[arg-type]
    record(made, "." * 40, first=50)
    assert queries.standing_verdict(made).word == "scale"  # type: ignore[union-attr]
    assert queries.lines([Campaign.objects.get()])[0].stands == "scale"


def test_criteria_change_freely_before_the_first_result_and_afterwards_only_with_a_reason_that_is_kept() -> None:
    made = campaign()
    actions.edit_criterion(criterion=accepted(made), draft=criterion_draft(target=Decimal("0.12")), by=None, at=NOW)
    assert not Change.objects.exists()
    record(made, "yn......")
    lower = criterion_draft(target=Decimal("0.08"), floor=None, ceiling=None)
    error = refused("campaigns.reason_missing", actions.edit_criterion, criterion=accepted(made), draft=lower)
    assert error.field == "reason"
    actions.edit_criterion(criterion=accepted(made), draft=lower, reason="Ten was a wish.", by=person("mikko"), at=NOW)
    change = Change.objects.get()
    assert (change.effect, change.invited_then, change.before["target"]) == ("target", 8, "0.12000")
    found = evidence_of(made, NOW).findings[0].result
    assert found is not None and found.guarantee.code == "target_changed" and "target_changed" in found.reasons


def test_what_no_rule_can_mend_stands_once_results_are_in() -> None:
    made = campaign()
    record(made, "y...")
    one, made_draft = accepted(made), criterion_draft()
    for changed in ({"kind": "mean"}, {"error_scale": Decimal("0.2")}, {"way": "at_most"}):
        refused(
            "campaigns.criterion_stands",
            actions.edit_criterion,
            criterion=one,
            draft=replace(made_draft, **changed),
            reason="x",
        )
    refused(
        "campaigns.window_upward",
        actions.edit_criterion,
        criterion=one,
        draft=replace(made_draft, response_days=7),
        reason="x",
    )
    refused("campaigns.must_too_late", actions.add_criterion, campaign=made, draft=criterion_draft(name="Met"))
    refused("campaigns.criterion_stays", actions.remove_criterion, criterion=one)
    refused(
        "campaigns.hypothesis_stands", actions.edit_campaign, campaign=made, draft=draft(hypothesis="Something else")
    )
    actions.edit_criterion(
        criterion=one, draft=replace(made_draft, response_days=20), reason="Holidays", by=None, at=NOW
    )
    assert Change.objects.get().effect == "none"


def test_a_longer_plan_is_kept_with_where_it_stood_and_the_boundaries_are_drawn_anew() -> None:
    made = campaign()
    record(made, "y" + "." * 9)
    refused("campaigns.reason_missing", actions.edit_campaign, campaign=made, draft=draft(contacts_planned=120))
    refused(
        "campaigns.fewer_than_invited",
        actions.edit_campaign,
        campaign=made,
        draft=draft(contacts_planned=5),
        reason="x",
    )
    actions.edit_campaign(campaign=made, draft=draft(contacts_planned=120), reason="More names", by=None, at=NOW)
    change = Change.objects.get()
    assert (change.effect, change.invited_then) == ("horizon", 10)
    made.refresh_from_db()
    data = evidence_of(made, NOW).data
    assert data.contacts == 60 and (data.horizon_changes[0].invited, data.horizon_changes[0].contacts) == (10, 120)


def test_the_days_of_a_campaign_cannot_be_moved_past_whoever_was_invited() -> None:
    made = campaign()
    record(made, "n.......")
    for code, days in (
        ("campaigns.starts_late", {"starts_on": NOW.date() - timedelta(days=5)}),
        ("campaigns.ends_before_invitations", {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 11, 1)}),
    ):
        refused(code, actions.edit_campaign, campaign=made, draft=draft(**days))


def test_what_could_never_be_decided_is_refused_before_it_is_kept() -> None:
    made = campaign(started=False)
    wanted = criterion_draft(name="Meetings", kind="goal_by_deadline", target=Decimal(90), floor=None, ceiling=None)
    refused("campaigns.goal_above_contacts", actions.add_criterion, campaign=made, draft=wanted)
    actions.add_criterion(campaign=made, draft=replace(wanted, target=Decimal(50)), by=None, at=NOW)
    refused("campaigns.goal_too_large", actions.add_criterion, campaign=made,
            draft=replace(wanted, target=Decimal(9000), contacts=20_000))  # fmt: skip
    refused("campaigns.goal_above_contacts", actions.edit_campaign, campaign=made, draft=draft(contacts_planned=40))


IMPOSSIBLE = {
    "contact_unknown": Told("c-9", values={"accepted": Decimal(1)}),
    "invited_in_future": Told("c-9", NOW + timedelta(days=1)),
    "before_start": Told("c-9", NOW - timedelta(days=60)),
    "outcome_before_invitation": Told(
        "c-9", NOW - timedelta(days=2), {"accepted": Decimal(1)}, NOW - timedelta(days=5)
    ),
    "outcome_in_future": Told("c-9", NOW - timedelta(days=2), {"accepted": Decimal(1)}, NOW + timedelta(days=5)),
    "criterion_unknown": Told("c-9", NOW - timedelta(days=2), {"sent": Decimal(1)}),
    "arm_unknown": Told("c-9", NOW - timedelta(days=2), arm="Z"),
    "left_out_unknown": Told("c-9", NOW - timedelta(days=2), left_out="never liked it"),
    "duplicate": Told("c-0001", NOW - timedelta(days=1)),
    "left_out_late": Told("c-0001", left_out="bounced"),
    "answer_turned": Told("c-0001", values={"accepted": Decimal(0)}),
}


@pytest.mark.parametrize("code", IMPOSSIBLE)
def test_what_cannot_be_is_named_and_nothing_is_written(code: str) -> None:
    made = campaign()
    record(made, "y")
    good = told(".", first=5)
    rows = [*good, replace(IMPOSSIBLE[code], line=7)]
    assert codes(lambda: actions.record_results(campaign=made, told=rows, source="file", by=None, at=NOW)) == {code}
    assert Contact.objects.count() == 1
    done = actions.record_results(campaign=made, told=rows, source="file", by=None, at=NOW, good_rows_only=True)
    assert Contact.objects.count() == 2 and [fault.line for fault in done.faults] == [7]


def test_a_hundred_faults_do_not_let_the_next_one_in() -> None:
    made = campaign()
    rows = [Told(f"x-{n}", NOW + timedelta(days=1), line=n) for n in range(150)]
    actions.record_results(campaign=made, told=rows, source="file", by=None, at=NOW, good_rows_only=True)
    half = [Told("half \ud800", NOW - timedelta(days=1))]
    assert codes(lambda: actions.record_results(campaign=made, told=half, source="webhook", by=None, at=NOW)) == {
        "contact_missing"
    }
    assert not Contact.objects.exists()


def test_a_column_named_like_a_criterion_is_that_criterion() -> None:
    bounced = Criterion(name="Bounced", code="bounced")
    sheet = sheet_of(b"id;date;Bounced\n1;2026-01-05;yes\n", "results.csv")
    assert guessed(sheet, [bounced]) | {"arm": ""} == {
        "contact": "id", "invited_at": "date", "answered_at": "", "arm": "", "left_out": "", "bounced": "Bounced",
    }  # fmt: skip
    assert guessed(sheet, [])["left_out"] == "Bounced"


def test_the_same_delivery_and_the_same_answer_again_do_nothing() -> None:
    made = campaign()
    record(made, "yn", delivery="d-1")
    again = record(made, "yy", delivery="d-1")
    assert again.is_repeated and Answer.objects.filter(value=1).count() == 1
    same = record(made, "yn", delivery="d-2")
    assert (same.contacts, same.answers, same.doubles) == (0, 0, 2)


def test_addresses_are_kept_as_hashes_only_and_found_again() -> None:
    made = campaign()
    for values in ({}, {"accepted": Decimal(1)}):
        one = Told("Sara@Example.com", NOW - timedelta(days=3), values)
        actions.record_results(campaign=made, told=[one], source="api", by=None, at=NOW)
    kept = Contact.objects.get()
    assert "@" not in kept.key and kept.answers.count() == 1


def test_counts_by_hand_are_kept_as_told_and_wait_for_those_who_may_still_answer() -> None:
    made = campaign(contacts_planned=200)
    one = accepted(made)
    for days, trials, yes in ((20, 30, 3), (3, 10, 1)):
        actions.count_by_hand(
            campaign=made, counts=[Count(one, trials, yes)], by=person("mikko"), at=NOW - timedelta(days=days)
        )
    assert [(tally.trials, tally.successes) for tally in one.tallies.all()] == [(30, 3), (10, 1)]
    evidence = evidence_of(made, NOW)
    result = evidence.findings[0].result
    assert evidence.invited == 40 and result is not None and (result.n, result.successes, result.pending) == (40, 4, 10)
    refused("campaigns.more_than_invited", actions.count_by_hand, campaign=made, counts=[Count(one, 0, 99)])
    assert codes(lambda: record(made, "y")) == {"counted_by_hand"}


def test_a_number_by_the_end_is_drawn_between_reached_and_given_up_over_the_whole_plan() -> None:
    made = campaign(criterion={"kind": "goal_by_deadline", "target": Decimal(5), "floor": None, "ceiling": None})
    actions.count_by_hand(campaign=made, counts=[Count(accepted(made), 20, 2)], by=None, at=NOW - timedelta(days=1))
    _, rows = table_of(chart_of(evidence_of(made, NOW).findings[0]))
    assert [20, 2, 18, 5, None] in rows, "on track is no scale unless the criterion says so"
    assert rows[-1] == [60, None, None, 5, 4] and [30, None, None, 5, 0] in rows


def test_the_drawn_order_can_be_drawn_again_and_invitations_out_of_turn_are_counted() -> None:
    made = campaign()
    ids = [f"p{n}" for n in range(20)]
    drawn = actions.draw_order(campaign=made, keys=ids, by=None, at=NOW, seed=7)
    again = actions.draw_order(campaign=made, keys=reversed(ids), by=None, at=NOW, seed=7)
    assert drawn == again and sorted(key for _, key, _ in drawn) == sorted(ids) and [key for _, key, _ in drawn] != ids
    keys = [key for _, key, _ in drawn]
    rows = [
        Told(key, NOW - timedelta(days=2) + timedelta(hours=n)) for n, key in enumerate([keys[0], keys[5], keys[1]])
    ]
    actions.record_results(campaign=made, told=rows, source="file", by=None, at=NOW)
    assert (queries.order_of(made).early, queries.order_of(made).invited) == (1, 3)
    refused("campaigns.order_stands", actions.draw_order, campaign=made, keys=ids)


def test_an_abort_asks_for_its_lesson_and_closes_for_good() -> None:
    made = campaign(contacts_planned=200)
    record(made, "." * 60)
    refused("campaigns.lesson_missing", actions.abort_campaign, campaign=made, lesson="  ")
    closed = actions.abort_campaign(campaign=made, lesson="Nobody opens letters in July.", by=person("mikko"), at=NOW)
    assert closed.ending == "aborted" and closed.verdicts.first().by == person("mikko")  # type: ignore[union-attr]
    refused("campaigns.closed", actions.record_results, campaign=made, told=told("y"), source="file")
    refused("campaigns.closed", actions.edit_campaign, campaign=made, draft=draft())


def test_a_scale_begets_the_next_larger_one_with_the_same_criteria() -> None:
    made = campaign()
    met = criterion_draft(name="Met", of=accepted(made), target=Decimal("0.5"), floor=None, ceiling=None)
    actions.add_criterion(campaign=made, draft=met, by=None, at=NOW - timedelta(days=21))
    record(made, "yyynyyyyyn")
    refused("campaigns.not_larger", actions.scale_campaign, campaign=made, draft=draft(), lesson="")
    child = actions.scale_campaign(
        campaign=made, draft=draft(contacts_planned=400), lesson="", by=person("mikko"), at=NOW
    )
    assert (
        child.parent == made
        and child.is_draft
        and child.criteria.get(code="met").of == child.criteria.get(code="accepted")
    )
    assert {one.code for one in child.criteria.all()} == {"accepted", "met", "unsubscribed", "complained"}
    tries = queries.tree(Campaign.objects.all())
    assert [one.line.campaign for one in tries] == [Campaign.objects.get(pk=made.pk)] and tries[0].children[
        0
    ].line.campaign == child


def test_meetings_are_counted_among_those_who_accepted() -> None:
    made = campaign(criterion={"response_days": 7})
    met = criterion_draft(
        name="Met", of=accepted(made), target=Decimal("0.5"), floor=None, ceiling=None, response_days=30
    )
    actions.add_criterion(campaign=made, draft=met, by=None, at=NOW - timedelta(days=21))
    when = NOW - timedelta(days=10)
    rows = [
        Told("a", when, {"accepted": Decimal(1), "met": Decimal(1)}),
        Told("b", when, {"accepted": Decimal(1)}),
        Told("c", when),
    ]
    actions.record_results(campaign=made, told=rows, source="api", by=None, at=NOW)
    found = {finding.criterion.code: finding.result for finding in evidence_of(made, NOW).findings}
    assert (found["met"].n, found["met"].successes) == (2, 1)  # type: ignore[union-attr]
    late = [Told("c", values={"met": Decimal(1)})]
    assert codes(lambda: actions.record_results(campaign=made, told=late, source="api", by=None, at=NOW)) == {
        "result_without_parent"
    }


def test_a_must_that_ended_open_leaves_another_its_time() -> None:
    made = campaign(criterion={"contacts": 10})
    other = criterion_draft(name="Met", target=Decimal("0.2"), floor=None, ceiling=None, response_days=60)
    actions.add_criterion(campaign=made, draft=other, by=None, at=NOW - timedelta(days=21))
    record(made, "ynnnnnnnnn")
    found = evidence_of(made, NOW)
    assert [finding.word for finding in found.musts] == ["inconclusive", "continue"] and found.word == "continue"


def test_two_arms_are_compared_and_a_lopsided_split_is_an_alarm() -> None:
    made = campaign(
        contacts_planned=400, criterion={"kind": "compare", "floor": None, "ceiling": None, "target": Decimal("0.3")}
    )
    since = NOW - timedelta(days=20)
    rows = [
        Told(f"{n}", since + timedelta(minutes=n), {"accepted": Decimal(int(n % 2 or n % 8 == 0))}, arm="AB"[n % 2])
        for n in range(200)
    ]
    actions.record_results(campaign=made, told=rows, source="api", by=None, at=NOW)
    evidence = evidence_of(made, NOW)
    assert evidence.word == "scale" and evidence.findings[0].comparison.decision == "B"  # type: ignore[union-attr]
    said = said_of(evidence.findings[0])
    assert "Arm B is better" in said.standing and not said.ways and not said.chances
    more = [Told(f"m{n}", since + timedelta(days=1, minutes=n), arm="A") for n in range(90)]
    actions.record_results(campaign=made, told=more, source="api", by=None, at=NOW)
    from luotsi.rooms.campaigns.saying import ratio_in_words

    assert "not as planned" in ratio_in_words(evidence_of(made, NOW))


def test_money_and_numbers_by_the_end_are_decided_too() -> None:
    made = campaign(
        criterion={
            "name": "Order",
            "kind": "mean",
            "target": Decimal(100),
            "floor": None,
            "ceiling": None,
            "cap": Decimal(2000),
        }
    )
    actions.add_criterion(
        campaign=made, draft=criterion_draft(name="Meetings", kind="goal_by_deadline", target=Decimal(5), floor=None, ceiling=None),
        by=None, at=NOW - timedelta(days=21),
    )  # fmt: skip
    rows = [
        Told(
            f"{n}",
            NOW - timedelta(days=18) + timedelta(hours=n),
            {"order": Decimal(1500 if n % 2 else 0), "meetings": Decimal(n < 6)},
        )
        for n in range(30)
    ]
    actions.record_results(campaign=made, told=rows, source="api", by=None, at=NOW)
    found = {finding.criterion.code: finding.result for finding in evidence_of(made, NOW).findings}
    assert found["order"].observed == pytest.approx(750) and found["order"].decision == "scale"  # type: ignore[union-attr]
    assert "reached" in found["meetings"].reasons  # type: ignore[union-attr]


def test_the_portfolio_names_those_that_really_work_and_those_that_wait() -> None:
    good, dull = campaign(), campaign(title="Posters", contacts_planned=200)
    record(good, "yyynyyyyyn")
    record(dull, "....")
    lines = queries.running_lines(person("mikko"))
    assert [(line.campaign.title, line.works, line.waits) for line in lines] == [
        ("Letters to plant managers", True, True), ("Posters", False, False),
    ]  # fmt: skip
    assert lines[0].cost == Decimal("45.00") and lines[0].cost_per_success == Decimal("45.00") / 8
    assert queries.at_a_verdict(person("sara")) == []


@pytest.mark.parametrize(
    ("name", "is_output"),
    [
        ("Mails sent", True), ("Posts published", True), ("Impressions", True), ("Julkaistut postaukset", True),
        ("Lähetetyt viestit", True), ("Отправленные письма", True), ("Публикации", True), ("Correos enviados", True),
        ("Email terkirim", True), ("Tayangan", True), ("Replies to the mails sent", False), ("Accepted", False),
        ("Varatut tapaamiset", False), ("Ответы на письма", False), ("Reuniones reservadas", False),
        ("Menerima undangan", False), ("Clicks on the post", False), ("Unsubscribed", False),
    ],
)  # fmt: skip
def test_counts_of_our_own_output_are_known_in_five_languages(name: str, is_output: bool) -> None:
    from luotsi.rooms.campaigns.rules import counts_output

    assert counts_output(name) is is_output
