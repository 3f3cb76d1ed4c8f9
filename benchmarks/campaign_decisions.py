"""What the campaign rules get wrong and how many contacts they take, beside their rivals, in one run.

    python benchmarks/campaign_decisions.py [--tests 4000] [--campaigns 1500] [--quick]

Rates and goals: exact recursions. Two arms, delays, money and counts: simulations with a fixed seed, every look
counted. Wrong: abort at a true rate at or above the target, scale at or below; with a zone only beyond its ends.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import numpy as np
from campaign_rivals import RIVALS, endings

from luotsi.engines.statistics.boundary import rate_table
from luotsi.engines.statistics.comparing import pair_horizon, pair_table
from luotsi.engines.statistics.counts import log_evidence
from luotsi.engines.statistics.crossing import walk
from luotsi.engines.statistics.deadline import goal_table
from luotsi.engines.statistics.money import wealth
from luotsi.engines.statistics.timed import tables_for

TARGET, CONTACTS = 0.10, 500
WINDOW_DAYS = 14
RATES = (0.02, 0.05, 0.08, 0.10, 0.12, 0.15, 0.20)
HEAD = "{:38} | {}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tests", type=int, default=4000, help="simulated A/B tests a cell")
    asked.add_argument("--campaigns", type=int, default=1500, help="simulated campaigns a cell")
    asked.add_argument("--quick", action="store_true", help="a tenth of both")
    given = asked.parse_args()
    part = 10 if given.quick else 1
    started = time.perf_counter()
    rates()
    zones()
    horizons()
    goals()
    timed_goals(4 * given.campaigns // part)
    arms(given.tests // part)
    delays(given.campaigns // part)
    money(given.campaigns // part)
    counts(given.campaigns // part)
    print(f"\n{time.perf_counter() - started:.0f} s in all")


def title(text: str, columns: Sequence[str]) -> None:
    print(f"\n## {text}\n")
    print(HEAD.format("rule", " | ".join(columns)))


def line(name: str, cells: Sequence[str]) -> None:
    print(HEAD.format(name, " | ".join(cells)))


def rates() -> None:
    title(
        f"A rate against {TARGET}, {CONTACTS} contacts, a look after each; scale/abort, then average contacts",
        [f"{rate:.2f}" for rate in RATES],
    )
    for name, rule in RIVALS.items():
        scale, abort = rule(TARGET, CONTACTS)
        found = [endings(scale, abort, rate) for rate in RATES]
        line(name, [f"{up:.3f}/{down:.3f} {n:3.0f}" for up, down, n in found])
    _ours(rate_table(TARGET, TARGET, CONTACTS), "Luotsi, strict")


def _ours(table, name: str) -> None:
    found = [walk(table.up, table.lo, rate) for rate in RATES]
    line(name, [f"{end.scale:.3f}/{end.abort:.3f} {end.expected:3.0f}" for end in found])
    print(
        f"  exact wrong scale {table.wrong_scale:.5f}, wrong abort {table.wrong_abort:.5f} "
        f"(each as if the other line did not exist); thresholds {table.c_up:.2f} / {table.c_lo:.2f}"
    )


def zones() -> None:
    title(f"With an indifference zone, {CONTACTS} contacts", [f"{rate:.2f}" for rate in RATES])
    for floor, ceiling in ((0.05, 0.15), (0.07, 0.13), (0.08, 0.12)):
        _ours(rate_table(floor, ceiling, CONTACTS), f"Luotsi, zone {floor} to {ceiling}")


def horizons() -> None:
    title("Horizon, strict: thresholds, decided right, average contacts", [".05", ".15", ".20"])
    for contacts in (20, 50, 100, 200, 500, 1000, 2000):
        started = time.perf_counter()
        rate_table.cache_clear()
        table = rate_table(TARGET, TARGET, contacts)
        built = time.perf_counter() - started
        ends = [walk(table.up, table.lo, rate) for rate in (0.05, 0.15, 0.20)]
        right = (ends[0].abort, ends[1].scale, ends[2].scale)
        cells = [f"{share:.2f} {end.expected:4.0f}" for share, end in zip(right, ends, strict=True)]
        line(f"{contacts} ({table.c_up:.2f} / {table.c_lo:.2f}), built in {built:.2f} s", cells)


def goals() -> None:
    shares = (0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0)
    title("K of N: given up though it would have got there / called on track and missed, %", [str(x) for x in shares])
    for goal, contacts in ((5, 50), (5, 100), (10, 100), (30, 300)):
        table = goal_table(goal, contacts)
        cells = [_goal_cell(table, share * goal / contacts) for share in shares]
        line(f"{goal} of {contacts} ({table.low:.4f} / {table.high:.4f})", cells)


def _goal_cell(table, rate: float) -> str:
    """Exact, with both lines: the mass absorbed times its chance of ending on the other side."""
    from scipy.stats import binom

    alive, first = np.ones(1), 0
    wrong_abort, wrong_track, expected = 0.0, 0.0, 0.0
    for n in range(1, table.contacts + 1):
        expected += alive.sum()
        alive = np.convolve(alive, [1 - rate, rate])
        s = np.arange(first, first + alive.size)
        reached = binom.sf(table.goal - s - 1, table.contacts - n, rate)
        up, down = s >= table.up[n], s <= table.lo[n]
        wrong_track += (alive * (1 - reached))[up].sum()
        wrong_abort += (alive * reached)[down].sum()
        kept = ~(up | down)
        alive, first = alive[kept], int(s[kept][0]) if kept.any() else 0
        if not alive.size:
            break
    return f"{100 * wrong_abort:.1f}/{100 * wrong_track:.1f} {expected:.0f}"


def timed_goals(campaigns: int) -> None:
    """Poisson occurrences (phi 2: in clumps of two) at shares of the rate needed, a look after every slot."""
    shares = (0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0)
    title(
        f"K until the end, {campaigns} campaigns a cell: given up though it would have got there / missed, %, time",
        [str(share) for share in shares],
    )
    rng = np.random.default_rng(1)
    for goal, clump in ((10, 1), (30, 1), (30, 2)):
        on_track, given_up = tables_for(goal, clump, 0.05, 0.05)
        up, lo, slots = np.array(on_track.up[1:]), np.array(given_up.lo[1:]), on_track.contacts
        cells = []
        for share in shares:
            came = rng.poisson(goal * share / slots / clump, (campaigns, slots)).cumsum(axis=1)
            reaches, high, low = came[:, -1] * clump >= goal, came >= up, came <= lo
            wrong = (low[:, :-1].any(axis=1) & reaches).mean(), (high[:, :-1].any(axis=1) & ~reaches).mean()
            ended = np.where((high | low).any(axis=1), (high | low).argmax(axis=1) + 1, slots).mean() / slots
            cells.append(f"{100 * wrong[0]:.1f}/{100 * wrong[1]:.1f} {ended:.2f}")
        line(f"{goal}, phi {clump} ({slots} slots)", cells)


def arms(tests: int, pairs: int = 1000) -> None:
    cells = [(p, p) for p in (0.02, 0.05, 0.10, 0.20)]
    cells += [(0.02, 0.06), (0.05, 0.10), (0.10, 0.15), (0.10, 0.20), (0.20, 0.30)]
    title(f"Two arms, {pairs} pairs, {tests} tests a cell: says A / says B, contacts", [f"{a} v {b}" for a, b in cells])
    rng = np.random.default_rng(1)
    drawn = [_arm_paths(rng, a, b, tests, pairs) for a, b in cells]
    for name, rule in ARM_RULES.items():
        found = [rule(*paths, a) for paths, (a, _) in zip(drawn, cells, strict=True)]
        line(name, [f"{says_a:.3f}/{says_b:.3f} {n:.0f}" for says_a, says_b, n in found])


def _arm_paths(rng, a: float, b: float, tests: int, pairs: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.random((tests, pairs)) < a, rng.random((tests, pairs)) < b


def _told(says_a: np.ndarray, says_b: np.ndarray) -> tuple[float, float, float]:
    """Which is claimed first, and contacts of both arms until then."""
    pairs = says_a.shape[1]
    at_a = np.where(says_a.any(axis=1), says_a.argmax(axis=1), pairs)
    at_b = np.where(says_b.any(axis=1), says_b.argmax(axis=1), pairs)
    n = np.minimum(np.minimum(at_a, at_b) + 1, pairs)
    return float((at_a < at_b).mean()), float((at_b < at_a).mean()), float(2 * n.mean())


def _naive_z(a: np.ndarray, b: np.ndarray, rate: float) -> tuple[float, float, float]:
    n, x, y = np.arange(1, a.shape[1] + 1), a.cumsum(axis=1), b.cumsum(axis=1)
    pooled = (x + y) / (2 * n)
    error = np.sqrt(np.maximum(2 * pooled * (1 - pooled) / n, 1e-12))
    z = np.where((n >= 30) & (x + y > 0), (y - x) / n / error, 0.0)
    return _told(z < -1.96, z > 1.96)


def _absolute_cs(tuning: int):
    """Asymptotic confidence sequence of the difference, as platforms ship it (contacts of both arms together)."""

    def rule(a: np.ndarray, b: np.ndarray, rate: float) -> tuple[float, float, float]:
        n, x, y = np.arange(1, a.shape[1] + 1), a.cumsum(axis=1), b.cumsum(axis=1)
        p, q, total = x / n, y / n, 2 * n
        rho2 = (-2 * np.log(0.05) + np.log(-2 * np.log(0.05) + 1)) / tuning
        spread = np.sqrt(total * (p * (1 - p) / n + q * (1 - q) / n))
        width = spread * np.sqrt(2 * (total * rho2 + 1) / (total**2 * rho2) * np.log(np.sqrt(total * rho2 + 1) / 0.05))
        known = (x > 0) & (y > 0)
        return _told(known & (q - p + width < 0), known & (q - p - width > 0))

    return rule


def _pairs_rule(horizon_of):
    """Differing pairs against the exact lines, moved as the engine moves them where more differ than planned for."""

    def rule(a: np.ndarray, b: np.ndarray, rate: float) -> tuple[float, float, float]:
        found = [_one_test(u, d, horizon_of(a.shape[1], rate), rate) for u, d in zip(b & ~a, a & ~b, strict=True)]
        sides, contacts = np.array(found).T
        return float((sides < 0).mean()), float((sides > 0).mean()), float(contacts.mean())

    return rule


def _one_test(only_b: np.ndarray, only_a: np.ndarray, horizon: int | None, rate: float) -> tuple[int, int]:
    if horizon is None:
        return _engine_test(only_b, only_a, rate)
    table, at = rate_table(0.5, 0.5, horizon, 0.025, 0.025, 10.0), np.flatnonzero(only_a | only_b)
    u = 0
    for differing, pair in enumerate(at[:horizon], 1):
        u += int(only_b[pair])
        if side := table.verdict(differing, u):
            return side, 2 * (int(pair) + 1)
    return 0, 2 * only_a.size


def _engine_test(only_b: np.ndarray, only_a: np.ndarray, rate: float) -> tuple[int, int]:
    """Exactly what `compare` does: the table of the expected rate, moved on the way."""
    from luotsi.engines.statistics.comparing import Pair, _first_claim, _needed_move
    from luotsi.engines.statistics.horizon import moved

    planned = only_a.size
    differs = np.flatnonzero(only_a | only_b)
    u, pairs = 0, []
    for differing, pair in enumerate(differs, 1):
        u += int(only_b[pair])
        pairs.append(Pair(int(pair) + 1, differing - u, u, 0, 0))
    table = pair_table(pair_horizon(planned, rate), 0.05)
    seen = 0
    while True:
        side, at = _first_claim(table, pairs[seen : int(0.8 * table.contacts)])
        if side:
            return side, 2 * at
        change = _needed_move(table, pairs, planned)
        if change is None:
            side, at = _first_claim(table, pairs)
            return side, 2 * (at or planned)
        by = pairs[change.invited - 1].only_b
        table, seen = moved(table, [change], lambda _, by=by: by), 0


ARM_RULES = {
    "naive z 1.96, n >= 30": _naive_z,
    "asymptotic CS absolute, 5,000": _absolute_cs(5000),
    "asymptotic CS absolute, 1,000": _absolute_cs(1000),
    "proposed rule, 10 pseudo, horizon 400": _pairs_rule(lambda pairs, rate: 400),
    "Luotsi, horizon by expected rate": _pairs_rule(lambda pairs, rate: None),
}


def delays(campaigns: int) -> None:
    """500 contacts, 25 a day, lognormal delay (median 2 days), window 14 days, looks four times a day."""
    rates_ = (0.02, 0.05, 0.10, 0.15, 0.20)
    many = 8 * campaigns  # where both ends are errors, to tell .05 from .06
    heads = [f"{rate:.2f}" for rate in rates_]
    title(f"Delayed answers, {campaigns} campaigns a cell ({many} on target): scale/abort, day", heads)
    rng = np.random.default_rng(2)
    table = rate_table(TARGET, TARGET, CONTACTS)
    cells: dict[str, list[str]] = {"accepted / sent at face value": [], "Luotsi, sure over prefixes": []}
    for rate in rates_:
        found: dict[str, list[tuple[int, float]]] = {name: [] for name in cells}
        for _ in range(many if rate == TARGET else campaigns):
            _one_delayed(rng, rate, table, found)
        for name, ends in found.items():
            sides, days = np.array(ends).T
            cells[name].append(f"{(sides > 0).mean():.3f}/{(sides < 0).mean():.3f} {days.mean():.1f}")
    for name, row in cells.items():
        line(name, row)


def _one_delayed(rng, rate: float, table, found: dict[str, list[tuple[int, float]]]) -> None:
    """The rate is that of answers within the window, so that delays beyond it are drawn again."""
    invited = np.arange(CONTACTS) / 25
    wait = 2 * np.exp(rng.standard_normal(CONTACTS))
    while (over := wait > WINDOW_DAYS).any():
        wait[over] = 2 * np.exp(rng.standard_normal(int(over.sum())))
    answers = np.where(rng.random(CONTACTS) < rate, invited + wait, np.inf)
    looks = np.arange(0.25, 35.25, 0.25)
    names = list(found)
    found[names[0]].append(_face_value(invited, answers, looks, table))
    found[names[1]].append(_prefixes(invited, answers, looks, table))


def _face_value(invited, answers, looks, table) -> tuple[int, float]:
    for day in looks:
        n = int((invited <= day).sum())
        if side := table.verdict(n, int((answers <= day).sum())):
            return side, day
    return 0, looks[-1]


def _prefixes(invited, answers, looks, table) -> tuple[int, float]:
    """The engine's reading of prefixes (`looks.first_crossing`), at the first look that gives a verdict."""
    up, lo = np.array(table.up[1:]), np.array(table.lo[1:])
    for day in looks:
        yes = (answers <= day).cumsum()
        open_ = ((answers > day) & (invited + WINDOW_DAYS > day)).cumsum()
        out = int((invited <= day).sum())
        scaled, aborted = (yes >= up)[:out], (yes + open_ <= lo)[:out]
        if scaled.any() or aborted.any():
            first_up = scaled.argmax() if scaled.any() else out
            return (1 if first_up < (aborted.argmax() if aborted.any() else out) else -1), day
    return 0, looks[-1]


def money(campaigns: int) -> None:
    """8 % buyers, lognormal deals (sigma 1) capped at 1,000, criterion 10 a contact, 1,000 contacts."""
    means = (3, 10, 15, 25)
    title(f"Money, {campaigns} campaigns a cell: scale/abort, contacts", [f"mean {mean}" for mean in means])
    rng = np.random.default_rng(3)
    ours, naive = [], []
    for mean in means:
        deals = mean / 0.08 * np.exp(rng.standard_normal((campaigns, 1000)) - 0.5)
        amounts = np.where(rng.random((campaigns, 1000)) < 0.08, np.minimum(deals, 1000), 0.0)
        ours.append(_cell([_betting(path) for path in amounts]))
        naive.append(_cell([_t_interval(path) for path in amounts]))
    line("t interval, n >= 30", naive)
    line("Luotsi, betting", ours)


def _cell(ends: list[tuple[int, int]]) -> str:
    sides, n = np.array(ends).T
    return f"{(sides > 0).mean():.3f}/{(sides < 0).mean():.3f} {n.mean():.0f}"


def _first(up: np.ndarray, down: np.ndarray) -> tuple[int, int]:
    at_up = int(up.argmax()) if up.any() else up.size
    at_down = int(down.argmax()) if down.any() else down.size
    return (at_up < at_down) - (at_down < at_up), min(at_up, at_down, up.size - 1) + 1


def _betting(path: np.ndarray) -> tuple[int, int]:
    needed = -np.log(0.05)
    return _first(wealth(path, 10.0) >= needed, wealth(1000 - path, 990.0) >= needed)


def _t_interval(path: np.ndarray) -> tuple[int, int]:
    n = np.arange(1, path.size + 1)
    mean = path.cumsum() / n
    error = np.sqrt(np.maximum((path**2).cumsum() / n - mean**2, 1e-12) / n)
    return _first((mean - 1.96 * error > 10) & (n >= 30), (mean + 1.96 * error < 10) & (n >= 30))


def counts(campaigns: int) -> None:
    """Criterion 5 a week, daily looks for 12 weeks; on target, then at half and twice the target."""
    title(f"Counts, {campaigns} campaigns a cell: scale/abort, days", ["5 a week", "2.5 a week", "10 a week"])
    rng = np.random.default_rng(4)
    days = np.arange(1, 85)
    for spread, phi in ((1.0, 1.0), (1.5, 1.0), (1.5, 1.5), (2.0, 2.0)):
        cells = []
        for weekly in (5, 2.5, 10):
            mean = weekly / 7
            draw = rng.poisson if spread == 1 else None
            size = (campaigns, days.size)
            daily = draw(mean, size) if draw else rng.negative_binomial(mean / (spread - 1), 1 / spread, size)
            count = daily.cumsum(axis=1) / phi
            weeks = days / 7 / phi
            needed = -np.log(0.05)
            up, down = (log_evidence(count, weeks, 5.0, upper=upper) >= needed for upper in (True, False))
            cells.append(_cell([_first(high, low) for high, low in zip(up, down, strict=True)]))
        line(f"variance/mean {spread}, phi {phi}", cells)


if __name__ == "__main__":
    main()
