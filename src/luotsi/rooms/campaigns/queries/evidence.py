"""A campaign's data as the engine reads them, and what the engine says of them. Four to six queries a campaign."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from luotsi.rooms.campaigns.models import Answer, Campaign, Change, Contact, Criterion, Tally, Verdict

if TYPE_CHECKING:
    from luotsi.engines.statistics import campaign as engine

Word = Verdict.Word
OF_COMPARISON = {"A": Word.SCALE, "B": Word.SCALE, "no_difference": Word.ABORT, "inconclusive": Word.INCONCLUSIVE}


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion with the engine's answer: `result` for one arm, `comparison` for two."""

    criterion: Criterion
    result: engine.CriterionResult | None
    comparison: engine.Comparison | None

    @property
    def word(self) -> str:
        if self.result is not None:
            return self.result.decision
        assert self.comparison is not None
        return OF_COMPARISON.get(self.comparison.decision, Word.CONTINUE)

    @property
    def weight(self) -> float:
        """Evidence that it really works, as an e-value; for two arms, that there is a difference."""
        if self.result is not None:
            return self.result.evidence_for or 0.0
        assert self.comparison is not None
        return (self.comparison.evidence_a + self.comparison.evidence_b) / 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a campaign at one moment. `word` is the verdict of its musts together."""

    word: str
    findings: tuple[Finding, ...]
    decision: engine.Decision
    invited: int
    data: engine.CampaignData

    @property
    def musts(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.criterion.decides)

    @property
    def watches(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.criterion.decides)

    @property
    def faults(self) -> tuple[engine.RowFault, ...]:
        return self.decision.faults


def evidence_of(campaign: Campaign, now: datetime) -> Evidence:
    """Decide on all that has come in, as it stands at `now`."""
    from luotsi.engines.statistics.campaign import compare, decide

    criteria = list(campaign.criteria.select_related("of"))
    data = data_of(campaign, criteria, now)
    decision = decide(data)
    found = {result.name: result for result in decision.criteria}
    findings = tuple(
        Finding(one, None, compare(data, one.code)) if one.kind == Criterion.Kind.COMPARE and _has_arms(data)
        else Finding(one, found[one.code], None)
        for one in criteria
    )  # fmt: skip
    invited = sum(not contact.excluded for contact in data.outcomes)
    told = max((looks[-1].invited for looks in data.tallies.values() if looks), default=0)
    return Evidence(_word(findings), findings, decision, max(invited, told), data)


def data_of(campaign: Campaign, criteria: Sequence[Criterion], now: datetime) -> engine.CampaignData:
    from luotsi.engines.statistics import campaign as engine

    changes = list(campaign.changes.all())
    horizons = [change for change in changes if change.effect == Change.Effect.HORIZON]
    planned = horizons[0].before["contacts_planned"] if horizons else campaign.contacts_planned
    changed = {change.criterion_id for change in changes if change.effect == Change.Effect.TARGET}
    return engine.CampaignData(
        criteria=tuple(as_engine(one, changed=one.pk in changed) for one in criteria),
        contacts=planned,
        now=now,
        outcomes=tuple(_contacts(campaign, criteria)),
        tallies=_tallies(campaign, criteria, now),
        starts_at=_midnight(campaign.starts_on),
        ends_at=_midnight(campaign.ends_on + timedelta(days=1)),
        horizon_changes=tuple(
            engine.HorizonChange(change.invited_then, change.after["contacts_planned"]) for change in horizons
        ),
        arm_shares={"A": 1 - float(campaign.b_share), "B": float(campaign.b_share)},
    )


def as_engine(one: Criterion, *, changed: bool = False) -> engine.Criterion:
    """A criterion in the engine's own shape; a comparison is a share there, and decided beside the others."""
    from luotsi.engines.statistics import campaign as engine
    from luotsi.rooms.campaigns.rules import counts_output

    is_compared = one.kind == Criterion.Kind.COMPARE
    return engine.Criterion(
        name=one.code,
        target=float(one.target),
        kind="rate" if is_compared else str(one.kind),
        direction=str(one.way),
        floor=None if one.floor is None else float(one.floor),
        ceiling=None if one.ceiling is None else float(one.ceiling),
        error_scale=float(one.error_scale),
        error_abort=float(one.error_abort),
        role="watch" if is_compared else str(one.role),
        of=one.of.code if one.of else engine.INVITED,
        response_days=one.response_days,
        contacts=one.contacts,
        cap=None if one.cap is None else float(one.cap),
        scale_when_on_track=one.on_track_scales,
        changed_after_data=changed,
        counts_output=counts_output(one.name),
    )


def summary_of(evidence: Evidence) -> dict[str, Any]:
    """What a verdict keeps and lists show: plain numbers and codes."""
    return {
        "word": str(evidence.word),
        "invited": evidence.invited,
        "reasons": list(evidence.decision.reasons),
        "criteria": [_plain(finding) for finding in evidence.findings],
    }


def snapshot_of(evidence: Evidence) -> tuple[dict[str, Any], str]:
    """The data behind a verdict in short, and their SHA-256: answers in invitation order, 1 yes, 0 no, p open."""
    data = evidence.data
    contacts = sorted(
        (one for one in data.outcomes if not one.excluded),
        key=lambda one: (one.invited_at, sha256(one.id.encode()).hexdigest()),
    )
    kept = {
        "planned": data.contacts,
        "horizons": [[change.invited, change.contacts] for change in data.horizon_changes],
        "criteria": [_asked(one) for one in data.criteria],
        "arms": "".join(one.arm or "-" for one in contacts) if any(one.arm for one in contacts) else "",
        "answers": {one.name: _letters(contacts, one) for one in data.criteria},
        "tallies": {name: [[look.invited, look.successes] for look in looks] for name, looks in data.tallies.items()},
    }
    return kept, sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _contacts(campaign: Campaign, criteria: Sequence[Criterion]) -> Iterable[engine.Contact]:
    from luotsi.engines.statistics import campaign as engine

    codes, yes_or_no = _codes(criteria)
    results: dict[int, dict[str, Any]] = {}
    moments: dict[int, dict[str, datetime]] = {}
    answers = Answer.objects.filter(contact__campaign=campaign).values_list("contact", "criterion", "value", "at")
    for contact, criterion, value, at in answers:
        code = codes[criterion]
        results.setdefault(contact, {})[code] = value > 0 if criterion in yes_or_no else float(value)
        if at is not None:
            moments.setdefault(contact, {})[code] = at
    rows = Contact.objects.filter(campaign=campaign, invited_at__isnull=False).order_by("invited_at", "pk")
    for number, (pk, key, invited_at, arm, left_out) in enumerate(
        rows.values_list("pk", "key", "invited_at", "arm", "left_out"), start=1
    ):
        assert invited_at is not None
        yield engine.Contact(
            key, invited_at, results.get(pk, {}), moments.get(pk, {}), arm=arm, excluded=bool(left_out), row=number
        )


def _codes(criteria: Sequence[Criterion]) -> tuple[dict[int, str], set[int]]:
    return {one.pk: one.code for one in criteria}, {one.pk for one in criteria if one.counts_yes_or_no}


def _tallies(
    campaign: Campaign, criteria: Sequence[Criterion], now: datetime
) -> Mapping[str, tuple[engine.Tally, ...]]:
    """Increments added up; whoever is still within the days to answer is open at every look."""
    rows = Tally.objects.filter(batch__campaign=campaign, batch__taken_back_at__isnull=True)
    told: dict[int, list[tuple[datetime, int, int]]] = {}
    for criterion, at, trials, successes in rows.order_by("batch__at", "pk").values_list(
        "criterion", "batch__at", "trials", "successes"
    ):
        told.setdefault(criterion, []).append((at, trials, successes))
    return {one.code: _looks(told[one.pk], one.response_days, now) for one in criteria if one.pk in told}


def _looks(told: list[tuple[datetime, int, int]], response_days: int | None, now: datetime) -> tuple[engine.Tally, ...]:
    from luotsi.engines.statistics import campaign as engine

    invited = list(accumulate(trials for _, trials, _ in told))
    successes = list(accumulate(yes for _, _, yes in told))
    moments = [at for at, _, _ in told]
    looks = []
    for at, place in [*zip(moments, range(len(told)), strict=True), (now, len(told) - 1)]:
        young = sum(
            trials
            for given_at, trials, _ in told[: place + 1]
            if response_days is None or at < given_at + timedelta(days=response_days)
        )
        pending = min(young, invited[place] - successes[place])
        looks.append(engine.Tally(at, invited[place], successes[place], pending))
    return tuple(looks)


def _has_arms(data: engine.CampaignData) -> bool:
    return {one.arm for one in data.outcomes if one.arm} == {"A", "B"}


def _word(findings: Sequence[Finding]) -> str:
    words = [finding.word for finding in findings if finding.criterion.decides]
    if Word.ABORT in words:
        return Word.ABORT
    if words and all(word == Word.SCALE for word in words):
        return Word.SCALE
    return Word.INCONCLUSIVE if Word.INCONCLUSIVE in words and Word.CONTINUE not in words else Word.CONTINUE


def _plain(finding: Finding) -> dict[str, Any]:
    one = finding.criterion
    shared = {"id": one.pk, "name": one.name, "code": one.code, "role": one.role, "kind": one.kind, "way": one.way,
              "target": float(one.target), "word": str(finding.word), "weight": finding.weight}  # fmt: skip
    if finding.comparison is not None:
        side = finding.comparison
        return shared | {
            "a": [side.a.n, side.a.successes], "b": [side.b.n, side.b.successes], "claim": side.decision,
            "difference": side.difference, "interval": side.interval and list(side.interval),
        }  # fmt: skip
    result = finding.result
    assert result is not None
    return shared | {
        "n": result.n, "resolved": result.resolved, "successes": result.successes, "pending": result.pending,
        "late": result.late, "observed": result.observed, "amount": result.amount,
        "interval": result.interval and list(result.interval), "scale_at": result.scale_at,
        "abort_at": result.abort_at, "decided_at": result.decided_at, "for": result.evidence_for,
        "against": result.evidence_against, "threshold_for": result.threshold_for,
        "threshold_against": result.threshold_against, "further": result.further_to_settle,
        "guarantee": [result.guarantee.code, result.guarantee.wrong_scale, result.guarantee.wrong_abort],
        "table": result.boundary.id if result.boundary else None, "reasons": list(result.reasons),
    }  # fmt: skip


def _asked(one: engine.Criterion) -> dict[str, Any]:
    return {
        name: getattr(one, name) for name in one.__dataclass_fields__ if getattr(one, name) not in (None, (), False)
    }


def _letters(contacts: Sequence[engine.Contact], one: engine.Criterion) -> Any:
    values = [contact.results.get(one.name) for contact in contacts]
    if one.kind in ("mean", "count_rate"):
        return values
    return "".join("p" if value is None else "1" if value else "0" for value in values)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
