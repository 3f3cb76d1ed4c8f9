"""Questions to the room, for its pages and for other rooms; a view loads by id through `…_for(user)` only."""

from luotsi.rooms.people.models import Stakeholder
from luotsi.rooms.people.queries.conversations import (
    conversation_for,
    conversations_by_id,
    conversations_for,
    customer_domain_for,
    customer_domains,
    endorsements_of,
    feed_by,
    feed_of,
    in_calendar,
    investment_for,
    investments_for,
    last_held,
    need_for,
    objection_for,
    objections_open,
    quote_for,
    quotes_with_leave,
    to_hold,
)
from luotsi.rooms.people.queries.due import DueLine, DueList, due_count, due_for
from luotsi.rooms.people.queries.person import Person, cells_of, everything_about
from luotsi.rooms.people.queries.picture import Picture, Quarter, picture_for, quarter_by_code, quarter_of
from luotsi.rooms.people.queries.register import (
    stakeholder_by_id_for,
    stakeholder_for,
    stakeholders_for,
    stakeholders_for_choice,
)
from luotsi.rooms.people.queries.retention import ending_on, terms, thoughts_end_for
from luotsi.rooms.people.queries.thoughts import Thoughts, may_know_all, thoughts_for, whole_of

__all__ = [
    "DueLine",
    "DueList",
    "Person",
    "Picture",
    "Quarter",
    "Stakeholder",
    "Thoughts",
    "cells_of",
    "conversation_for",
    "conversations_by_id",
    "conversations_for",
    "customer_domain_for",
    "customer_domains",
    "due_count",
    "due_for",
    "ending_on",
    "endorsements_of",
    "everything_about",
    "feed_by",
    "feed_of",
    "in_calendar",
    "investment_for",
    "investments_for",
    "last_held",
    "may_know_all",
    "need_for",
    "objection_for",
    "objections_open",
    "picture_for",
    "quarter_by_code",
    "quarter_of",
    "quote_for",
    "quotes_with_leave",
    "stakeholder_by_id_for",
    "stakeholder_for",
    "stakeholders_for",
    "stakeholders_for_choice",
    "terms",
    "thoughts_end_for",
    "thoughts_for",
    "to_hold",
    "whole_of",
]
