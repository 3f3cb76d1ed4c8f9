"""What this room answers when people ask: at which stage somebody stands, what is kept about them, and what goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luotsi.kernel.accounts.models import GuestLink
from luotsi.rooms.cases.codes import OPEN, State
from luotsi.rooms.cases.models import Adjustment, Ask, CaseRole, Decision, Evidence, Recipient, WinTold
from luotsi.rooms.cases.preread.keeping import forget, unsay
from luotsi.rooms.cases.queries.since import yes_on
from luotsi.rooms.cases.rules.road import stage_of
from luotsi.rooms.cases.rules.roles import STANDS
from luotsi.rooms.people.signals import InForce, Section, erasing, exporting, leave_changed, stages_of, thoughts_ending


def connect() -> None:
    stages_of.connect(_stages, dispatch_uid="cases.stages")
    exporting.connect(_kept, dispatch_uid="cases.kept")
    erasing.connect(_erase, dispatch_uid="cases.erase")
    leave_changed.connect(_follow_leave, dispatch_uid="cases.follow_leave")
    thoughts_ending.connect(_end_thoughts, dispatch_uid="cases.end_thoughts")


def _stages(sender: Any, *, stakeholder_ids: Collection[int], on: date, **rest: Any) -> dict[int, list[InForce]]:
    """Where these people stand in every case that is under way, with all their roles there; two queries."""
    under_way = CaseRole.objects.filter(stakeholder__in=stakeholder_ids, case__state__in=(*OPEN, State.RUNNING))
    roles: dict[tuple[int, int], list[CaseRole]] = {}
    for role in under_way.select_related("case").order_by("case", "pk"):
        roles.setdefault((role.stakeholder_id, role.case_id), []).append(role)
    begun = yes_on({case for _person, case in roles})
    found: dict[int, list[InForce]] = {}
    for (person, case), held in roles.items():
        found.setdefault(person, []).append(_in_force(held, begun.get(case), on))
    return found


def _in_force(held: list[CaseRole], begun_on: date | None, on: date) -> InForce:
    case = held[0].case
    return InForce(
        stage=stage_of(case.state, (on - begun_on).days if begun_on else 0),
        roles=tuple(role.role for role in held),
        title=case.title,
        url=reverse("cases:case", args=[case.pk]),
        decision_on=case.presents_on if case.is_open else None,
    )


def _kept(sender: Any, *, stakeholder: Any, **rest: Any) -> list[Section]:
    """Roles, asks, what changed because of them, what they decided, and which of their words a case quotes."""
    roles = CaseRole.objects.filter(stakeholder=stakeholder).select_related("case")
    asks = Ask.objects.filter(of=stakeholder).select_related("case")
    changes = Adjustment.objects.filter(because_of=stakeholder).select_related("case")
    decisions = Decision.objects.filter(decided_by=stakeholder).select_related("case")
    quoted = Evidence.objects.filter(quote__conversation__stakeholder=stakeholder).select_related("case", "quote")
    sent = Recipient.objects.filter(stakeholder=stakeholder).select_related("sending__case")
    told = WinTold.objects.filter(backer=stakeholder).select_related("win__case")
    return [
        Section("case_roles", _("Roles in cases"), tuple(_role(one) for one in roles)),
        Section("case_asks", _("Asked of them in cases"), tuple(_ask(one) for one in asks)),
        Section("case_changes", _("What changed in cases because of them"), tuple(_change(one) for one in changes)),
        Section("case_decisions", _("What they decided"), tuple(_decision(one) for one in decisions)),
        Section("case_quotes", _("Their words in cases"), tuple(_quoted(one) for one in quoted)),
        Section("case_prereads", _("Pre-reads they were sent"), tuple(_sent(one) for one in sent)),
        Section("case_wins", _("Wins they were told"), tuple(_told(one) for one in told)),
    ]


def _erase(sender: Any, *, stakeholder: Any, at: Any, **rest: Any) -> None:
    """Roles and quoted words go, from copies that were sent too; what changed, what is asked and what was decided
    stays without the name."""
    forget(stakeholder.pk, at=at)
    GuestLink.objects.filter(pk__in=Recipient.objects.filter(stakeholder=stakeholder).values("link")).delete()
    Recipient.objects.filter(stakeholder=stakeholder).delete()
    WinTold.objects.filter(backer=stakeholder).delete()
    CaseRole.objects.filter(stakeholder=stakeholder).delete()
    Evidence.objects.filter(quote__conversation__stakeholder=stakeholder).delete()
    Ask.objects.filter(of=stakeholder).update(of=None)
    Adjustment.objects.filter(because_of=stakeholder).update(because_of=None)
    # The decision's own rows refuse every update; the name is the one thing that may be forgotten.
    QuerySet(Decision).filter(decided_by=stakeholder).update(decided_by=None)


def _end_thoughts(sender: Any, *, stakeholder: Any, at: Any, **rest: Any) -> None:
    """Stands end with the thoughts; a position such as deciding is none. Quoted words went with their rows, and go
    from copies that were sent; that somebody heard of a win says that they backed it."""
    forget(stakeholder.pk, at=at, words_only=True)
    WinTold.objects.filter(backer=stakeholder).delete()
    CaseRole.objects.filter(Q(role__in=STANDS), stakeholder=stakeholder).delete()


def _follow_leave(sender: Any, *, quote: Any, at: Any, **rest: Any) -> None:
    """Words whose leave was taken back go out of every copy that was sent, and so does a name."""
    if not quote.shows_name:
        unsay(quote, at=at)


def _role(one: CaseRole) -> dict[str, Any]:
    return {
        "case": one.case.title, "role": str(one.get_role_display()),
        "detractor_kind": str(one.get_detractor_kind_display()), "since": one.at,
    }  # fmt: skip


def _ask(one: Ask) -> dict[str, Any]:
    return {
        "case": one.case.title, "investment": str(one.get_kind_display()), "about": one.what, "amount": one.amount,
        "unit": one.unit,
    }  # fmt: skip


def _change(one: Adjustment) -> dict[str, Any]:
    return {"case": one.case.title, "what": one.what, "at": one.at}


def _decision(one: Decision) -> dict[str, Any]:
    said = " · ".join(part for part in (one.reason, one.learnt) if part)
    return {"case": one.case.title, "answer": str(one.get_answer_display()), "text": said, "at": one.at}


def _quoted(one: Evidence) -> dict[str, Any]:
    return {"case": one.case.title, "quote": one.quote.words if one.quote else "", "at": timezone.localdate(one.at)}


def _sent(one: Recipient) -> dict[str, Any]:
    return {"case": one.sending.case.title, "at": one.sending.at, "opened_at": one.opened_at}


def _told(one: WinTold) -> dict[str, Any]:
    return {"case": one.win.case.title, "what": one.win.what, "at": one.at}
