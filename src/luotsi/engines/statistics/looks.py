"""Looking at answers that come late: what is sure about each prefix of the invitation order.

A pending contact is never a no. The upper line is crossed when the successes already seen reach it (pending ones
counted as failures: the finished path must cross too), the lower one when successes and pending together do not
exceed it. Whatever the delays are, the finished path has then crossed, so that its error bound is inherited exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from luotsi.engines.statistics.campaign_types import Result, Tally


@dataclass(frozen=True, slots=True)
class Look:
    """After n contacts: sure successes, and contacts that are still open."""

    n: int
    successes: int
    pending: int

    @property
    def resolved(self) -> int:
        return self.n - self.pending


NOTHING = Look(0, 0, 0)


def looks_of(states: Iterable[Result]) -> list[Look]:
    """One look a contact, in invitation order."""
    states = list(states)
    successes = accumulate(int(state is True) for state in states)
    pending = accumulate(int(state is None) for state in states)
    return [Look(n, s, q) for n, (s, q) in enumerate(zip(successes, pending, strict=True), 1)]


def looks_at(tallies: Iterable[Tally]) -> list[Look]:
    """One look a tally: totals have no order, so nothing is known about prefixes."""
    return [Look(tally.invited, tally.successes, tally.pending) for tally in tallies if tally.invited]


def first_crossing(up: Sequence[int], lo: Sequence[int], looks: Iterable[Look]) -> tuple[int, int | None]:
    """1, -1 or 0 for the upper, the lower or no line, and the contacts at which it was first crossed."""
    last = len(up) - 1
    for look in looks:
        if look.n > last:
            break
        if look.successes >= up[look.n]:
            return 1, look.n
        if look.successes + look.pending <= lo[look.n]:
            return -1, look.n
    return 0, None
