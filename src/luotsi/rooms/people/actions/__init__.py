"""Verbs of the room, by noun; each is one transaction with one activity entry that holds no words of anybody."""

from luotsi.rooms.people.actions.calendars import close_feed, open_feed, token_of
from luotsi.rooms.people.actions.caring import (
    add_customer_domain,
    end_all_thoughts,
    end_thoughts,
    erase_person,
    export_person,
    open_own_link,
    remove_customer_domain,
    set_terms,
)
from luotsi.rooms.people.actions.investing import agree_investment, deliver_investment, offer_investment
from luotsi.rooms.people.actions.register import add_stakeholder, come_back, edit_stakeholder, find_or_add, mark_left
from luotsi.rooms.people.actions.standing import place, record_endorsement, set_standing_roles, weigh
from luotsi.rooms.people.actions.talking import (
    cancel_conversation,
    change_plan,
    ease_objection,
    give_leave,
    keep_draft,
    meet_need,
    note_conversation,
    plan_conversation,
)
from luotsi.rooms.people.drafts import (
    Identity,
    InvestmentDraft,
    ObjectionDraft,
    PlanDraft,
    QuoteDraft,
    RoleDraft,
)
from luotsi.rooms.people.readings import record_reading, record_readings

__all__ = [
    "Identity",
    "InvestmentDraft",
    "ObjectionDraft",
    "PlanDraft",
    "QuoteDraft",
    "RoleDraft",
    "add_customer_domain",
    "add_stakeholder",
    "agree_investment",
    "cancel_conversation",
    "change_plan",
    "close_feed",
    "come_back",
    "deliver_investment",
    "ease_objection",
    "edit_stakeholder",
    "end_all_thoughts",
    "end_thoughts",
    "erase_person",
    "export_person",
    "find_or_add",
    "give_leave",
    "keep_draft",
    "mark_left",
    "meet_need",
    "note_conversation",
    "offer_investment",
    "open_feed",
    "open_own_link",
    "place",
    "plan_conversation",
    "record_endorsement",
    "record_reading",
    "record_readings",
    "remove_customer_domain",
    "set_standing_roles",
    "set_terms",
    "token_of",
    "weigh",
]
