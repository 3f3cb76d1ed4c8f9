"""Questions to cases: whose page may show what, where a case stands, what is missing next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from luotsi.kernel.errors import Missing
from luotsi.rooms.cases.codes import OPEN, Answer, State
from luotsi.rooms.cases.models import Case, Decision, Step
from luotsi.rooms.cases.models.cases import CaseQuerySet
from luotsi.rooms.cases.queries.facts import facts_for, facts_of
from luotsi.rooms.cases.queries.road import road_of, roles_to_change
from luotsi.rooms.cases.rules.checks import SHOWN, THOUGHTS, Check, checks_of, missing_for
from luotsi.rooms.cases.rules.road import NEEDS, next_step
from luotsi.rooms.people.readings import record_readings

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User

RowT = TypeVar("RowT", bound=Model)
BEFORE_PREREAD = (State.DRAFT, State.TESTED, State.ADJUSTED)

__all__ = [
    "Line",
    "Way",
    "back_today",
    "by_stage",
    "case_for",
    "cases_for",
    "cases_of",
    "checks_for",
    "closed",
    "counts_by_stage",
    "decisions_of",
    "known_to",
    "lines",
    "log_named",
    "middle_days_to_yes",
    "missing_for_step",
    "road_of",
    "roles_to_change",
    "row_for",
    "steps_of",
    "to_look_after",
    "ways_to_an_answer",
]


def cases_for(user: User) -> CaseQuerySet:
    """All for the team, none for anybody else: what others were sent is a pre-read, which is asked for by itself."""
    return Case.objects.all() if user.may("cases.write") else Case.objects.none()


def case_for(user: User, pk: int) -> Case:
    found = cases_for(user).select_related("request", "owner").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such case, or it is not yours to see.", code="cases.case_unknown")
    return found


def cases_of(user: User, kind: str, thing: Any) -> list[Case]:
    """The cases that came from a request, or became a work item; one query."""
    wanted = {"request": thing} if kind == "request" else {"works__item": thing}
    return list(cases_for(user).filter(**wanted).order_by("pk"))


def row_for(user: User, rows: QuerySet[RowT], pk: int) -> RowT:
    """One row of a case, for whoever writes cases."""
    found = rows.filter(pk=pk).first() if user.may("cases.write") else None
    if found is None:
        raise Missing("This is not in the case any more, or it is not yours to see.", code="cases.row_unknown")
    return found


# Lists


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list: what is missing for its next step, as far as this reader may know it."""

    case: Case
    step: State | None
    missing: tuple[Check, ...]


def lines(user: User, cases: Iterable[Case], on: date) -> list[Line]:
    """A fixed number of queries."""
    cases = list(cases)
    facts = facts_for([case for case in cases if case.is_open], on)
    return [_line(user, case, facts.get(case.pk)) for case in cases]


def by_stage(user: User, on: date) -> list[tuple[State, list[Line]]]:
    """Everything that is not closed, in the order of the road; stages without a case are left out."""
    found = lines(user, cases_for(user).exclude(state=State.CLOSED).order_by("created_at", "pk"), on)
    stages = ((state, [line for line in found if line.case.state == state]) for state in State)
    return [(state, rows) for state, rows in stages if rows]


def closed(user: User) -> QuerySet[Case]:
    """Newest first."""
    return cases_for(user).filter(state=State.CLOSED)


def _line(user: User, case: Case, facts: Any) -> Line:
    step = next_step(case.state)
    if facts is None:
        return Line(case, step, ())
    codes = NEEDS.get(step, ()) if step else SHOWN
    return Line(case, step, tuple(known_to(user, missing_for(facts, codes))))


# One case


def checks_for(user: User, case: Case, on: date) -> list[Check]:
    """The checks of its page, without those that say what people think for whoever may not know that."""
    return known_to(user, checks_of(facts_of(case, on)))


def missing_for_step(case: Case, step: str, on: date) -> list[Check]:
    """All that the step needs and is not there; show it through `known_to`."""
    return missing_for(facts_of(case, on), NEEDS.get(step, ()))


def known_to(user: User, checks: Iterable[Check]) -> list[Check]:
    knows = user.may("people.see_thoughts")
    return [check for check in checks if knows or check.code not in THOUGHTS]


def log_named(user: User, case: Case, checks: Iterable[Check], *, at: datetime) -> None:
    """Checks that name whose doubt is missing were shown by themselves: that is a reading of everybody in the case."""
    if any(check.code in THOUGHTS and check.names for check in checks):
        heard = case.talks.values_list("conversation__stakeholder", flat=True)
        people = {*heard, *case.roles.values_list("stakeholder", flat=True)}
        record_readings(who=user, about_ids=people, what="checks", at=at)


def steps_of(case: Case) -> list[Step]:
    return list(case.steps.select_related("by"))


def decisions_of(case: Case) -> list[Decision]:
    """Newest first."""
    return list(case.decisions.select_related("decided_by", "by"))


def back_today(user: User, on: date) -> QuerySet[Case]:
    """Whose day has come and nobody has taken up yet, and what came back by itself today."""
    return cases_for(user).filter(_back(on)).order_by("pk")


def to_look_after(user: User, on: date, until: date) -> list[tuple[Any, str]]:
    """What waits on Today, each with `back` or `preread`: came back, with what was `learnt`, or its pre-read must go
    out; one query."""
    must_go_out = Q(state__in=BEFORE_PREREAD, presents_on__lte=until)
    last = Decision.objects.filter(case=OuterRef("pk")).order_by("-round").values("learnt")[:1]
    found = cases_for(user).annotate(learnt=Subquery(last)).filter(_back(on) | must_go_out)
    found = found.order_by("presents_on", "pk")
    return [(case, "preread" if case.presents_on and case.state in BEFORE_PREREAD else "back") for case in found]


def _back(on: date) -> Q:
    returned = Step.objects.filter(round__gt=1, by__isnull=True, at__date=on).values("case")
    return Q(state=State.DECIDED, back_on__lte=on) | Q(pk__in=returned)


# For pictures


def counts_by_stage(user: User) -> list[tuple[State, int]]:
    """Every stage of the road with its number of cases."""
    states = list(cases_for(user).values_list("state", flat=True))
    return [(state, states.count(state)) for state in State]


@dataclass(frozen=True, slots=True)
class Way:
    """From a case's first day to its answer, or to today while it is on its way."""

    case: Case
    began_on: date
    ended_on: date
    answer: str
    rounds: int

    @property
    def days(self) -> int:
        return (self.ended_on - self.began_on).days


def ways_to_an_answer(user: User, on: date) -> list[Way]:
    """Oldest first; two queries."""
    cases = list(cases_for(user).order_by("created_at", "pk"))
    answers: dict[int, Decision] = {}
    for decision in Decision.objects.filter(case__in=cases).order_by("round"):
        answers[decision.case_id] = decision
    found = []
    for case in cases:
        last = answers.get(case.pk)
        is_over = last is not None and case.state not in OPEN
        ended = localdate(last.at) if is_over and last is not None else on
        found.append(Way(case, localdate(case.created_at), ended, last.answer if is_over and last else "", case.round))
    return found


def middle_days_to_yes(ways: Iterable[Way]) -> int | None:
    """The middle one of those that came to a yes."""
    days = sorted(way.days for way in ways if way.answer == Answer.YES)
    return days[len(days) // 2] if days else None
