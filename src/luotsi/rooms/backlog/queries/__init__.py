"""Questions to the backlog, by noun."""

from luotsi.rooms.backlog.queries.order import advised_place, backlog_count, place_of
from luotsi.rooms.backlog.queries.scoring import score_of

__all__ = ["advised_place", "backlog_count", "place_of", "score_of"]
