"""The facts of cases, gathered for the checks: a fixed number of queries whatever the number of cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from luotsi.rooms.cases.codes import Kind, State
from luotsi.rooms.cases.models import Adjustment, Ask, Case, CaseGoal, CaseRole, Evidence, Risk, Step, Touch
from luotsi.rooms.cases.queries.said import Said, said_in
from luotsi.rooms.cases.rules.facts import CaseFacts, GoalFact, PersonFact, TouchFact
from luotsi.rooms.goals import queries as goals

OLD_FIGURE = timedelta(days=365)
OLD_MEASUREMENT = timedelta(days=120)


def facts_of(case: Case, on: date) -> CaseFacts:
    return facts_for([case], on)[case.pk]


def facts_for(cases: Iterable[Case], on: date) -> dict[int, CaseFacts]:
    """By case; at most thirteen queries."""
    cases = list(cases)
    if not cases:
        return {}
    keys = [case.pk for case in cases]
    gathered = {name: _by_case(rows) for name, rows in _rows(keys).items()}
    measured = goals.latest_values(
        (row.metric_id for rows in gathered["evidence"].values() for row in rows if row.metric_id), on
    )
    said = said_in(keys)
    return {
        case.pk: _facts(case, on, {name: rows[case.pk] for name, rows in gathered.items()}, said[case.pk], measured)
        for case in cases
    }


def _rows(keys: Sequence[int]) -> dict[str, Any]:
    wanted = {"case__in": keys}
    return {
        "goals": CaseGoal.objects.filter(**wanted).select_related("goal", "outcome__guidepoint", "outcome__goal"),
        "touches": Touch.objects.filter(**wanted),
        "roles": CaseRole.objects.filter(**wanted).select_related("stakeholder"),
        "evidence": Evidence.objects.filter(**wanted).select_related("metric", "quote"),
        "asks": Ask.objects.filter(**wanted),
        "risks": Risk.objects.filter(**wanted),
        "adjustments": Adjustment.objects.filter(**wanted),
        "sent": Step.objects.filter(**wanted, state=State.PREREAD_SENT).order_by("at"),
    }


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _facts(case: Case, on: date, rows: dict[str, list[Any]], said: Said, measured: dict[int, Any]) -> CaseFacts:
    numbers = [row for row in rows["evidence"] if row.kind == Kind.FIGURE or row.metric_id in measured]
    sent = [timezone.localdate(step.at) for step in rows["sent"] if step.round == case.round]
    return CaseFacts(
        on=on,
        whys=case.whys,
        idea=case.idea,
        goals=tuple(_goal(link, on) for link in rows["goals"]),
        touches=tuple(_touch(touch) for touch in rows["touches"]),
        people=tuple(_people(rows["roles"], said)),
        talks_held=said.talks_held,
        worries=tuple(said.heard[person] for person in said.open_worries),
        numbers=len(numbers),
        old_numbers=tuple(_said(row) for row in numbers if _is_old(row, measured, on)),
        quotes=sum(row.quote is not None and row.quote.may_be_quoted for row in rows["evidence"]),
        asks=tuple(ask.what for ask in rows["asks"]),
        risks=tuple((risk.what, risk.answer) for risk in rows["risks"]),
        adjustments=sum(one.round == case.round for one in rows["adjustments"]),
        presents_on=case.presents_on,
        preread_on=sent[-1] if sent else None,
    )


def _goal(link: CaseGoal, on: date) -> GoalFact:
    """An outcome ends with its Guidepoint or with its goal, whichever comes first."""
    ends = [link.goal.given_up_on or link.goal.expires_on]
    if link.outcome is not None:
        ends.append(link.outcome.guidepoint.ends_on)
    is_living = link.outcome.is_living(on) if link.outcome is not None else link.goal.is_living(on)
    return GoalFact((link.outcome or link.goal).title, None if is_living else min(ends))


def _touch(touch: Touch) -> TouchFact:
    return TouchFact(
        touch.team.strip(),
        touch.expected is not None,
        float(touch.hours or 0),
        touch.people_count or 0,
        _change(touch.baseline, touch.expected),
    )


def _change(baseline: Decimal | None, expected: Decimal | None) -> float:
    """As a share of today's value; something out of nothing is all of it."""
    if baseline is None or expected is None or baseline == expected:
        return 0.0
    return float((expected - baseline) / abs(baseline)) if baseline else 1.0


def _people(roles: Sequence[CaseRole], said: Said) -> Iterable[PersonFact]:
    """Everybody with a role, then those who were heard without one."""
    held: dict[int, set[str]] = defaultdict(set)
    for role in roles:
        held[role.stakeholder_id].add(role.role)
    names = said.heard | {role.stakeholder_id: role.stakeholder.name for role in roles}
    for pk in dict.fromkeys([*held, *sorted(said.heard)]):
        yield PersonFact(
            names[pk], frozenset(held[pk]), pk in said.heard, said.strengths.get(pk, ""), pk in said.worried
        )


def _said(row: Evidence) -> str:
    return row.says or str(row.metric or "")


def _is_old(row: Evidence, measured: dict[int, Any], on: date) -> bool:
    if row.kind == Kind.FIGURE:
        return row.as_of_on is not None and on - row.as_of_on > OLD_FIGURE
    return on - measured[row.metric_id or 0].on > OLD_MEASUREMENT
