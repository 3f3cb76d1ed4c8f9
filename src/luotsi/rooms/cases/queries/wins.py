"""Who backed a case, who was told of its wins, and who has not heard of one for too long.

That somebody backs a case is what they think: names only for who may know thoughts, and the reading is logged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from luotsi.kernel.errors import Missing
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.models import Ask, Case, CaseRole, Hook, Win, WinTold
from luotsi.rooms.cases.queries.said import said_in
from luotsi.rooms.cases.queries.since import yes_on
from luotsi.rooms.people import queries as people
from luotsi.rooms.people.readings import record_readings
from luotsi.rooms.people.rules import counts_as_agreement

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User
    from luotsi.rooms.people.queries import Stakeholder

QUIET_DAYS = 60  # without a win for longer, an idea loses its momentum


def wins_for(user: User) -> QuerySet[Win]:
    """For the team; others see what they were told, see `told_to`."""
    found = Win.objects.select_related("case", "metric", "by")
    return found if user.may("cases.write") else found.none()


def win_for(user: User, pk: int) -> Win:
    return _found(wins_for(user).filter(pk=pk).first())


def told_to(user: User) -> list[WinTold]:
    """The wins this person was told, newest first."""
    own = people.stakeholder_for(user)
    if own is None:
        return []
    return list(WinTold.objects.filter(backer=own).select_related("win__case", "win__metric").order_by("-at", "-pk"))


def put_in_by(stakeholder: Stakeholder) -> list[Any]:
    """What one person put in, for the thanks to that person and nobody else."""
    return list(stakeholder.investments.filter(agreed_at__isnull=False).order_by("agreed_at", "pk"))


def hooks() -> QuerySet[Hook]:
    return Hook.objects.all()


def hook_for(user: User, pk: int) -> Hook:
    return _found(Hook.objects.filter(pk=pk).first() if user.may("settings.write") else None)


# Who backed it


def backers_of(cases: Collection[Case]) -> dict[int, dict[int, Stakeholder]]:
    """By case, then by id: a full yes or investing in a conversation about it, or, with a part in it, something agreed
    on or delivered since it began. Whoever left is not told. Six queries."""
    keys = {case.pk: case for case in cases}
    agreed = {
        pk: {who for who, strength in said.strengths.items() if counts_as_agreement(strength)}
        for pk, said in said_in(keys).items()
    }
    for case, who in _invested(keys):
        agreed[case].add(who)
    known = people.Stakeholder.objects.filter(pk__in=set().union(*agreed.values()) if agreed else ())
    names = {one.pk: one for one in known.current().filter(erased_at__isnull=True).order_by("name", "pk")}
    return {case: {pk: one for pk, one in names.items() if pk in who} for case, who in agreed.items()}


def _invested(cases: dict[int, Case]) -> set[tuple[int, int]]:
    """Pairs of case and person who has a role in it or was asked for something, and agreed to give since it began."""
    roles = CaseRole.objects.filter(
        case__in=cases, stakeholder__investments__agreed_at__gte=F("case__created_at")
    ).values_list("case", "stakeholder")
    asks = Ask.objects.filter(case__in=cases, of__investments__agreed_at__gte=F("case__created_at")).values_list(
        "case", "of"
    )
    return {*roles, *asks}


def untold(win: Win) -> list[Stakeholder]:
    """Who backed the case and was not told of this win yet."""
    told = set(win.told.values_list("backer", flat=True))
    return [one for pk, one in backers_of([win.case])[win.case_id].items() if pk not in told]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who heard of a win: numbers for the team, names for who may know them."""

    told_count: int
    waiting_count: int
    in_person_count: int  # of those waiting, without address and account
    told: tuple[WinTold, ...] = ()
    waiting: tuple[Stakeholder, ...] = ()


def hearing_of(user: User, win: Win, *, at: datetime) -> Hearing:
    told, waiting = list(win.told.select_related("backer")), untold(win)
    counts = len(told), len(waiting), sum(not (one.email or one.user_id) for one in waiting)
    if not user.may("people.see_thoughts"):
        return Hearing(*counts)
    about = [*(one.backer_id for one in told), *(one.pk for one in waiting)]
    record_readings(who=user, about_ids=about, what="wins", at=at)
    return Hearing(*counts, tuple(told), tuple(waiting))


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody who backed a running case and has not heard of a win since `since_on`."""

    stakeholder: Stakeholder
    case: Case
    since_on: date
    days: int


def unheard(user: User, on: date) -> list[Quiet]:
    """Longest first; nobody for who may not know thoughts. Log the reading where it is shown."""
    if not user.may("people.see_thoughts"):
        return []
    running = {case.pk: case for case in Case.objects.filter(state=State.RUNNING)}
    backers, begun = backers_of(running.values()), yes_on(running)
    last: dict[int, datetime] = dict(WinTold.objects.order_by().values_list("backer").annotate(Max("at")))
    found = [
        _quiet(one, running[case], begun.get(case), last.get(pk), on)
        for case, people_of in backers.items()
        for pk, one in people_of.items()
    ]
    return sorted(
        (one for one in found if one.days > QUIET_DAYS), key=lambda one: (-one.days, one.stakeholder.name, one.case.pk)
    )


def log_unheard(user: User, found: Iterable[Quiet], *, at: datetime) -> None:
    record_readings(who=user, about_ids=[one.stakeholder.pk for one in found], what="wins", at=at)


def _quiet(stakeholder: Stakeholder, case: Case, yes: date | None, told_at: datetime | None, on: date) -> Quiet:
    days = [day for day in (yes, timezone.localdate(told_at) if told_at else None) if day is not None]
    since = max(days, default=timezone.localdate(case.created_at))
    return Quiet(stakeholder, case, since, (on - since).days)


def _found(row: Any) -> Any:
    if row is None:
        raise Missing("It is not there, or not yours to see.", code="cases.win_unknown")
    return row
