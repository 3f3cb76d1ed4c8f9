"""Six ideas of Pajavire's marketing on their road: two yeses, a no, a not yet that came back, two on their way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from luotsi.rooms.cases import actions
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.drafts import DecisionDraft, FigureDraft
from luotsi.rooms.cases.models import Case
from luotsi.rooms.people.drafts import RoleDraft
from luotsi.rooms.people.models import Conversation
from luotsi.web.sample.aims import Aims
from luotsi.web.sample.asking import Pile
from luotsi.web.sample.case_wins import CALCULATION_DAYS, SAVINGS_DAYS, send, win_of_calculation, win_of_savings
from luotsi.web.sample.cases_words import CASES, CaseSpec, Figure, Verdict
from luotsi.web.sample.cast import Cast
from luotsi.web.sample.people_talk import Talks
from luotsi.web.sample.timeline import Timeline


@dataclass
class Road:
    """Cases by their short names, with all that their deeds need."""

    timeline: Timeline
    cast: Cast
    aims: Aims
    pile: Pile
    talks: Talks
    made: dict[str, Case] = field(default_factory=dict)

    def now(self, name: str) -> Case:
        return Case.objects.get(pk=self.made[name].pk)

    def note(self, days: int, name: str, deed: Callable[..., object], *rest: object) -> None:
        """A deed on that case, on that day."""
        self.timeline.note(days, lambda at: deed(self, self.now(name), *rest, at=at))


def argue(timeline: Timeline, cast: Cast, aims: Aims, pile: Pile, talks: Talks) -> None:
    """Note everything that happened to cases."""
    road = Road(timeline, cast, aims, pile, talks)
    for name, spec in CASES.items():
        timeline.note(spec.days, partial(_begin, road, name, spec))
        for who, days in spec.talks:
            road.note(min(days, spec.days - 1), name, _link, who, days)
        for who, days in spec.quotes:
            road.note(min(days, spec.days - 1), name, _quote, who, days)
        for figure in spec.figures:
            road.note(min(figure.days, spec.days - 1), name, _figure, figure)
        for days, what, who in spec.changes:
            road.note(days, name, _change, what, who)
        for days, to, reason in spec.steps:
            road.note(days, name, _step, to, reason)
        _decide(road, name, spec)
    road.note(1, "riau", _link_planned, "elina")
    road.note(SAVINGS_DAYS, "savings", _win_of_savings)
    road.note(CALCULATION_DAYS, "calculation", _win_of_calculation)


def _begin(road: Road, name: str, spec: CaseSpec, at: datetime) -> None:
    by: dict[str, Any] = {"by": road.cast.users[spec.owner], "at": at}
    presents_on = road.timeline.day(spec.presents_days) if spec.presents_days is not None else None
    asked = road.pile.row(spec.request) if spec.request else None
    case = actions.add_case(draft=replace(spec.says, presents_on=presents_on), request=asked, **by)
    road.made[name] = case
    actions.align_case(case=case, goal=road.aims.goals[spec.goal], **by)
    for touch in spec.touches:
        actions.put_touch(case=case, draft=touch, **by)
    for risk in spec.risks:
        actions.put_risk(case=case, draft=risk, **by)
    for who, ask in spec.asks:
        actions.put_ask(case=case, draft=replace(ask, of=road.cast.stakeholders[who]), **by)
    for code in spec.metrics:
        actions.add_metric(case=case, metric=road.aims.metrics[code], **by)
    for who, roles in spec.roles:
        drafts = [RoleDraft(*role.split(":")) for role in roles.split(",")]
        actions.set_roles(case=case, stakeholder=road.cast.stakeholders[who], roles=drafts, by=road.cast.lead, at=at)


def _link(road: Road, case: Case, who: str, days: int, at: datetime) -> None:
    conversation = road.talks.planned[who, days]
    actions.link_conversation(case=case, conversation=conversation, by=road.cast.lead, at=at)


def _link_planned(road: Road, case: Case, who: str, at: datetime) -> None:
    ahead = Conversation.objects.planned().filter(stakeholder=road.cast.stakeholders[who])[0]
    actions.link_conversation(case=case, conversation=ahead, by=road.cast.lead, at=at)


def _figure(road: Road, case: Case, figure: Figure, at: datetime) -> None:
    draft = FigureDraft(
        says=figure.says, value=Decimal(figure.value), unit=figure.unit, source=figure.source, as_of_on=at.date()
    )
    actions.add_figure(case=case, draft=draft, by=road.cast.lead, at=at)


def _quote(road: Road, case: Case, who: str, days: int, at: datetime) -> None:
    words = road.talks.planned[who, days].quotes.get()
    actions.add_quote(case=case, quote=words, by=road.cast.lead, at=at)


def _change(road: Road, case: Case, what: str, who: str, at: datetime) -> None:
    actions.note_adjustment(case=case, what=what, because_of=road.cast.stakeholders[who], by=road.cast.lead, at=at)


def _step(road: Road, case: Case, to: str, reason: str, at: datetime) -> None:
    if to == State.PREREAD_SENT and case.roles.exists():
        send(case, lead=road.cast.lead, reason=reason, at=at)
    else:
        actions.take_step(case=case, to=to, reason=reason, by=road.cast.lead, at=at)


def _win_of_savings(road: Road, case: Case, at: datetime) -> None:
    win_of_savings(case, lead=road.cast.lead, at=at)


def _win_of_calculation(road: Road, case: Case, at: datetime) -> None:
    win_of_calculation(case, road.aims.metrics["calculations"], lead=road.cast.lead, at=at)


def _decide(road: Road, name: str, spec: CaseSpec) -> None:
    for verdict in spec.verdicts:
        road.note(verdict.days, name, _answer, verdict)
        if verdict.again_days < 0:
            road.timeline.note(-verdict.again_days, lambda at: actions.bring_back_due(at=at))
    if spec.presents_again is not None:
        days, presents_days = spec.presents_again
        road.note(days, name, _set_day, spec, presents_days)
    if spec.came is not None:
        road.note(spec.came[0], name, _close, spec.came[1])


def _answer(road: Road, case: Case, verdict: Verdict, at: datetime) -> None:
    again_on = road.timeline.day(-verdict.again_days) - timedelta(days=3) if verdict.again_days else None
    draft = DecisionDraft(
        answer=verdict.answer, decided_by=road.cast.stakeholders[verdict.by], reason=verdict.reason,
        learnt=verdict.learnt, look_again_on=again_on,
    )  # fmt: skip
    actions.decide_case(case=case, draft=draft, by=road.cast.lead, at=at)


def _set_day(road: Road, case: Case, spec: CaseSpec, presents_days: int, at: datetime) -> None:
    draft = replace(spec.says, presents_on=road.timeline.day(presents_days))
    actions.edit_case(case=case, draft=draft, by=road.cast.users[spec.owner], at=at)


def _close(road: Road, case: Case, came: str, at: datetime) -> None:
    actions.close_case(case=case, came=came, by=road.cast.lead, at=at)
