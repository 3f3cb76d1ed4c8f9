"""Decisions per second from boundary tables, beside the sequential test of gbstats, in one run.

    python benchmarks/campaign_speed.py [--gbstats PYTHON]

PYTHON is an interpreter of an environment of its own that has gbstats (pip install gbstats scipy; it asks for older
libraries than Luotsi uses). Without it the ratio is left out and said to be.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from datetime import datetime, timedelta

from luotsi.engines.statistics.boundary import rate_table
from luotsi.engines.statistics.campaign import CampaignData, Contact, Criterion, decide, plan

RIVAL = """
import random, time
from gbstats.frequentist.tests import SequentialConfig, SequentialTwoSidedTTest
from gbstats.models.statistics import ProportionStatistic
rng = random.Random(1)
cases = [(rng.randrange(30, 500), rng.random() / 5) for _ in range(10000)]
cases = [(n, max(1, int(n * rate))) for n, rate in cases]
config = SequentialConfig(difference_type="absolute", sequential_tuning_parameter=5000)
started = time.perf_counter()
for n, s in cases:
    SequentialTwoSidedTTest(ProportionStatistic(n, s), ProportionStatistic(n, s + 1), config).compute_result()
print(len(cases) / (time.perf_counter() - started))
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--gbstats", default=sys.executable, help="interpreter that has gbstats")
    given = asked.parse_args()
    ours = max(_from_tables() for _ in range(3))
    print(f"decisions from boundary tables: {ours:,.0f} a second (pure Python, one core)")
    rival = _rival(given.gbstats)
    if rival is None:
        print("gbstats is not installed there: no ratio in this run")
    else:
        print(f"gbstats sequential results: {rival:,.0f} a second; ratio {ours / rival:,.0f}")
    for contacts in (100, 500, 1000, 2000):
        rate_table.cache_clear()
        started = time.perf_counter()
        rate_table(0.10, 0.10, contacts)
        print(f"boundary table for {contacts} contacts: {time.perf_counter() - started:.2f} s")
    _whole_campaign()


def _from_tables(decisions: int = 1_000_000) -> float:
    """Random states of a campaign of 500, each decided by two comparisons of integers."""
    table, rng = rate_table(0.10, 0.10, 500), random.Random(1)
    states = [(n := rng.randrange(1, 501), rng.randrange(0, n // 5 + 1)) for _ in range(decisions)]
    up, lo = table.up, table.lo
    verdicts = {1: 0, 0: 0, -1: 0}
    started = time.perf_counter()
    for n, s in states:
        verdicts[1 if s >= up[n] else -1 if s <= lo[n] else 0] += 1
    return sum(verdicts.values()) / (time.perf_counter() - started)


def _rival(python: str) -> float | None:
    done = subprocess.run([python, "-c", RIVAL], capture_output=True, text=True)
    return float(done.stdout.split()[-1]) if done.returncode == 0 else None


def _whole_campaign() -> None:
    """A look at a campaign of 2,000 rows as a page or command takes it: checks, order, verdict, outlook."""
    start, rng = datetime(2026, 1, 1), random.Random(1)
    rows = tuple(
        Contact(f"c{k}", start + timedelta(hours=k), {"yes": rng.random() < 0.1}, row=k + 1) for k in range(2000)
    )
    data = CampaignData((Criterion("yes", 0.10, response_days=14),), 2000, start + timedelta(days=100), rows)
    decide(data)
    for outlook in (True, False):
        started = time.perf_counter()
        decide(data, outlook=outlook)
        print(f"decide, 2,000 rows, outlook {outlook}: {time.perf_counter() - started:.3f} s")
    started = time.perf_counter()
    plan(Criterion("other", 0.11, response_days=14), 500)
    print(f"plan, cold: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
