"""Questions to the backlog, by noun."""

from luotsi.rooms.backlog.models import WorkItem
from luotsi.rooms.backlog.queries.items import item_for, items_for, saved_view_for
from luotsi.rooms.backlog.queries.order import advised_place, backlog_count, place_of
from luotsi.rooms.backlog.queries.scoring import score_of
from luotsi.rooms.backlog.queries.volume import LikelyDates, likely_dates, newest_forecast

__all__ = [
    "LikelyDates",
    "WorkItem",
    "advised_place",
    "backlog_count",
    "item_for",
    "items_for",
    "likely_dates",
    "newest_forecast",
    "place_of",
    "saved_view_for",
    "score_of",
]
