"""What Pajavire pursues: goals, three Guidepoints with their outcomes, what was measured, and who agreed how far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from luotsi.rooms.goals import actions, agreeing, measuring
from luotsi.rooms.goals.drafts import GoalDraft, GuidepointDraft, MetricDraft, OutcomeDraft, Value
from luotsi.rooms.goals.models import Goal, Guidepoint, Metric, Outcome, Strength
from luotsi.rooms.people.queries import Stakeholder
from luotsi.web.sample.cast import Cast
from luotsi.web.sample.timeline import Timeline
from luotsi.web.sample.words import AGREEMENTS, ANSWER, GOALS, GUIDEPOINTS, METRICS, OUTCOMES, QUESTION

QUARTER = timedelta(weeks=13)
LED_IN_WEEKS = 4  # the running quarter began so long ago
GOALS_DAYS, METRICS_DAYS = 300, 301
WRITTEN_DAYS = 54  # the running Guidepoint, some three weeks before its quarter
WAVES = (0.0, 0.6, -0.4, 0.3, -0.8, 0.5, -0.1, 0.9, -0.6, 0.2)


@dataclass
class Aims:
    """Rows by the short names of `words`."""

    metrics: dict[str, Metric] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    guidepoints: dict[str, Guidepoint] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def worths(self, text: str) -> dict[int, Decimal]:
        """`c1:9,c2:3` as values by outcome id."""
        pairs = (part.split(":") for part in text.split(",") if part)
        return {self.outcomes[code].pk: Decimal(value) for code, value in pairs}


def quarter_start(timeline: Timeline) -> date:
    return timeline.this_monday - timedelta(weeks=LED_IN_WEEKS)


def pursue(timeline: Timeline, cast: Cast) -> Aims:
    """Note everything that happened around goals."""
    aims = Aims()
    timeline.note(METRICS_DAYS, lambda at: _metrics(aims, cast, at))
    timeline.note(GOALS_DAYS, lambda at: _goals(aims, cast, timeline, at))
    for number, code in enumerate(GUIDEPOINTS):
        back = len(GUIDEPOINTS) - 1 - number
        starts_on = quarter_start(timeline) - QUARTER * back
        written = WRITTEN_DAYS + QUARTER.days * back
        timeline.note(written, partial(_guidepoint, aims, cast, code, starts_on))
    _agree(timeline, cast, aims)
    _measure(timeline, cast, aims)
    return aims


def _metrics(aims: Aims, cast: Cast, at: datetime) -> None:
    for code, spec in METRICS.items():
        draft = MetricDraft(name=spec.name, unit=spec.unit, kind=spec.kind)
        aims.metrics[code] = actions.add_metric(draft=draft, by=cast.lead, at=at)


def _goals(aims: Aims, cast: Cast, timeline: Timeline, at: datetime) -> None:
    for spec in GOALS:
        draft = GoalDraft(
            title=spec.title,
            why=spec.why,
            metric=aims.metrics[spec.metric],
            baseline=Decimal(spec.baseline),
            target=Decimal(spec.target),
            starts_on=timeline.day(GOALS_DAYS),
            by_on=timeline.day(-spec.ends_in_days),
            expires_on=timeline.day(-spec.ends_in_days),
            owner=cast.stakeholders[spec.owner],
        )
        aims.goals[spec.code] = actions.add_goal(draft=draft, by=cast.lead, at=at)


def _guidepoint(aims: Aims, cast: Cast, code: str, starts_on: date, at: datetime) -> None:
    ends_on = starts_on + QUARTER - timedelta(days=1)
    draft = GuidepointDraft(statement=GUIDEPOINTS[code], starts_on=starts_on, ends_on=ends_on)
    guidepoint = aims.guidepoints[code] = actions.add_guidepoint(draft=draft, by=cast.lead, at=at)
    for spec in (spec for spec in OUTCOMES if spec.code.startswith(code)):
        outcome = OutcomeDraft(
            title=spec.title,
            metric=aims.metrics[spec.metric],
            baseline=Decimal(spec.baseline),
            target=Decimal(spec.target),
            starts_on=starts_on,
            by_on=ends_on,
            goal=aims.goals[spec.goal],
            weight=Decimal(spec.weight),
        )
        aims.outcomes[spec.code] = actions.add_outcome(guidepoint=guidepoint, draft=outcome, by=cast.lead, at=at)


def _agree(timeline: Timeline, cast: Cast, aims: Aims) -> None:
    for code, who, strength, days in AGREEMENTS:
        timeline.note(days, partial(_stand, cast, aims, code, who, strength))
    timeline.note(47, lambda at: _escalate(cast, aims, at))
    timeline.note(44, lambda at: _answer(cast, aims, at))


def _stand(cast: Cast, aims: Aims, code: str, who: str, strength: str, at: datetime) -> None:
    stakeholder: Stakeholder = cast.stakeholders[who]
    agreeing.record_agreement(
        guidepoint=aims.guidepoints[code], stakeholder=stakeholder, strength=Strength(strength), by=cast.lead, at=at
    )


def _escalate(cast: Cast, aims: Aims, at: datetime) -> None:
    agreeing.escalate(
        guidepoint=aims.guidepoints["c"], question=QUESTION, asked_of=cast.stakeholders["elina"], by=cast.lead, at=at
    )


def _answer(cast: Cast, aims: Aims, at: datetime) -> None:
    escalation = aims.guidepoints["c"].escalations.get()
    agreeing.answer_escalation(escalation=escalation, answer=ANSWER, by=cast.users["elina"], at=at)


def _measure(timeline: Timeline, cast: Cast, aims: Aims) -> None:
    """The past as one batch a metric, the last three values one by one as people typed them."""
    for code in METRICS:
        past = list(_values(timeline, code))
        timeline.note(past[-4][0], partial(_batch, timeline, cast, aims, code, past[:-3]))
        for days, value in past[-3:]:
            timeline.note(days, partial(_batch, timeline, cast, aims, code, [(days, value)]))


def _values(timeline: Timeline, code: str) -> Iterator[tuple[int, Decimal]]:
    """(days ago, value), oldest first: from the metric's first to its newest value in small waves."""
    spec = METRICS[code]
    count = spec.since_days // spec.every_days
    newest_days = 5 if spec.every_days < 30 else 8 + list(METRICS).index(code)
    for number in range(count):
        share = number / (count - 1)
        middle = spec.first + (spec.newest - spec.first) * share
        wave = WAVES[(number + len(code) + spec.every_days) % len(WAVES)] * spec.wave * (number < count - 1)
        step = Decimal(1).scaleb(-spec.decimals)
        yield newest_days + spec.every_days * (count - 1 - number), Decimal(str(middle + wave)).quantize(step)


def _batch(
    timeline: Timeline, cast: Cast, aims: Aims, code: str, told: list[tuple[int, Decimal]], at: datetime
) -> None:
    values = [Value(aims.metrics[code], min(timeline.day(days), at.date()), value) for days, value in told]
    measuring.record_values(values=values, source=measuring.Source.HAND, by=cast.users["tuomas"], at=at)
