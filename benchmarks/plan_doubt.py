"""Is the doubt right, is it fast, and what does a plan that holds cost: beside flat buffers, in the same run.

Calibration: chances from arrays against plain loops (`plan_doubt_reference`) on other draws. Speed: seconds of the
clock and of the processor. Curves: flat buffers of 5 to 20 % on every skill, each solved anew, against `robust` asked
for the very chance that the flat plan reaches. A flat buffer gets twice the seconds, because ours has those of the best
plan and its own. All are judged on the same fresh draws. Value is a share of the best plan without a buffer.

    python benchmarks/plan_doubt.py [--items 50 200 300] [--seeds 1 2] [--seconds 2.5] [--flat 0.05 0.10 0.15 0.20]
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from dataclasses import replace

from plan_doubt_reference import live_through
from plan_instances import instance

from luotsi.engines.planning import Placed, Plan, Problem, check, doubt, robust, solve
from luotsi.engines.planning.effort import draw_factors
from luotsi.engines.planning.robust import free_hours

JUDGE = {"draws": 10_000, "seed": 424_242}
PLAIN_DRAWS = 300
CONFIDENCES = (0.8,)
COMMON = (0.1, 0.3)  # correlation between the errors of items
MOST_ASKED = 0.98  # a flat buffer that happens to hold more often is compared here


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--items", type=int, nargs="+", default=[50, 200, 300])
    reader.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    reader.add_argument("--seconds", type=float, default=2.5, help="for the best plan")
    reader.add_argument("--flat", type=float, nargs="+", default=[0.05, 0.10, 0.15, 0.20])
    reader.add_argument("--confidences", type=float, nargs="*", default=list(CONFIDENCES))
    reader.add_argument("--speed-items", type=int, default=500)
    reader.add_argument("--workers", type=int, default=2)
    given = reader.parse_args()
    if given.speed_items:
        speed(given.speed_items, given.seconds, given.workers)
    ratios: list[float] = []
    for items in given.items:
        for seed in given.seeds:
            ratios += curves(items, seed, given)
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        summary = f"mean {mean:.4f}, least {min(ratios):.4f}, {len(ratios)} pairs"
        print(f"\nvalue of ours over flat at the same chance or a better one: {summary}")


def speed(items: int, seconds: float, workers: int) -> None:
    """2000 draws, as the page asks for them; the best of five, after one to load what is needed."""
    problem = Problem.from_json(instance(items, 1))
    plan = solve(problem, time_limit_s=seconds, workers=workers)
    doubt(problem, plan.chosen)
    taken = []
    for _ in range(5):
        clock, processor = time.perf_counter(), time.process_time()
        doubt(problem, plan.chosen)
        taken.append((time.perf_counter() - clock, time.process_time() - processor))
    begun = time.perf_counter()
    _plain_draws(problem, plan.chosen, 10)
    plain = (time.perf_counter() - begun) / 10 * 2000
    clock, processor = (min(column) for column in zip(*taken, strict=True))
    times = f"{clock:.3f} s ({processor:.3f} s of processor)"
    print(f"speed: {items} items, {len(plan.chosen)} in the plan, 2000 draws: {times};")
    print(f"       plain loops {plain:.1f} s, {plain / clock:.0f} times as long")


def curves(items: int, seed: int, given: argparse.Namespace) -> list[float]:
    problem = Problem.from_json(instance(items, seed))
    full = solve(problem, time_limit_s=given.seconds, workers=given.workers)
    print(f"\n{items} items, seed {seed}: best plan {full.status}, value {full.value:.1f}, {len(full.chosen)} items")
    if full.status == "infeasible":
        print("  left aside: the musts cannot all fit, so there is no full value to compare with")
        return []
    calibration(problem, full)
    print(f"  {'':24}{'value':>9}{'holds':>9}{'hours left':>12}{'ratio':>9}")
    tell("no buffer", full, full, problem)
    ratios = []
    for share in given.flat:
        flat = solve(with_buffer(problem, share), time_limit_s=2 * given.seconds, workers=given.workers)
        if flat.value is None or flat.status == "infeasible":
            print(f"  flat {share:>4.0%}               no plan keeps the musts")
            continue
        holds = tell(f"flat {share:.0%}", flat, full, problem)
        ours = asked(problem, full, min(max(holds, 0.01), MOST_ASKED), given.seconds)
        ratio = ours.value / flat.value
        reached = tell("  ours at this chance", ours, full, problem, f"{ratio:9.4f}")
        if reached >= holds - two_errors(holds):
            ratios.append(ratio)
        else:
            print("    not counted: holds less often than the flat plan")
    for confidence in given.confidences:
        ours = asked(problem, full, confidence, given.seconds)
        tell(f"ours asked for {confidence:.0%}", ours, full, problem)
        print(f"    hours kept free: {kept_free(problem, ours)}; without a buffer {kept_free(problem, full)}")
        together = [doubt(problem, ours.chosen, common=common, **JUDGE).holds for common in COMMON]
        said = ", ".join(f"{holds:.3f} at {common:g}" for common, holds in zip(COMMON, together, strict=True))
        print(f"    if the items' errors go together (correlation): {said}")
    return ratios


def calibration(problem: Problem, plan: Plan) -> None:
    """Chances by week and item against those of plain loops on other draws, in their standard errors."""
    found = doubt(problem, plan.chosen, **JUDGE)
    ends = _plain_draws(problem, plan.chosen, PLAIN_DRAWS)
    pairs = [(found.holds, sum(max(one.values()) < problem.weeks for one in ends) / PLAIN_DRAWS)]
    pairs += [
        (found.by_item[placed.id], sum(one[placed.id] <= placed.end for one in ends) / PLAIN_DRAWS)
        for placed in plan.chosen
    ]
    off = [abs(chance - plain) for chance, plain in pairs]
    errors = [two_errors(chance, PLAIN_DRAWS) for chance, _ in pairs]
    within = sum(one <= error + 1e-9 for one, error in zip(off, errors, strict=True)) / len(off)
    mean = f"mean difference {sum(off) / len(off):.4f}"
    print(f"  calibration: {mean}, within two standard errors {within:.1%} of {len(off)} chances")


def two_errors(chance: float, draws: int = JUDGE["draws"]) -> float:
    return 2 * math.sqrt(max(chance * (1 - chance), 0.5 / draws) / draws)


def _plain_draws(problem: Problem, chosen: tuple[Placed, ...], draws: int) -> list[dict[str, int]]:
    factors = draw_factors(problem.items, draws=draws, seed=7)
    ids = [item.id for item in problem.items]
    return [
        live_through(problem, chosen, dict(zip(ids, factors[:, draw].tolist(), strict=True)))[0]
        for draw in range(draws)
    ]


def with_buffer(problem: Problem, share: float) -> Problem:
    """The same share of every skill's hours kept free in every week."""
    skills = {
        name: skill
        if skill.hours is None
        else replace(skill, hours=tuple(hours * (1 - share) for hours in skill.hours))
        for name, skill in problem.skills.items()
    }
    return replace(problem, skills=skills)


def asked(problem: Problem, full: Plan, confidence: float, seconds: float) -> Plan:
    return robust(problem, confidence=confidence, full=full, time_limit_s=seconds).plan


def kept_free(problem: Problem, plan: Plan) -> str:
    """Share of all skills' hours that the plan leaves free in the first, the middle and the last third of its weeks."""
    free, thirds = free_hours(problem, plan.chosen), [round(problem.weeks * part / 3) for part in range(4)]
    shares = []
    for begin, end in itertools.pairwise(thirds):
        hours = sum(sum(skill.hours[begin:end]) for skill in problem.skills.values() if skill.hours is not None)
        shares.append(sum(by_week[week] for by_week in free.values() for week in range(begin, end)) / hours)
    return ", ".join(f"{share:.0%}" for share in shares)


def tell(name: str, plan: Plan, full: Plan, problem: Problem, ratio: str = "") -> float:
    """One line of the table; the chance is that of fresh draws."""
    if check(problem, plan.chosen):
        raise SystemExit(f"{name} breaks {check(problem, plan.chosen)}")
    judged = doubt(problem, plan.chosen, **JUDGE)
    print(f"  {name:24}{plan.value / full.value:9.1%}{judged.holds:9.3f}{judged.hours_left:12.1f}{ratio}", flush=True)
    return judged.holds


if __name__ == "__main__":
    main()
