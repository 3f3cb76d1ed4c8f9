"""Statistics of marketing work: when a backlog is finished, and how well such dates were kept.

Pure: no clock, no Django, no words for users; every random draw comes from a seed argument. NumPy is imported when
first needed.
"""

from luotsi.engines.statistics._backtest import Trial, backtest
from luotsi.engines.statistics._forecast import forecast_completion, not_enough, pace_needed
from luotsi.engines.statistics._pace import DRIFT_SIGMA
from luotsi.engines.statistics._record import OwnRecord, PastForecast, own_record
from luotsi.engines.statistics._rivals import block_bootstrap, bootstrap_12
from luotsi.engines.statistics._trust import doubts
from luotsi.engines.statistics._types import (
    FAR_WEEKS,
    HORIZON_WEEKS,
    LEVELS,
    ByLevel,
    CompletionCurve,
    Evidence,
    Fan,
    Forecast,
    Guess,
    HistoryUsed,
    NeverAtThisPace,
    NotEnough,
    Outcome,
    Throughput,
    WeekCalendar,
)

__all__ = [
    "DRIFT_SIGMA",
    "FAR_WEEKS",
    "HORIZON_WEEKS",
    "LEVELS",
    "ByLevel",
    "CompletionCurve",
    "Evidence",
    "Fan",
    "Forecast",
    "Guess",
    "HistoryUsed",
    "NeverAtThisPace",
    "NotEnough",
    "Outcome",
    "OwnRecord",
    "PastForecast",
    "Throughput",
    "Trial",
    "WeekCalendar",
    "backtest",
    "block_bootstrap",
    "bootstrap_12",
    "doubts",
    "forecast_completion",
    "not_enough",
    "own_record",
    "pace_needed",
]
