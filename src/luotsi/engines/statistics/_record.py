"""The forecast's own record: past dates against what happened, by the same rule for a team and for a back-test.

A date is judged when it has come, whether or not the work was finished earlier: judging early finishers at once and
making late ones wait would praise the forecast. What was not dated is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luotsi.engines.statistics._pace import DRIFT_SIGMA
from luotsi.engines.statistics._types import LEVELS, ByLevel

RECORD_NEEDED = 20
KEPT_TOO_FEW, CAUTIOUS_SIGMA = 0.75, 0.20
KEPT_TOO_MANY, BOLD_SIGMA = 0.95, 0.12


@dataclass(frozen=True, slots=True)
class PastForecast:
    """A forecast given earlier and what came of it, in weeks from its start.

    `watched` weeks have passed since; `took` is the week in which it was finished, None while it is not.
    """

    weeks: ByLevel[int]
    took: int | None
    watched: int

    def is_kept(self, level: int) -> bool | None:
        """Whether the date at `level` was kept; None while it lies ahead or where none was given."""
        week = self.weeks.at(level)
        if week is None or week > self.watched:
            return None
        return self.took is not None and self.took <= week


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """Shares of kept dates (0 to 1, None where none could be judged), how many were judged, and the drift to use."""

    kept: ByLevel[float]
    judged: ByLevel[int]
    drift_sigma: float


def own_record(resolved: Iterable[PastForecast]) -> OwnRecord:
    """How well past dates were kept; from 20 judged 85 % dates on, the drift follows from it."""
    verdicts = [[past.is_kept(level) for level in LEVELS] for past in resolved]
    by_level = [[bool(kept) for kept in column if kept is not None] for column in zip(*verdicts, strict=True)]
    columns = by_level or [[], [], []]
    kept = ByLevel(*(sum(column) / len(column) if column else None for column in columns))
    judged = ByLevel(*(len(column) for column in columns))
    return OwnRecord(kept, judged, _drift_for(kept.p85, judged.p85 or 0))


def _drift_for(kept: float | None, judged: int) -> float:
    if kept is None or judged < RECORD_NEEDED:
        return DRIFT_SIGMA
    if kept < KEPT_TOO_FEW:
        return CAUTIOUS_SIGMA
    return BOLD_SIGMA if kept > KEPT_TOO_MANY else DRIFT_SIGMA
