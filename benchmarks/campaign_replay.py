"""Real experiments replayed: what would have been decided when, and how often wrongly.

    python benchmarks/campaign_replay.py FOLDER [--orders 200] [--tests 40] [--shuffles 20]

FOLDER holds asos_experiments.csv.gz, hillstrom_email_2008.csv.gz and upworthy_headline_tests.csv.gz.

ASOS (Liu et al. 2021, binary metric) is replayed as it happened, checkpoint by checkpoint: within a checkpoint the
split of the successes between the arms is hypergeometric if the rates are equal, whatever the day's rate (the rule for
unequal arms). Hillstrom's mailing and Upworthy's headlines carry no order: their replays in seeded random orders are
SIMULATIONS on real answers. A claim is wrong when the full data point the other way; in A/A replays every claim is.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from campaign_decisions import _engine_test
from scipy.special import logsumexp

from luotsi.engines.statistics.blocks import ODDS, log_ratios
from luotsi.engines.statistics.boundary import rate_table
from luotsi.engines.statistics.looks import first_crossing, looks_of

# Shops' odds ratios lie much nearer to 1 than those of small campaigns.
SHOP_ODDS = np.log(np.geomspace(1.005, 1.25, ODDS))
NEEDED = np.log(2 / 0.05)
Checkpoints = list[tuple[float, int, int, int, int]]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--orders", type=int, default=200, help="seeded random orders")
    asked.add_argument("--tests", type=int, default=40, help="Upworthy tests, drawn with the seed")
    asked.add_argument("--shuffles", type=int, default=20, help="A/A replays of each ASOS experiment")
    asked.add_argument("--only", choices=("asos", "hillstrom", "upworthy"))
    given = asked.parse_args()
    started = time.perf_counter()
    if given.only in (None, "asos"):
        asos(given.folder, given.shuffles)
    if given.only in (None, "hillstrom"):
        hillstrom(given.folder, given.orders)
    if given.only in (None, "upworthy"):
        upworthy(given.folder, given.orders, given.tests)
    print(f"\n{time.perf_counter() - started:.0f} s in all")


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# --- ASOS ---------------------------------------------------------------------------------------------------------


def asos(folder: Path, shuffles: int) -> None:
    print("\n## ASOS, binary metric, replayed checkpoint by checkpoint (not a simulation)\n")
    tests = _asos_tests(folder / "asos_experiments.csv.gz")
    rng = np.random.default_rng(1)
    print("experiment  looks   contacts  naive says (look)  Luotsi says (look)  at the end z")
    told = [_one_asos(name, points) for name, points in sorted(tests.items())]
    ours, naive, final = zip(*told, strict=True)
    print(f"\n{len(told)} comparisons of control and treatment")
    for label, sides in (("naive z > 1.96 at any checkpoint", naive), ("Luotsi", ours)):
        claims = sum(side != 0 for side in sides)
        against = sum(side * z < 0 for side, z in zip(sides, final, strict=True))
        missed = sum(side == 0 and abs(z) > 1.96 for side, z in zip(sides, final, strict=True))
        print(
            f"{label:34} {claims} claims, {against} against the final direction, {missed} of "
            f"{sum(abs(z) > 1.96 for z in final)} final z beyond 1.96 not claimed"
        )
    wrong = {"naive": 0, "Luotsi": 0}
    replays = 0
    for points in tests.values():
        for _ in range(shuffles):
            shuffled = _shuffled(points, rng)
            wrong["naive"] += _naive_asos(shuffled)[0] != 0
            wrong["Luotsi"] += _replayed(shuffled)[0] != 0
            replays += 1
    print(f"A/A: each checkpoint's successes dealt anew between the arms, {replays} replays; wrong claims:")
    for label, count in wrong.items():
        print(f"  {label:8} {count / max(replays, 1):.3f}")


def _asos_tests(path: Path) -> dict[str, Checkpoints]:
    """Increments by checkpoint: contacts and successes of control and treatment."""
    tests: dict[str, Checkpoints] = {}
    before: dict[str, tuple[int, ...]] = defaultdict(lambda: (0, 0, 0, 0))
    rows = [row for row in rows_of(path) if row["metric_id"] == "1" and row["mean_c"] and row["mean_t"]]
    for row in sorted(rows, key=lambda row: (row["experiment_id"], row["variant_id"], float(row["time_since_start"]))):
        name = f"{row['experiment_id']}/{row['variant_id']}"
        n_c, n_t = int(float(row["count_c"])), int(float(row["count_t"]))
        now = (n_c, n_t, round(n_c * float(row["mean_c"])), round(n_t * float(row["mean_t"])))
        step = tuple(new - old for new, old in zip(now, before[name], strict=True))
        # A cumulative count that shrinks, or more successes than contacts, corrects the log: joined to the next.
        if all(part >= 0 for part in step) and step[2] <= step[0] and step[3] <= step[1] and step[0] and step[1]:
            tests.setdefault(name, []).append((float(row["time_since_start"]), *step))
            before[name] = now
    return tests


def _one_asos(name: str, points: Checkpoints) -> tuple[int, int, float]:
    side, look = _replayed(points)
    naive, naive_look = _naive_asos(points)
    z = _z(np.array(points)[:, 1:].sum(axis=0))
    words = {0: "nothing", 1: "treatment", -1: "control"}
    contacts = int(np.array(points)[:, 1:3].sum())
    print(
        f"{name:11} {len(points):5} {contacts:10,}  {words[naive]:9} ({naive_look or '-':>4})   "
        f"{words[side]:9} ({look or '-':>4})    {z:6.2f}"
    )
    return side, naive, z


def _replayed(points: Checkpoints) -> tuple[int, int]:
    """Side and look of the first claim: 1 treatment, -1 control."""
    stake = np.zeros(2 * ODDS)
    odds = np.concatenate([-SHOP_ODDS, SHOP_ODDS])
    for look, (_, n_c, n_t, s_c, s_t) in enumerate(points, 1):
        stake += log_ratios(n_c, n_t, s_c + s_t, s_t, odds)
        for side, half in ((1, slice(ODDS, None)), (-1, slice(ODDS))):
            if logsumexp(stake[half]) - np.log(ODDS) >= NEEDED:
                return side, look
    return 0, 0


def _naive_asos(points: Checkpoints) -> tuple[int, int]:
    totals = np.cumsum(np.array(points)[:, 1:], axis=0)
    for look, total in enumerate(totals, 1):
        if abs(z := _z(total)) > 1.96:
            return (1 if z > 0 else -1), look
    return 0, 0


def _z(total: np.ndarray) -> float:
    n_c, n_t, s_c, s_t = total
    pooled = (s_c + s_t) / (n_c + n_t)
    error = np.sqrt(max(pooled * (1 - pooled) * (1 / n_c + 1 / n_t), 1e-18))
    return float((s_t / n_t - s_c / n_c) / error)


def _shuffled(points: Checkpoints, rng: np.random.Generator) -> Checkpoints:
    dealt = []
    for at, n_c, n_t, s_c, s_t in points:
        to_t = int(rng.hypergeometric(n_t, n_c, s_c + s_t))
        dealt.append((at, n_c, n_t, s_c + s_t - to_t, to_t))
    return dealt


# --- random orders ------------------------------------------------------------------------------------------------


def hillstrom(folder: Path, orders: int) -> None:
    print(f"\n## Hillstrom's mailing, {orders} seeded random orders: a SIMULATION on real answers\n")
    visits: dict[str, list[int]] = defaultdict(list)
    for row in rows_of(folder / "hillstrom_email_2008.csv.gz"):
        visits[row["segment"]].append(int(row["visit"]))
    groups = {name: np.array(values, bool) for name, values in visits.items()}
    nobody, mens = groups["No E-Mail"], groups["Mens E-Mail"]
    for name, group in groups.items():
        for target in (0.10, 0.12, 0.15, 0.18):
            _rate_orders(f"{name}, visits", group, target, 500, orders)
    print("\ntwo arms, 1,000 pairs, expected rate .10")
    _arm_orders("No E-Mail v Mens E-Mail", nobody, mens, 0.10, orders)
    _arm_orders("Womens v Mens E-Mail", groups["Womens E-Mail"], mens, 0.10, orders)
    _arm_orders("A/A: No E-Mail split in two", nobody, nobody, 0.10, orders, same=True)


def upworthy(folder: Path, orders: int, tests: int) -> None:
    print(f"\n## Upworthy's headlines, {tests} tests x {orders} seeded random orders: a SIMULATION on real answers\n")
    rng = np.random.default_rng(3)
    pairs = _headlines(folder / "upworthy_headline_tests.csv.gz")
    drawn = [pairs[place] for place in rng.choice(len(pairs), size=min(tests, len(pairs)), replace=False)]
    sums = np.zeros(4)
    wrong_aa = 0
    for (n_a, s_a), (n_b, s_b) in drawn:
        a, b = _answers(n_a, s_a), _answers(n_b, s_b)
        sums += _arm_counts(a, b, 0.03, orders, rng)
        both = np.concatenate([a, b])
        wrong_aa += int(_arm_counts(both, both, 0.03, orders, rng, same=True)[1])
    replays = len(drawn) * orders
    print("first two headlines of a test, up to 1,000 pairs, expected rate .03")
    print(
        f"claims {sums[1] / replays:.3f}, against the full data {sums[2] / replays:.4f}, "
        f"contacts {sums[3] / replays:.0f}"
    )
    print(f"A/A (both headlines' readers mixed and split): wrong claims {wrong_aa / replays:.4f}")
    print("\nfirst headline alone against 3 %, 2,000 contacts")
    told = np.zeros(4)
    for (n_a, s_a), _ in drawn:
        told += _rate_counts(_answers(n_a, s_a), 0.03, 2000, orders, rng)
    _say_rate("all tests", told, replays)


def _headlines(path: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The first two variants of each test, without the weeks whose randomisation the archive doubts."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in rows_of(path):
        if not "201326" <= row["test_week"] <= "201402":
            found[row["clickability_test_id"]].append((int(row["impressions"]), int(row["clicks"])))
    return [(rows[0], rows[1]) for rows in found.values() if len(rows) > 1 and min(rows[0][0], rows[1][0]) >= 1000]


def _answers(n: int, s: int) -> np.ndarray:
    answers = np.zeros(n, bool)
    answers[:s] = True
    return answers


def _arm_orders(name: str, a: np.ndarray, b: np.ndarray, rate: float, orders: int, same: bool = False) -> None:
    replays, claims, wrong, contacts = _arm_counts(a, b, rate, orders, np.random.default_rng(2), same)
    print(
        f"{name:34} full data {a.mean():.3f} v {b.mean():.3f}: claims {claims / replays:.3f}, "
        f"wrong {wrong / replays:.3f}, {contacts / replays:.0f} contacts"
    )


def _arm_counts(
    a: np.ndarray, b: np.ndarray, rate: float, orders: int, rng: np.random.Generator, same: bool = False
) -> np.ndarray:
    """Replays, claims, wrong claims, contacts. `same`: both arms are dealt from one list, and every claim is wrong."""
    told = np.zeros(4)
    for _ in range(orders):
        if same:
            pairs = min(1000, a.size // 2)
            dealt = rng.choice(a, size=2 * pairs, replace=False)
            left, right = dealt[:pairs], dealt[pairs:]
        else:
            pairs = min(1000, a.size, b.size)
            left, right = (rng.choice(arm, size=pairs, replace=False) for arm in (a, b))
        side, contacts = _engine_test(right & ~left, left & ~right, rate)
        wrong = side != 0 and (same or side * (b.mean() - a.mean()) <= 0)
        told += (1, side != 0, wrong, contacts)
    return told


def _rate_orders(name: str, group: np.ndarray, target: float, contacts: int, orders: int) -> None:
    told = _rate_counts(group, target, contacts, orders, np.random.default_rng(1))
    _say_rate(f"{name} ({group.mean():.3f}) against {target:.2f}", told, orders)


def _rate_counts(group: np.ndarray, target: float, contacts: int, orders: int, rng: np.random.Generator) -> np.ndarray:
    """Scales, aborts, wrong ones, contacts."""
    table, told = rate_table(target, target, contacts), np.zeros(4)
    truth = group.mean() - target
    for _ in range(orders):
        answers = rng.choice(group, size=min(contacts, group.size), replace=False)
        side, at = first_crossing(table.up, table.lo, looks_of(answers.tolist()))
        told += (side > 0, side < 0, side * truth < 0, at or contacts)
    return told


def _say_rate(name: str, told: np.ndarray, replays: int) -> None:
    scale, abort, wrong, contacts = told / replays
    print(f"{name:44} scale {scale:.3f}, abort {abort:.3f}, wrong {wrong:.3f}, {contacts:.0f} contacts")


if __name__ == "__main__":
    main()
