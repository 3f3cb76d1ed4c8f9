"""Which of two arms is better: the k-th contact of A beside the k-th of B, and only pairs that differ speak.

Among D pairs that differ, u have the success in B alone. With equal rates u is a fair coin whatever the rate is, so
that the rate rule at one half, calibrated at half the error each side, is exact at every base rate:

    E_B = 2 [1 - I_.5(a+u, a+d)] B(a+u, a+d) / B(a, a) * 2^D,   d = D - u, a = 6.5

Its horizon is the number of differing pairs to expect at one and a half times the expected rate. Where more come than
that, it is moved at four fifths of the way (`horizon`); how often pairs differ tells nothing of which arm is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from luotsi.engines.statistics.arms import arm_check
from luotsi.engines.statistics.blocks import Blocks, block_result
from luotsi.engines.statistics.boundary import RateTable, rate_table
from luotsi.engines.statistics.campaign_results import ArmCount, Comparison
from luotsi.engines.statistics.campaign_rows import Checked, Track, checked, track_of
from luotsi.engines.statistics.campaign_types import CampaignData, Criterion, HorizonChange
from luotsi.engines.statistics.crossing import walk
from luotsi.engines.statistics.horizon import moved
from luotsi.engines.statistics.mixture import PAIR_PSEUDO
from luotsi.engines.statistics.sequence import rate_interval

RATE_MARGIN = 1.5
MOVES_AT = 0.8
FUTILE_CHANCE = 0.05
FUTILE_FROM = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A prefix of pairs: how many so far had the success in one arm only, and how many still may."""

    n: int
    only_a: int
    only_b: int
    maybe_a: int
    maybe_b: int


def pair_horizon(pairs: int, expected_rate: float) -> int:
    """Differing pairs to plan for."""
    rate = min(0.5, RATE_MARGIN * expected_rate)
    return max(1, ceil(round(pairs * 2 * rate * (1 - rate), 6)))


def pair_table(horizon: int, error: float) -> RateTable:
    """Claim B at `up[D]` or more pairs with only B, claim A at `lo[D]` or fewer."""
    return rate_table(0.5, 0.5, horizon, error / 2, error / 2, PAIR_PSEUDO)


def comparison(data: CampaignData, name: str | None = None) -> Comparison:
    """The state of a comparison; ValueError for other than two arms or a criterion without yes and no."""
    criterion = _criterion(data, name)
    rows = checked(data)
    names = _arm_names(data, rows)
    tracks = [_track(criterion, data, rows, arm) for arm in names]
    shares = [1.0, 1.0] if data.arm_shares is None else [data.arm_shares[arm] for arm in names]
    planned = int(data.contacts / sum(shares) * min(shares))
    left, right = (_flipped(track, criterion) for track in tracks)
    pairs = pairs_of(left, right)
    if shares[0] == shares[1]:
        found: Paired | Blocks = _paired(criterion, pairs, planned)
    else:
        found = block_result(left, right, shares[0], shares[1], criterion.error_scale)
    over = _is_over(data, tracks)
    decision, reasons = _decision(found, pairs, over)
    counts = [_count(arm, track) for arm, track in zip(names, tracks, strict=True)]
    rates = [count.successes / (count.n - count.pending) if count.n > count.pending else None for count in counts]
    return Comparison(
        decision=decision,
        criterion=criterion.name,
        a=counts[0],
        b=counts[1],
        pairs=len(pairs),
        planned_pairs=planned,
        only_a=found.only_a,
        only_b=found.only_b,
        claim_at=found.claim_at,
        difference=None if rates[0] is None or rates[1] is None else rates[1] - rates[0],
        interval=_interval(counts, criterion),
        claim_chance=found.claim_chance,
        decided_at=found.decided_at,
        evidence_a=found.evidence_a,
        evidence_b=found.evidence_b,
        threshold=found.threshold,
        arms=arm_check({count.name: count.n for count in counts}, dict(zip(names, shares, strict=True))),
        faults=rows.faults,
        reasons=tuple(reasons + ["lower_is_better"] * (criterion.direction == "at_most") + list(found.reasons)),
        path=tuple((pair.n, pair.only_a, pair.only_b) for pair in pairs),
    )


def _criterion(data: CampaignData, name: str | None) -> Criterion:
    wanted = [criterion for criterion in data.criteria if name in (None, criterion.name)]
    found = next((criterion for criterion in wanted if criterion.role == "must"), next(iter(wanted), None))
    if found is None or found.kind not in ("rate", "goal_by_deadline"):
        raise ValueError("comparing needs a criterion with yes and no")
    return found


def _arm_names(data: CampaignData, rows: Checked) -> list[str]:
    seen = {contact.arm for contact in rows.contacts}
    names = list(data.arm_shares) if data.arm_shares is not None else sorted(seen)
    if len(names) != 2 or "" in names or seen - set(names):
        raise ValueError(f"comparing needs two arms, not {len(names)}: every contact names its arm")
    return names


def _track(criterion: Criterion, data: CampaignData, rows: Checked, arm: str) -> Track:
    return track_of(criterion, data, [contact for contact in rows.contacts if contact.arm == arm])


def _flipped(track: Track, criterion: Criterion) -> list[bool | None]:
    """Answers in which True is the better one."""
    better = criterion.direction == "at_least"
    return [None if state is None else bool(state) == better for state in track.states]


def pairs_of(a: Sequence[bool | None], b: Sequence[bool | None]) -> list[Pair]:
    """Prefix by prefix: pairs that surely differ, and pairs that still may."""
    found, only_a, only_b, maybe_a, maybe_b = [], 0, 0, 0, 0
    for n, (left, right) in enumerate(zip(a, b, strict=False), 1):
        if left is None or right is None:
            maybe_a += left is not False and right is not True
            maybe_b += left is not True and right is not False
        else:
            only_a += left and not right
            only_b += right and not left
        found.append(Pair(n, only_a, only_b, maybe_a, maybe_b))
    return found


@dataclass(frozen=True, slots=True)
class Paired:
    """What the pairs (or blocks) say: side 1 for B, -1 for A, 0 for neither."""

    side: int
    decided_at: int | None
    only_a: int
    only_b: int
    claim_at: int | None
    claim_chance: float
    evidence_a: float
    evidence_b: float
    threshold: float
    reasons: tuple[str, ...] = ()


def _paired(criterion: Criterion, pairs: Sequence[Pair], planned: int) -> Paired:
    rate = criterion.target if criterion.kind == "rate" else min(0.5, criterion.target / max(2 * planned, 1))
    table = table_for(pairs, planned, rate, criterion.error_scale)
    side, decided_at = _first_claim(table, pairs)
    last = pairs[-1] if pairs else Pair(0, 0, 0, 0, 0)
    differing = last.only_a + last.only_b
    here = min(max(differing, 1), table.contacts)
    return Paired(
        side,
        decided_at,
        last.only_a,
        last.only_b,
        table.up[here] if table.up[here] <= here else None,
        1.0 if side else claim_chance(table, last, planned, rate),
        table.below.evidence(differing + last.maybe_b, last.only_b + last.maybe_b),
        table.above.evidence(differing + last.maybe_a, last.only_b),
        table.c_up,
    )


def table_for(pairs: Sequence[Pair], planned: int, rate: float, error: float) -> RateTable:
    """The table in force: moved where more pairs differ than planned for."""
    table = pair_table(pair_horizon(planned, rate), error)
    while (change := _needed_move(table, pairs, planned)) is not None:
        by_b = next(pair.only_b for pair in pairs if pair.only_a + pair.only_b == change.invited)
        table = _moved_to(table, change, by_b)
    return table


def _moved_to(table: RateTable, change: HorizonChange, only_b: int) -> RateTable:
    return moved(table, [change], lambda _: only_b)


def _needed_move(table: RateTable, pairs: Sequence[Pair], planned: int) -> HorizonChange | None:
    """At four fifths of the horizon: where would this pace of differing pairs end?"""
    at = int(MOVES_AT * table.contacts)
    pair = next((pair for pair in pairs if pair.only_a + pair.only_b == at), None)
    if at < 1 or pair is None or pair.maybe_a or pair.maybe_b:
        return None
    expected = ceil(at + (planned - pair.n) * at / pair.n * 1.1)
    return HorizonChange(at, expected) if expected > table.contacts else None


def _first_claim(table: RateTable, pairs: Sequence[Pair]) -> tuple[int, int | None]:
    """The first prefix at which one arm surely leads by enough, whatever becomes of open pairs."""
    for pair in pairs:
        differing = pair.only_a + pair.only_b
        if (n := differing + pair.maybe_a) <= table.contacts and n and pair.only_b >= table.up[n]:
            return 1, pair.n
        n = differing + pair.maybe_b
        if n <= table.contacts and n and pair.only_b + pair.maybe_b <= table.lo[n]:
            return -1, pair.n
    return 0, None


def claim_chance(table: RateTable, last: Pair, planned: int, rate: float) -> float:
    """Predictive chance that any claim is still made: an urn over the differing pairs to come."""
    differing = last.only_a + last.only_b
    a_priori = 2 * rate * (1 - rate)
    pace = (differing + 1) / (last.n + 1 / a_priori)
    end = min(table.contacts, differing + ceil(max(planned - last.n, 0) * pace))
    return _urn_chance(table, differing, last.only_b, end)


@lru_cache(maxsize=4096)
def _urn_chance(table: RateTable, differing: int, only_b: int, end: int) -> float:
    half = PAIR_PSEUDO / 2
    ahead = walk(
        table.up[: end + 1],
        table.lo[: end + 1],
        lambda n, u: (half + u) / (PAIR_PSEUDO + n),
        (differing, only_b),
    )
    return ahead.scale + ahead.abort


def _is_over(data: CampaignData, tracks: Sequence[Track]) -> bool:
    invited = sum(len(track.states) for track in tracks)
    ended = data.ends_at is not None and data.now >= data.ends_at
    waiting = any(state is None for track in tracks for state in track.states)
    return (ended or invited >= data.contacts) and not waiting


def _decision(found: Paired | Blocks, pairs: Sequence[Pair], over: bool) -> tuple[str, list[str]]:
    if found.side:
        return ("B" if found.side > 0 else "A"), ["crossed"]
    if over:
        return "no_difference", ["undecided_at_end"]
    waiting = bool(pairs) and bool(pairs[-1].maybe_a or pairs[-1].maybe_b)
    if found.only_a + found.only_b >= FUTILE_FROM and found.claim_chance < FUTILE_CHANCE and not waiting:
        return "no_difference", ["futile"]
    return "continue", ["window_open"] if waiting else ["between" if pairs else "too_few"]


def _count(arm: str, track: Track) -> ArmCount:
    pending = sum(state is None for state in track.states)
    return ArmCount(arm, len(track.states), sum(bool(state) for state in track.states), pending)


def _interval(counts: Sequence[ArmCount], criterion: Criterion) -> tuple[float, float] | None:
    """b - a from both arms' own intervals, a quarter of the error for each of their four ends."""
    if not all(count.n for count in counts):
        return None
    middle = criterion.target if criterion.kind == "rate" else 0.5
    ends = [
        rate_interval(
            count.n, count.successes, count.pending, middle, criterion.error_scale / 4, criterion.error_scale / 4
        )
        for count in counts
    ]
    return ends[1][0] - ends[0][1], ends[1][1] - ends[0][0]
