"""Rows of the backlog, by noun: requests and what becomes of them, work items and their order, volume, imports."""

from luotsi.rooms.backlog.models.imports import ImportRun, RememberedMapping
from luotsi.rooms.backlog.models.items import (
    Backlog,
    Comment,
    Contribution,
    Moscow,
    Placement,
    SavedView,
    WorkItem,
    WorkItemQuerySet,
)
from luotsi.rooms.backlog.models.requests import (
    Confirmation,
    Deliverable,
    Joining,
    Phrasing,
    Question,
    Refusal,
    Request,
    RequestQuerySet,
)
from luotsi.rooms.backlog.models.volume import ForecastRun, PaceGuess, WeekCount

__all__ = [
    "Backlog",
    "Comment",
    "Confirmation",
    "Contribution",
    "Deliverable",
    "ForecastRun",
    "ImportRun",
    "Joining",
    "Moscow",
    "PaceGuess",
    "Phrasing",
    "Placement",
    "Question",
    "Refusal",
    "RememberedMapping",
    "Request",
    "RequestQuerySet",
    "SavedView",
    "WeekCount",
    "WorkItem",
    "WorkItemQuerySet",
]
