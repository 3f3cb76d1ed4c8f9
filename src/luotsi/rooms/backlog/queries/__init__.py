"""Questions to the backlog, by noun."""

from luotsi.kernel.accounts.models import User
from luotsi.rooms.backlog.models import Request, WorkItem
from luotsi.rooms.backlog.queries.items import item_for, item_named, items_for, listed_items, saved_view_for
from luotsi.rooms.backlog.queries.order import advised_place, backlog_count, place_of, places_of_ranks
from luotsi.rooms.backlog.queries.requests import (
    Status,
    my_rows,
    question_of,
    reads_as_tactic,
    request_by_guest_link,
    request_for,
    requests_for,
    status_of,
)
from luotsi.rooms.backlog.queries.scoring import score_of
from luotsi.rooms.backlog.queries.similar import joinable, like_requests, like_text
from luotsi.rooms.backlog.queries.volume import LikelyDates, likely_dates, newest_forecast

__all__ = [
    "LikelyDates",
    "Request",
    "Status",
    "User",
    "WorkItem",
    "advised_place",
    "backlog_count",
    "item_for",
    "item_named",
    "items_for",
    "joinable",
    "like_requests",
    "like_text",
    "likely_dates",
    "listed_items",
    "my_rows",
    "newest_forecast",
    "place_of",
    "places_of_ranks",
    "question_of",
    "reads_as_tactic",
    "request_by_guest_link",
    "request_for",
    "requests_for",
    "saved_view_for",
    "score_of",
    "status_of",
]
