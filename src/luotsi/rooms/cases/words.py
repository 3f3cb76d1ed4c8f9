"""What this room's codes are called: the activity log, the checks with what they say and why they matter, chips."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.kernel.activity.words import Subject
from luotsi.rooms.cases.codes import Answer, State

VERBS: dict[str, Any] = {
    "cases.added": _("began this case"),
    "cases.edited": _("changed what the case says"),
    "cases.aligned": _("aligned it to a goal"),
    "cases.unaligned": _("took a goal out of the case"),
    "cases.put_in": _("put something into the case"),
    "cases.changed": _("changed a part of the case"),
    "cases.taken_out": _("took something out of the case"),
    "cases.adjusted": _("noted what changed because of somebody"),
    "cases.roles_set": _("noted who has a say in it"),
    "cases.talk_linked": _("noted that a conversation is about this case"),
    "cases.talk_unlinked": _("noted that a conversation is about something else"),
    "cases.stepped": _("took the next step of the road"),
    "cases.decided": _("noted what was decided"),
    "cases.came_back": _("begins again, as round {round}"),
    "cases.became_work": _("put a part of it into the backlog"),
    "cases.preread_sent": _("sent the pre-read to {count}"),
    "cases.win_noted": _("noted a win"),
    "cases.win_told": _("told a win to those who backed it"),
    "cases.hook_added": _("added a channel that hears of wins"),
    "cases.hook_removed": _("removed a channel that heard of wins"),
}
SUBJECTS: dict[str, Any] = {
    "cases.case": Subject(_("Case"), "cases:case", "title"),
    "cases.hook": Subject(_("Channel for wins")),
}

# code -> (kind of the chip, word)
STATES: dict[str, tuple[str, Any]] = {
    "ok": ("good", pgettext_lazy("check", "Holds")),
    "better": ("watch", pgettext_lazy("check", "Needs to get better")),
    "missing": ("bad", pgettext_lazy("check", "Missing")),
}
ANSWERS: dict[str, tuple[str, Any]] = {
    Answer.YES: ("good", Answer.YES.label),
    Answer.NOT_YET: ("watch", Answer.NOT_YET.label),
    Answer.NO: ("bad", Answer.NO.label),
}
ADVANCE: dict[str, Any] = {
    State.TESTED: _("It was tested one to one"),
    State.ADJUSTED: _("It is adjusted"),
    State.PREREAD_SENT: _("Send the pre-read"),
    State.PRESENTED: _("It was presented"),
}
# What a step of the road is called in short.
ROAD: dict[str, Any] = {
    State.DRAFT: pgettext_lazy("road", "Why"),
    State.TESTED: pgettext_lazy("road", "Tested"),
    State.ADJUSTED: pgettext_lazy("road", "Adjusted"),
    State.PREREAD_SENT: pgettext_lazy("road", "Pre-read"),
    State.PRESENTED: pgettext_lazy("road", "Presented"),
    State.DECIDED: pgettext_lazy("road", "Decided"),
    State.RUNNING: pgettext_lazy("road", "Running"),
    State.CLOSED: pgettext_lazy("road", "Win"),
}
WHYS: dict[str, Any] = {
    "why_do": _("Why do it?"),
    "why_goals": _("How does it serve the goals?"),
    "why_care": _("Why should anyone care?"),
}
CHECKS: dict[str, Any] = {
    "why": pgettext_lazy("check", "Why"),
    "goals": pgettext_lazy("check", "A goal of today"),
    "touches": pgettext_lazy("check", "Teams it helps"),
    "talks": pgettext_lazy("check", "Tested one to one"),
    "heard": pgettext_lazy("check", "Heard those who decide"),
    "backing": pgettext_lazy("check", "Who stands behind it"),
    "doubts": pgettext_lazy("check", "Doubts asked after"),
    "worries": pgettext_lazy("check", "Open worries"),
    "numbers": pgettext_lazy("check", "Numbers"),
    "quotes": pgettext_lazy("check", "Quotes"),
    "asks": pgettext_lazy("check", "What is asked"),
    "adjusted": pgettext_lazy("check", "Adjusted"),
    "preread_day": pgettext_lazy("check", "The day"),
    "preread": pgettext_lazy("check", "Pre-read days ahead"),
    "tone": pgettext_lazy("check", "More solution than complaint"),
}
# (check, what it found) -> the sentence; {names}, {number} and {on} are filled in.
FOUND: dict[tuple[str, str], Any] = {
    ("why", "unanswered"): _("Not answered yet: {names}"),
    ("why", "answered"): _("All three questions are answered."),
    ("goals", "none"): _("It serves no goal yet."),
    ("goals", "ended"): _("Ended: {names}. What mattered last year need not matter now."),
    ("goals", "living"): _("Serves {names}."),
    ("touches", "none"): _("No team is named yet that would feel it."),
    ("touches", "unmeasured"): _("Without a number so far: {names}."),
    ("touches", "one_small"): _("Only {names}, and the effect is not large. Find a second team, or a larger effect."),
    ("touches", "measured"): _("A measurable effect on {names}."),
    ("talks", "none"): _("Nobody has been talked to about it yet."),
    ("talks", "held"): _("Conversations held: {number}."),
    ("heard", "no_decision_maker"): _("Nobody is named who decides."),
    ("heard", "unheard"): _("Not talked to yet: {names}."),
    ("heard", "heard"): _("All who decide or can sink it were talked to: {number}."),
    ("backing", "nobody"): _("Nobody stands fully behind it yet."),
    ("backing", "some"): _("Fully behind it, or investing: {number}."),
    ("doubts", "unasked"): _("No full yes, and nobody noted what holds them back: {names}."),
    ("doubts", "asked"): _("Whoever does not agree was asked what holds them back."),
    ("worries", "open"): _("Open: {number}, of {names}."),
    ("worries", "eased"): _("None is open."),
    ("numbers", "none"): _("No number yet."),
    ("numbers", "old"): _("Out of date: {names}."),
    ("numbers", "there"): _("Numbers with their source: {number}."),
    ("quotes", "none"): _("No quote yet with leave to use it."),
    ("quotes", "there"): _("Quotes from conversations: {number}."),
    ("asks", "none"): _("Nothing is asked of anybody yet."),
    ("asks", "there"): _("Asked for: {number}."),
    ("adjusted", "none"): _("Nothing is noted that changed because of somebody."),
    ("adjusted", "there"): _("Changed because of those who were asked: {number}."),
    ("preread_day", "none"): _("The day on which it is to be presented is not set."),
    ("preread_day", "set"): _("To be presented on {on}."),
    ("preread", "no_day"): _("The day on which it is to be presented is not set."),
    ("preread", "to_send"): _("To be sent by {on}."),
    ("preread", "late"): _("It should have been sent by {on}."),
    ("preread", "sent"): _("Sent on {on}, {number} days ahead."),
    ("tone", "complains"): _("More complaint than solution: {names}."),
    ("tone", "bare_risks"): _("A risk without what you would do about it: {names}."),
    ("tone", "solves"): _("It speaks of what gets better."),
}
MATTERS: dict[str, Any] = {
    "why": _("People back a reason before they back a plan. Without it even a bright idea stays an idea."),
    "goals": _("An idea is heard when it serves what the organisation pursues now."),
    "touches": _("Whoever helps several teams is carried by several. One team alone must gain a great deal."),
    "talks": _("One to one is where an idea is tested, grows, and finds those who carry it."),
    "heard": _("Whoever has the say and was never asked is the one who stops it."),
    "backing": _("“Not a no” and “lukewarm” are no agreement; counted as such, they fail you in the meeting."),
    "doubts": _("A doubt is asked after, never argued down: only what was said can be eased."),
    "worries": _("An objection is a worry said aloud. Eased it goes away; overheard it comes back in the meeting."),
    "numbers": _("Before those who decide the why is no hypothesis any more. Numbers speak to how they think."),
    "quotes": _("What colleagues said in their own words shows what no number can."),
    "asks": _("Stakeholders are investors: they cannot invest in what nobody asks of them."),
    "adjusted": _("Whoever finds their thought in the case stands behind it."),
    "preread_day": _("A pre-read is sent for a day."),
    "preread": _("Whoever decides needs time to digest it before the meeting."),
    "tone": _("Nobody follows a complaint. Name where we are in a sentence, then speak of what gets better."),
}
# The section in which a check is mended.
MENDED_IN: dict[str, str] = {
    "why": "edit", "goals": "goals", "touches": "touches", "talks": "people", "heard": "people", "backing": "people",
    "doubts": "people", "worries": "people", "numbers": "evidence", "quotes": "evidence", "asks": "asks",
    "adjusted": "changes", "preread_day": "edit", "preread": "edit", "tone": "edit",
}  # fmt: skip
# Why somebody is to be talked to; {about} is the case or the promise, {days} since when.
REASONS: dict[str, Any] = {
    "decision_near": _("A decision is near, and this voice is not won yet"),
    "unheard": _("A decision is near, and nobody has talked with them about it"),
    "never_heard": _("Nobody has talked with them yet"),
    "too_long_ago": _("The last conversation is too long ago"),
    "open_worry": _("A worry is open"),
    "no_win": _("Stands behind it and has heard of no win for {days} days"),
    "promise": _("Agreed {days} days ago and not there yet: {about}"),
}
# Why a message did not arrive in a channel; the codes are those of webhook.py.
HOOK_FAULTS: dict[str, Any] = {
    "cases.hook_silent": _("The channel did not answer. It is tried again."),
    "cases.hook_refused": _("The channel refused the message: its address may have ended. Add it anew."),
    "cases.hook_private": _("The address leads into a private network now, so nothing was sent."),
    "cases.hook_plain": _("The address is not encrypted, so nothing was sent."),
    "cases.hook_address": _("The address is none."),
}
