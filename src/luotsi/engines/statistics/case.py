"""One criterion with the answers it counts, as every kind of rule gets it, and the parts their results share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from luotsi.engines.statistics.campaign_results import CriterionResult, Next, PathPoint
from luotsi.engines.statistics.campaign_rows import Track, track_of
from luotsi.engines.statistics.campaign_types import INVITED, CampaignData, Contact, Criterion, Guarantee, Tally
from luotsi.engines.statistics.looks import NOTHING, Look, looks_at, looks_of

LONGEST_PATH = 2000
NO_NEXT = Next(None, None)


@dataclass(frozen=True, slots=True)
class Case:
    """`error_abort` is this criterion's part of the error; `contacts` its horizon at the start."""

    criterion: Criterion
    data: CampaignData
    track: Track
    looks: tuple[Look, ...]
    error_abort: float
    contacts: int

    @property
    def last(self) -> Look:
        return self.looks[-1] if self.looks else NOTHING

    @property
    def settled(self) -> Look:
        """The longest prefix that is all settled. A yes comes early and a no late, so that only this tells a rate."""
        return next((look for look in reversed(self.looks) if not look.pending), NOTHING)

    def within(self, contacts: int) -> Look:
        """The last look that the plan of so many contacts covers."""
        return next((look for look in reversed(self.looks) if look.n <= contacts), NOTHING)

    @property
    def is_closed(self) -> bool:
        """Whether the end has come; answers may still be open."""
        return self.ends_at is not None and self.data.now >= self.ends_at

    @property
    def ends_at(self) -> datetime | None:
        return self.criterion.ends_at or self.data.ends_at

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return () if self.track.states else self.data.tallies.get(self.criterion.name, ())


def case_of(criterion: Criterion, data: CampaignData, contacts: Sequence[Contact], error_abort: float) -> Case:
    """The criterion's case: its rows, or the counters kept by hand where no row answers it."""
    track = track_of(criterion, data, contacts)
    tallies = data.tallies.get(criterion.name, ())
    if tallies and not any(criterion.name in contact.results for contact in contacts):
        track = Track((), (), 0)
        looks = looks_at(tally for tally in sorted(tallies, key=lambda tally: tally.at) if tally.at <= data.now)
    else:
        looks = looks_of(track.states)
    return Case(criterion, data, track, tuple(looks), error_abort, horizon_of(criterion, data.criteria, data.contacts))


def horizon_of(criterion: Criterion, criteria: Sequence[Criterion], contacts: int) -> int:
    """The contacts this criterion can count: for a share of others' successes, twice what their target would bring."""
    if criterion.contacts is not None:
        return criterion.contacts
    parent = next((other for other in criteria if other.name == criterion.of), None)
    if criterion.of == INVITED or criterion.kind != "rate" or parent is None:
        return contacts
    above = horizon_of(parent, criteria, contacts)
    return min(above, max(1, ceil(2 * above * parent.target))) if parent.kind == "rate" else above


def open_reasons(case: Case, first_lower: int | None) -> list[str]:
    """Why there is no verdict yet."""
    last = case.last
    if not last.n:
        return ["too_few"]
    reasons = []
    if not last.resolved:
        reasons.append("pending_only")
    elif first_lower is None or last.resolved < first_lower:
        reasons.append("too_few")
    if last.pending:
        reasons.append("waits_for_answers" if case.is_closed else "window_open")
        if case.criterion.response_days is None:
            reasons.append("window_unknown")
    return reasons or ["between"]


def first_possible_at(case: Case, first: int | None) -> datetime | None:
    """While nothing is settled: when the window of the first contact that can bring a verdict closes."""
    days = case.criterion.response_days
    if first is None or days is None or case.last.resolved or len(case.track.contacts) < first:
        return None
    return case.track.contacts[first - 1].invited_at + timedelta(days=days)


def points_of(looks: Sequence[Look], up: Sequence[int], lo: Sequence[int], direction: str) -> tuple[PathPoint, ...]:
    """The picture's points: all of them up to 2,000, then evenly thinned."""
    step = ceil(len(looks) / LONGEST_PATH) or 1
    kept = [look for place, look in enumerate(looks) if not place % step or place + 1 == len(looks)]
    return tuple(_point(look, up, lo, direction) for look in kept)


def _point(look: Look, up: Sequence[int], lo: Sequence[int], direction: str) -> PathPoint:
    inside = look.n < len(up)
    high = up[look.n] if inside and up[look.n] <= look.n else None
    low = lo[look.n] if inside and lo[look.n] >= 0 else None
    lines = (high, low) if direction == "at_least" else (low, high)
    return PathPoint(look.n, look.successes, look.pending, *lines)


def result(case: Case, decision: str, guarantee: Guarantee, reasons: Sequence[str], **more: object) -> CriterionResult:
    """A result with what every kind has; `more` are the fields the kind adds."""
    criterion, last = case.criterion, case.last
    floor, ceiling = criterion.zone
    blank = dict.fromkeys(
        (
            "observed interval decided_at scale_at abort_at chances evidence_for evidence_against threshold_for "
            "threshold_against further_to_settle first_possible_at boundary"
        ).split()
    )
    shared = {
        "name": criterion.name,
        "kind": criterion.kind,
        "role": criterion.role,
        "direction": criterion.direction,
        "target": criterion.target,
        "floor": floor,
        "ceiling": ceiling,
        "decision": decision,
        "n": last.n,
        "resolved": last.resolved,
        "successes": last.successes,
        "pending": last.pending,
        "late": case.track.late,
        "next": NO_NEXT,
        "guarantee": guarantee,
        "path": (),
        "reasons": tuple(dict.fromkeys(reasons)),
    }
    return CriterionResult(**{**blank, **shared, **more})  # type: ignore[arg-type]
