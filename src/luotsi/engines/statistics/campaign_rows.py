"""From rows to what a rule may look at: faulty rows put aside, one order, and what silence means by now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from luotsi.engines.statistics.campaign_results import RowFault
from luotsi.engines.statistics.campaign_types import INVITED, CampaignData, Contact, Criterion, Result

YES_OR_NO = ("rate", "goal_by_deadline")


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that count, in invitation order, and those that do not."""

    contacts: tuple[Contact, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """One criterion's answers in invitation order; None is still open. `late`: a yes after its window."""

    states: tuple[Result, ...]
    contacts: tuple[Contact, ...]
    late: int


def checked(data: CampaignData) -> Checked:
    """Rows in order, without those that cannot be."""
    faults: list[RowFault] = []
    seen: set[str] = set()
    kept = []
    for contact in sorted(data.outcomes, key=_order):
        found = list(_faults_of(contact, data))
        if contact.id in seen:
            found.append(RowFault(contact.row, contact.id, "duplicate"))
        faults.extend(found)
        if not found:
            seen.add(contact.id)
            if not contact.excluded:
                kept.append(contact)
    return Checked(tuple(kept), tuple(sorted(faults, key=lambda fault: (fault.row, fault.id, fault.criterion))))


def _order(contact: Contact) -> tuple[datetime, bytes]:
    """Invitation time, ties by the SHA-256 of the id: an order nobody can choose after seeing answers."""
    return contact.invited_at, hashlib.sha256(contact.id.encode()).digest()


def _faults_of(contact: Contact, data: CampaignData) -> Iterator[RowFault]:
    for code in _invitation_faults(contact, data):
        yield RowFault(contact.row, contact.id, code)
    for criterion in data.criteria:
        for code in _answer_faults(contact, criterion, data.now):
            yield RowFault(contact.row, contact.id, code, criterion.name)


def _invitation_faults(contact: Contact, data: CampaignData) -> Iterator[str]:
    if contact.invited_at > data.now:
        yield "invited_in_future"
    if data.starts_at is not None and contact.invited_at < data.starts_at:
        yield "before_start"
    if data.ends_at is not None and contact.invited_at > data.ends_at:
        yield "after_end"


def _answer_faults(contact: Contact, criterion: Criterion, now: datetime) -> Iterator[str]:
    result, at = contact.results.get(criterion.name), contact.at.get(criterion.name)
    if result is None:
        return
    if at is not None and at < contact.invited_at:
        yield "outcome_before_invitation"
    if at is not None and at > now:
        yield "outcome_in_future"
    if criterion.kind in YES_OR_NO and not criterion.over_time:
        if not isinstance(result, bool):
            yield "not_a_yes_or_no"
    elif (isinstance(result, bool) and result and criterion.kind == "mean") or not isfinite(result):
        yield "not_an_amount"
    elif result < 0:
        yield "negative_amount"
    if result and criterion.of != INVITED and contact.results.get(criterion.of) is False:
        yield "result_without_parent"


def track_of(criterion: Criterion, data: CampaignData, contacts: Iterable[Contact]) -> Track:
    """The answers to one criterion among those it counts.

    With `of`, whoever has not answered there yet still counts and is open: the worst and the best of what can
    become of them lie between.
    """
    parent = next((other for other in data.criteria if other.name == criterion.of), None)
    states: list[Result] = []
    counted: list[Contact] = []
    late = 0
    for contact in contacts:
        state = settled(criterion, contact, data)
        if parent is not None:
            above = settled(parent, contact, data)
            if not above and above is not None:
                if criterion.kind != "goal_by_deadline":
                    continue
                state = False
            elif above is None:
                state = None
        states.append(state)
        counted.append(contact)
        late += is_late(criterion, contact)
    return Track(tuple(states), tuple(counted), late)


def settled(criterion: Criterion, contact: Contact, data: CampaignData) -> Result:
    """What is known of one contact: its answer, a no once its window has passed, or None."""
    result = contact.results.get(criterion.name)
    if result is not None:
        return False if is_late(criterion, contact) else result
    return False if _silent_for_good(criterion, contact, data) else None


def _silent_for_good(criterion: Criterion, contact: Contact, data: CampaignData) -> bool:
    if criterion.response_days is not None:
        return data.now >= contact.invited_at + timedelta(days=criterion.response_days)
    ends_at = criterion.ends_at or data.ends_at
    return ends_at is not None and data.now >= ends_at


def is_late(criterion: Criterion, contact: Contact) -> bool:
    """A yes after the window: it was a no by then, and a verdict may have rested on that."""
    at = contact.at.get(criterion.name)
    if criterion.response_days is None or at is None or not contact.results.get(criterion.name):
        return False
    return at > contact.invited_at + timedelta(days=criterion.response_days)
