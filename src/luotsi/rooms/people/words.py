"""What this room's codes are called: in the activity log, in what is exported about one person, in the reading log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.kernel.activity.words import Subject

# The team reads the log: it says that something happened with a person, never what they think.
VERBS = {
    "people.stakeholder_added": _("entered this person"),
    "people.stakeholder_edited": _("changed who this is"),
    "people.stakeholder_left": _("noted that this person left"),
    "people.stakeholder_came_back": _("noted that this person is back"),
    "people.standing_set": _("recorded where this person stands"),
    "people.conversation_planned": _("planned a conversation"),
    "people.conversation_moved": _("changed a planned conversation"),
    "people.conversation_cancelled": _("cancelled a conversation"),
    "people.conversation_noted": _("noted a conversation"),
    "people.followed_up": _("followed up on a conversation"),
    "people.investment_offered": _("noted an offer of this person"),
    "people.investment_agreed": _("noted what was agreed with this person"),
    "people.investment_delivered": _("noted that this person delivered"),
    "people.exported": _("exported everything about this person"),
    "people.erased": _("erased this person"),
    "people.thoughts_ended": _("let what was said end with its term"),
    "people.own_link_opened": _("opened a link for this person to what is kept about them"),
    "people.terms_set": _("set how long words are kept: {months} months"),
    "people.domain_added": _("added a customer’s domain"),
    "people.domain_removed": _("removed a customer’s domain"),
    "people.feed_opened": _("opened a private calendar address"),
    "people.feed_closed": _("ended a private calendar address"),
}
SUBJECTS = {
    "people.stakeholder": Subject(_("Stakeholder"), "people:stakeholder"),
    "people.careterms": Subject(_("Care"), "", ""),
    "people.customerdomain": Subject(_("Customer’s domain"), "", "domain"),
    "people.calendarfeed": Subject(_("Calendar address"), "", ""),
}
WHAT_READ: dict[str, Any] = {
    "thoughts": _("what was said and thought"),
    "conversation": _("a conversation"),
    "due": _("who is due for a conversation"),
    "picture": _("the endorsement picture"),
    "agreement": _("where they stand on a Guidepoint"),
    "relations": _("what to have in hand for a talk"),
    "wins": _("who backed a case, and whether they heard of its win"),
    "checks": _("whose doubt or worry a case has to answer"),
    "about": _("everything, as this person sees it"),
    "export": _("everything, exported"),
}
WHY: dict[str, Any] = {
    "decision_near": _("a decision is near, and this voice is not won yet"),
    "never_heard": _("nobody has talked with them yet"),
    "too_long_ago": _("the last conversation is too long ago"),
}
FIELDS: dict[str, Any] = {
    "name": _("name"), "email": _("e-mail"), "organisation": _("organisation"), "department": _("department"),
    "function": _("function"), "kind": _("kind"), "added_at": _("entered on"), "left_on": _("left on"),
    "influence": _("influence"), "interest": _("interest"), "weighed_at": _("weighed on"), "role": _("role"),
    "language": _("language"), "created_at": _("since"), "seen_at": _("last here"),
    "detractor_kind": _("kind of detractor"), "since": _("since"), "day": _("day"), "state": _("state"),
    "stage": _("stage"), "purpose": _("what it is about"), "held_by": _("who talks"), "held_at": _("held"),
    "guide": _("guide"), "notes": _("notes"), "draft": _("noted so far"), "objection": _("what was said"),
    "worry": _("the worry behind it"), "eased_how": _("what eased it"), "eased_at": _("eased on"),
    "quote": _("their words"), "leave": _("leave to quote"), "asked_at": _("asked on"), "at": _("on"),
    "endorsement": _("endorsement"), "evidence": _("by what evidence"), "by": _("recorded by"), "need": _("need"),
    "met_at": _("met on"), "investment": _("investment"), "about": _("for what"), "amount": _("amount"),
    "unit": _("unit"), "offered_at": _("offered on"), "agreed_at": _("agreed on"), "delivered_at": _("delivered on"),
    "who": _("who"), "what": _("what"), "title": _("title"), "guidepoint": pgettext_lazy("field", "Guidepoint"),
    "strength": _("strength"), "question": _("question"), "answer": _("answer"), "received_at": _("received"),
    "case": pgettext_lazy("field", "case"), "opened_at": _("opened on"), "text": _("text"),
}  # fmt: skip
