"""Who Pajavire's marketing talked with over two quarters, what came of it, and what the others put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from functools import partial

from luotsi.rooms.people import actions
from luotsi.rooms.people.actions import InvestmentDraft, ObjectionDraft, PlanDraft, QuoteDraft, RoleDraft
from luotsi.rooms.people.models import Conversation, Investment
from luotsi.web.sample.cast import Cast
from luotsi.web.sample.reading import Texts, rows
from luotsi.web.sample.timeline import Timeline

PLACED_DAYS = 180  # roles, influence and interest were first set so long ago
PLANNED_AHEAD_DAYS = 6
# who: roles (a detractor with its kind), influence, interest
STANDING: Mapping[str, tuple[str, int, int]] = {
    "elina": ("decision_maker", 5, 4),
    "kirsi": ("decision_maker,detractor:apathetic", 5, 2),
    "sami": ("influencer,detractor:resistant", 5, 3),
    "pekka": ("champion,contributor", 4, 5),
    "mei": ("influencer", 4, 3),
    "veikko": ("influencer", 4, 2),
    "inaki": ("champion", 3, 5),
    "aigerim": ("champion,contributor", 3, 4),
    "budi": ("contributor", 3, 5),
    "paivi": ("contributor", 3, 3),
    "ingrid": ("champion", 3, 3),
    "riikka": ("contributor,detractor:resistant", 2, 4),
    "oskari": ("contributor", 2, 3),
}
# who, kind, amount, unit, for what, offered, agreed and delivered so many days ago
PUT_IN = (
    ("pekka", "hours", 24, "h", "Field engineers for two stories a month", 172, 74, 20),
    ("inaki", "budget", 3200, "€", "A writer in Bilbao for the quarter", 40, 26, None),
    ("budi", "advocacy", None, "", "Visits of neighbours to the pilot in Riau", 60, 45, 19),
    ("paivi", "information", None, "", "Exit interviews of the last two years", 133, 133, 120),
    ("oskari", "hours", 8, "h", "What buyers ask, once a week", 47, None, None),
    ("ingrid", "advocacy", None, "", "Our figures under her name", 30, 30, None),
    ("kirsi", "information", None, "", "Cost per first talk from the ledger", 79, 79, 33),
)
# who, by whom, in how many days, at what hour, stage, about what
AHEAD = (
    ("riikka", "johanna", 2, 10, "rollout", "A list of names before anything goes out"),
    ("veikko", "johanna", 6, None, "approved", "When it pays"),
    ("elina", "johanna", 9, 9, "running", "The page of the month"),
    ("oskari", "ville", 4, 14, "rollout", "What buyers asked this month"),
)
OVERDUE = ("aigerim", "arman", 3, "rollout", "After the third mill")


@dataclass
class Talks:
    """Conversations by person and days ago, as they were planned."""

    planned: dict[tuple[str, int], Conversation] = field(default_factory=dict)


def talk(timeline: Timeline, cast: Cast) -> Talks:
    """Note everything that happened around stakeholders."""
    talks = Talks()
    for who, standing in STANDING.items():
        timeline.note(PLACED_DAYS, partial(_place, cast, who, standing))
    for text in rows("talks"):
        days = int(text["days"])
        timeline.note(days + PLANNED_AHEAD_DAYS, partial(_plan, talks, cast, text, timeline))
        timeline.note(days, partial(_note, talks, cast, text))
    for put in PUT_IN:
        _put_in(timeline, cast, put)
    for ahead in AHEAD:
        timeline.note(2, partial(_plan_ahead, cast, ahead, timeline))
    timeline.note(OVERDUE[2] + 8, partial(_plan_overdue, cast, timeline))
    return talks


def _place(cast: Cast, who: str, standing: tuple[str, int, int], at: datetime) -> None:
    roles, influence, interest = standing
    drafts = [RoleDraft(*role.split(":")) for role in roles.split(",")]
    actions.place(
        stakeholder=cast.stakeholders[who], roles=drafts, influence=influence, interest=interest, by=cast.lead, at=at
    )


def _plan(talks: Talks, cast: Cast, text: Texts, timeline: Timeline, at: datetime) -> None:
    days = int(text["days"])
    plan = PlanDraft(on=timeline.day(days), stage=text["stage"], purpose=text["purpose"])
    talks.planned[text["who"], days] = actions.plan_conversation(
        stakeholder=cast.stakeholders[text["who"]], plan=plan, held_by=cast.users[text["by"]], by=cast.lead, at=at
    )


def _note(talks: Talks, cast: Cast, text: Texts, at: datetime) -> None:
    actions.note_conversation(
        conversation=talks.planned[text["who"], int(text["days"])],
        notes=text["notes"],
        needs=[text["need"]],
        objections=[ObjectionDraft(text["said"], text["worry"], text["eased"])],
        quotes=[QuoteDraft(text["quote"], text["leave"] or "none")],
        endorsement=text["strength"],
        evidence=text["evidence"],
        by=cast.users[text["by"]],
        at=at,
    )


def _put_in(
    timeline: Timeline, cast: Cast, put: tuple[str, str, int | None, str, str, int, int | None, int | None]
) -> None:
    who, kind, amount, unit, about, *_, agreed, delivered = put
    timeline.note(put[5], partial(_offer, cast, who, kind, amount, unit, about))
    if agreed is not None:
        timeline.note(agreed, partial(_step, cast, who, about, actions.agree_investment))
    if delivered is not None:
        timeline.note(delivered, partial(_step, cast, who, about, actions.deliver_investment))


def _offer(cast: Cast, who: str, kind: str, amount: int | None, unit: str, about: str, at: datetime) -> None:
    draft = InvestmentDraft(kind, about, Decimal(amount) if amount is not None else None, unit)
    actions.offer_investment(stakeholder=cast.stakeholders[who], draft=draft, by=cast.lead, at=at)


def _step(cast: Cast, who: str, about: str, step: Callable[..., Investment], at: datetime) -> None:
    investment = Investment.objects.get(stakeholder=cast.stakeholders[who], about=about)
    step(investment=investment, by=cast.lead, at=at)


def _plan_ahead(
    cast: Cast, ahead: tuple[str, str, int, int | None, str, str], timeline: Timeline, at: datetime
) -> None:
    who, by, days, hour, stage, purpose = ahead
    plan = PlanDraft(on=timeline.day(-days), stage=stage, purpose=purpose, at=time(hour) if hour is not None else None)
    actions.plan_conversation(
        stakeholder=cast.stakeholders[who], plan=plan, held_by=cast.users[by], by=cast.lead, at=at
    )


def _plan_overdue(cast: Cast, timeline: Timeline, at: datetime) -> None:
    who, by, days, stage, purpose = OVERDUE
    plan = PlanDraft(on=timeline.day(days), stage=stage, purpose=purpose)
    actions.plan_conversation(
        stakeholder=cast.stakeholders[who], plan=plan, held_by=cast.users[by], by=cast.lead, at=at
    )
