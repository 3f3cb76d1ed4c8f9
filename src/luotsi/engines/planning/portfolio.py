"""Proof and search side by side: HiGHS proves on one core, the search finds on the other.

Where the proof stands still it gives its core to a second search. Until then the two sides do not tell each other what
they find and start from the same plan, so a proven optimum does not depend on which of them was faster.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from luotsi.engines.planning.check import check
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.highs import Outcome, Relaxation, Solver
from luotsi.engines.planning.model import Model
from luotsi.engines.planning.plan import gap_of
from luotsi.engines.planning.prices import limit_prices
from luotsi.engines.planning.search import WHOLE_EFFORT, WHOLE_ITEMS, Guide, Search

EFFORT_PER_WORK = 0.3  # of CP-SAT, for one step of HiGHS
PROOF_PLACES = 20_000  # beyond, cuts cost more seconds than they bring
PROOF_S = 8.0  # in less time they bring less than a second search does
POLISH_SHARE = 0.05  # of the time limit, kept for the last polish
REASON_S = 0.0015  # kept for each item, to say why it is left out
MOST_KEPT = 0.35  # of the time limit
PROOF_SHARE = 0.4  # of the time, where one worker does both
START_STEPS = 40  # before all is solved at once, where that may not be proven
NOTHING = Outcome("stopped", None, None, None)


@dataclass(frozen=True)
class Limits:
    """How long to look, and whom to tell."""

    time_limit_s: float = 30.0
    work_limit: int | None = None
    workers: int = 2
    seed: int = 1
    on_progress: Callable[[float | None, float | None, float | None, float], None] | None = None
    should_stop: Callable[[], bool] | None = None
    begun: float = field(default_factory=time.monotonic)
    kept_s: float = 0.0

    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def keeping_for(self, items: int) -> Limits:
        """With time kept back for the last polish and for the reasons of so many items."""
        return replace(
            self, kept_s=min(MOST_KEPT * self.time_limit_s, POLISH_SHARE * self.time_limit_s + REASON_S * items)
        )

    def left(self) -> float:
        """Seconds for the search."""
        return float("inf") if self.work_limit is not None else self.time_limit_s - self.kept_s - self.seconds()

    def is_late(self) -> bool:
        """All time is used up."""
        return self.work_limit is None and self.seconds() > self.time_limit_s

    def is_over(self) -> bool:
        return self.left() <= 0 or (self.should_stop is not None and self.should_stop())


class Portfolio:
    """One solve from a first plan on; `best` is the best plan of the searches so far."""

    def __init__(
        self, model: Model, solver: Solver, relaxation: Relaxation | None, draft: Draft | None, limits: Limits
    ) -> None:
        self.model, self.relaxation, self.limits, self.draft = model, relaxation, limits, draft
        self._solver = solver
        prices = None if relaxation is None else limit_prices(model, relaxation)
        self._guide = Guide(model.grid, prices)
        self._search = None if draft is None else Search(draft, limits.seed + 1, self._guide)
        self._second: Search | None = None
        self._stop = threading.Event()
        self._proven = threading.Event()  # by HiGHS
        self._home = threading.current_thread()  # whoever asked is told, and asked, in no other
        self._told: tuple[float | None, float | None] = (None, None)
        self._begun = limits.seconds()

    @property
    def best(self) -> Draft | None:
        found = [search.best for search in (self._search, self._second) if search is not None]
        return max(found, key=lambda draft: draft.value, default=None)

    @property
    def bound(self) -> float | None:
        known = [self.relaxation.bound] if self.relaxation is not None else []
        known += [self._search.bound] if self._search is not None and self._search.bound is not None else []
        return min(known, default=None)

    @property
    def search_proved(self) -> bool:
        return self._search is not None and self._search.proven

    def outcome(self) -> Outcome:
        """Prove and search until something is proven or the limits are reached."""
        self._tell(None, None)
        if self._search is None:
            return self._prove(1.0)
        return self._side_by_side(self._search) if self.limits.workers > 1 else self._in_turn(self._search)

    def _side_by_side(self, search: Search) -> Outcome:
        thread = threading.Thread(target=self._find, args=(search,), daemon=True)
        thread.start()
        try:
            outcome = self._prove(1.0)
            if outcome.status == "stopped" and not self.search_proved and self.limits.work_limit is None:
                self._find_too(search)
            elif outcome.status != "stopped":
                self._proven.set()
        except BaseException:
            self._stop.set()
            search.halt()
            raise
        finally:
            while thread.is_alive():
                thread.join(0.1)
                if self._asked_to_stop():
                    search.halt()
                self._tell(None, None)
        return outcome

    def _in_turn(self, search: Search) -> Outcome:
        if search.is_small:
            self._find_whole(search, 0.5)
            return NOTHING if search.proven else self._prove(1.0)
        outcome = self._prove(PROOF_SHARE)
        if outcome.status == "stopped":
            self._find(search)
        return outcome

    def _prove(self, share: float) -> Outcome:
        work = self.limits.work_limit
        if self._search is not None and not self._search.is_small and self._is_too_much():
            return NOTHING
        is_tiny = self._search is None or self._search.size <= WHOLE_ITEMS
        patience = None if work is not None or is_tiny else Patience(self.limits)
        return self._solver.solve(
            time_limit_s=max(0.1, self.limits.left() * share) if work is None else 0.0,
            work_limit=work,
            start=None if self.draft is None else self.draft.places,
            on_change=self._tell,
            should_stop=lambda: (
                self._asked_to_stop()
                or self.search_proved
                or (patience is not None and self.best is not None and patience.is_over(self._told[1], self.best.value))
            ),
        )

    def _is_too_much(self) -> bool:
        is_short = self.limits.work_limit is None and self.limits.time_limit_s < PROOF_S
        return is_short or len(self.model.grid.item) > PROOF_PLACES

    def _find(self, search: Search) -> None:
        if search.is_small:
            self._find_whole(search, 1.0)
        if not search.proven:
            self._run(search)

    def _find_whole(self, search: Search, share: float) -> None:
        """All at once; where that may not be proven, from a plan that was searched for a while, by steps."""
        work = self.limits.work_limit
        if search.size > WHOLE_ITEMS:
            search.run(steps=START_STEPS, stop=self._over, progress=lambda: search.steps / START_STEPS)
        # HiGHS' proof does not end this one: else the faster of the two would choose between equal plans
        effort = WHOLE_EFFORT if work is None else min(WHOLE_EFFORT, work * EFFORT_PER_WORK)
        search.prove(effort=effort, seconds=self.limits.left() * share)

    def _find_too(self, first: Search) -> None:
        """The core on which nothing more is proven searches, too; the better of two plans is where both go on."""
        self._second = Search(first.best, self.limits.seed + 2, self._guide)
        self._second.peer, first.peer = first, self._second
        self._run(self._second)

    def _run(self, search: Search) -> None:
        work, begun = self.limits.work_limit, search.steps
        if work is not None:
            search.run(steps=work, stop=self._over, progress=lambda: (search.steps - begun) / work)
        else:
            search.run(steps=None, stop=self._over, progress=self._progress, seconds_left=self.limits.left)

    def _progress(self) -> float:
        gone = self.limits.seconds() - self._begun
        return gone / max(1e-6, gone + self.limits.left())

    def _over(self) -> bool:
        self._tell(None, None)
        return self._proven.is_set() or self._asked_to_stop() or self.limits.left() <= 0

    def _asked_to_stop(self) -> bool:
        if self._is_home() and self.limits.should_stop is not None and self.limits.should_stop():
            self._stop.set()
        return self._stop.is_set()

    def _is_home(self) -> bool:
        return threading.current_thread() is self._home

    def _tell(self, value: float | None, bound: float | None) -> None:
        """Report the better value and bound of both sides, when one of them has changed."""
        if not self._is_home():
            return
        best = self.best
        values = [known for known in (value, self._told[0], best.value if best else None) if known is not None]
        bounds = [known for known in (bound, self._told[1], self.bound) if known is not None]
        now = (float(max(values)) if values else None, float(min(bounds)) if bounds else None)
        if now != self._told:
            self._told = now
            if self.limits.on_progress is not None:
                self.limits.on_progress(*now, gap_of(*now), self.limits.seconds())

    def is_valid(self, draft: Draft) -> bool:
        """Breaks no rule that the first plan keeps (it breaks some where musts cannot all fit)."""
        broken = check(self.model.grid.problem, draft.chosen())
        allowed = () if self.draft is None else check(self.model.grid.problem, self.draft.chosen())
        return {(one.code, one.about) for one in broken} <= {(one.code, one.about) for one in allowed}


class Patience:
    """Says when a proof stands still: at the pace of the last seconds the gap would not close in the time left."""

    WINDOW_S = 4.0
    LEAST_S = 6.0

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._begun = time.monotonic()
        self._seen: tuple[float, float] | None = None

    def is_over(self, bound: float | None, value: float) -> bool:
        now = time.monotonic()
        if bound is None:
            return False
        if self._seen is None:
            self._seen = now, bound
            return False
        since, before = self._seen
        if now - since < self.WINDOW_S or now - self._begun < min(self.LEAST_S, 0.2 * self._limits.time_limit_s):
            return False
        pace = (before - bound) / (now - since)
        self._seen = now, bound
        return bound - value > pace * max(0.0, self._limits.left())
