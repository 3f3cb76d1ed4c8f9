"""What the page of a case shows of its parts, as far as this reader may know it; what was said is read and logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from luotsi.rooms.cases.codes import Kind
from luotsi.rooms.cases.models import Adjustment, Ask, Case, CaseGoal, CaseRole, CaseWork, Evidence, Risk, Touch
from luotsi.rooms.cases.rules.roles import STANDS
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.people import queries as people
from luotsi.rooms.people.codes import Strength
from luotsi.rooms.people.readings import record_readings
from luotsi.rooms.people.rules import counts_as_agreement

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User


@dataclass(frozen=True, slots=True)
class AimLine:
    """A goal or an outcome the case serves, and whether it still lives."""

    link: CaseGoal
    is_living: bool

    @property
    def title(self) -> str:
        return (self.link.outcome or self.link.goal).title


@dataclass(slots=True)
class Voice:
    """One person with a say. What they think is empty for who may not know it."""

    stakeholder: Any
    roles: list[CaseRole] = field(default_factory=list)
    talks: list[Any] = field(default_factory=list)  # links to conversations, newest first
    strength: Strength | None = None
    worries: list[Any] = field(default_factory=list)
    eased: list[Any] = field(default_factory=list)

    @property
    def heard_at(self) -> datetime | None:
        return max((link.conversation.held_at for link in self.talks if link.conversation.held_at), default=None)

    @property
    def planned_on(self) -> date | None:
        days = [link.conversation.planned_on for link in self.talks if link.conversation.is_planned]
        return min(days, default=None)

    @property
    def has_a_stand(self) -> bool:
        """A role that says what they think; only who may know it has it here."""
        return any(role.role in STANDS for role in self.roles)

    @property
    def agrees(self) -> bool:
        return counts_as_agreement(self.strength or "")


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence with its words: `name` is empty where there is leave without a name only."""

    row: Evidence
    value: Any
    unit: str
    on: date | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything below the why; `talks` that this reader may open are in `own`."""

    aims: list[AimLine]
    touches: list[Touch]
    voices: list[Voice]
    talks: list[Any]
    own: frozenset[int]
    proofs: list[Proof]
    asks: list[Ask]
    risks: list[Risk]
    changes: list[Adjustment]
    works: list[CaseWork]

    @property
    def next_talk(self) -> Any:
        """The link to the conversation that comes next; None while nothing is planned."""
        planned = [link for link in self.talks if link.conversation.is_planned]
        return min(planned, key=lambda link: (link.conversation.planned_on, link.pk), default=None)

    @property
    def numbers(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.row.kind != Kind.QUOTE]

    @property
    def quotes(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.row.kind == Kind.QUOTE]


def parts_of(user: User, case: Case, on: date, at: datetime) -> Parts:
    """A fixed number of queries."""
    talks = list(case.talks.select_related("conversation__stakeholder", "conversation__held_by"))
    talks.sort(key=lambda link: (link.conversation.planned_on, link.pk), reverse=True)
    readable = people.conversations_for(user).filter(pk__in=[link.conversation_id for link in talks])
    told = people.conversations_by_id(readable.values_list("pk", flat=True))
    voices = _voices(user, case, talks, told)
    read = {one.stakeholder_id for one in told.values()} | {one.stakeholder.pk for one in voices if one.has_a_stand}
    record_readings(who=user, about_ids=read, what="thoughts", at=at)
    return Parts(
        aims=[_aim(link, on) for link in case.goals.select_related("goal", "outcome__guidepoint", "outcome__goal")],
        touches=list(case.touches.select_related("metric")),
        voices=voices,
        talks=talks,
        own=frozenset(told),
        proofs=_proofs(case, on),
        asks=list(case.asks.select_related("of")),
        risks=list(case.risks.all()),
        changes=list(case.adjustments.select_related("because_of", "by")),
        works=list(case.works.select_related("item")),
    )


def quote_choices(case: Case) -> list[Any]:
    """Words from its conversations for which there is leave and which it does not have yet."""
    had = set(case.evidence.filter(quote__isnull=False).values_list("quote", flat=True))
    conversations = case.talks.values_list("conversation", flat=True)
    return [quote for quote in people.quotes_with_leave(conversations) if quote.pk not in had]


def link_choices(user: User, case: Case) -> list[Any]:
    """Conversations that this person may know and that are not linked yet, newest first."""
    linked = case.talks.values("conversation")
    found = people.conversations_for(user).exclude(pk__in=linked).exclude(state="cancelled")
    return list(found.order_by("-planned_on", "-pk")[:50])


def _aim(link: CaseGoal, on: date) -> AimLine:
    return AimLine(link, link.outcome.is_living(on) if link.outcome is not None else link.goal.is_living(on))


def _voices(user: User, case: Case, talks: Iterable[Any], told: Mapping[int, Any]) -> list[Voice]:
    """Those with a role first, in the order in which they were named; then whoever else was talked to."""
    knows = user.may("people.see_thoughts")
    found: dict[int, Voice] = {}
    for role in case.roles.select_related("stakeholder"):
        if knows or role.role not in STANDS:
            found.setdefault(role.stakeholder_id, Voice(role.stakeholder)).roles.append(role)
    for link in talks:
        one = link.conversation
        voice = found.setdefault(one.stakeholder_id, Voice(one.stakeholder))
        voice.talks.append(link)
        if one.pk in told and one.is_held:
            _hear(voice, told[one.pk])
    return list(found.values())


def _hear(voice: Voice, conversation: Any) -> None:
    """Conversations come newest first: the first endorsement found is the newest."""
    stands = sorted(conversation.endorsements.all(), key=lambda one: (one.at, one.pk))
    if stands and voice.strength is None:
        voice.strength = Strength(stands[-1].strength)
    for objection in conversation.objections.all():
        (voice.worries if objection.is_open else voice.eased).append(objection)


def _proofs(case: Case, on: date) -> list[Proof]:
    rows = list(case.evidence.select_related("metric", "quote__conversation__stakeholder"))
    latest = goals.latest_values([row.metric_id for row in rows if row.metric_id], on)
    return [_proof(row, latest.get(row.metric_id or 0)) for row in rows]


def _proof(row: Evidence, measured: Any) -> Proof:
    if row.metric is not None:
        value, day = (measured.value, measured.on) if measured else (None, None)
        return Proof(row, value, row.metric.unit, day, row.metric.name)
    if row.quote is not None:
        who = row.quote.conversation.stakeholder.name if row.quote.shows_name else ""
        return Proof(row, None, "", None, who)
    return Proof(row, row.value, row.unit, row.as_of_on)
