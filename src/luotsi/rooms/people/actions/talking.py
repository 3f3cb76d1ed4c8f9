"""Verbs of conversations: plan, move, cancel, keep a draft, note; and what follows up on what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.people.actions.standing import write_endorsement
from luotsi.rooms.people.codes import Leave, Stage, State
from luotsi.rooms.people.drafts import ObjectionDraft, PlanDraft, QuoteDraft, filled
from luotsi.rooms.people.guides import guide_for, without_roles
from luotsi.rooms.people.models import Conversation, Need, Objection, Quote, Stakeholder
from luotsi.rooms.people.signals import leave_changed

MOST_DRAFT_LETTERS = 20_000


@transaction.atomic
def plan_conversation(
    *,
    stakeholder: Stakeholder,
    held_by: User | None,
    by: User | None,
    at: datetime,
    stage: str = Stage.BEFORE_CASE,
    purpose: str = "",
    on: date | None = None,
    plan: PlanDraft | None = None,
) -> Conversation:
    """With a prepared guide unless one is handed in. Raises Refused for whoever left or was erased."""
    draft = plan or PlanDraft(on=on or timezone.localdate(at), stage=stage, purpose=purpose)
    if stakeholder.left_on is not None or stakeholder.erased_at is not None:
        raise refused(
            _("{name} has left, so nobody can talk with them here any more."), code="people.has_left", name=stakeholder
        )
    conversation = Conversation(stakeholder=stakeholder, created_by=by, created_at=at)
    _write_plan(conversation, draft, held_by, by, at)
    record("people.conversation_planned", stakeholder, by=by, at=at, conversation=conversation)
    return conversation


@transaction.atomic
def change_plan(
    *, conversation: Conversation, plan: PlanDraft, held_by: User | None, by: User, at: datetime
) -> Conversation:
    """Another day, another purpose, somebody else. Raises Refused once it was held or cancelled."""
    conversation = _locked(conversation)
    _refuse_unless_planned(conversation)
    conversation.revision += 1
    _write_plan(conversation, plan, held_by, by, at)
    record("people.conversation_moved", conversation.stakeholder, by=by, at=at, conversation=conversation)
    return conversation


@transaction.atomic
def cancel_conversation(*, conversation: Conversation, by: User, at: datetime) -> None:
    """It is not held; a draft of its notes goes with it. Cancelling twice changes nothing."""
    conversation = _locked(conversation)
    if conversation.state == State.CANCELLED:
        return
    _refuse_unless_planned(conversation)
    conversation.state, conversation.draft, conversation.changed_at = State.CANCELLED, {}, at
    conversation.revision += 1
    conversation.save(update_fields=["state", "draft", "changed_at", "revision"])
    record("people.conversation_cancelled", conversation.stakeholder, by=by, at=at, conversation=conversation)


@transaction.atomic
def keep_draft(*, conversation: Conversation, draft: Mapping[str, Any]) -> None:
    """What is noted so far, by field; nothing for the log, for nothing has happened yet."""
    conversation = _locked(conversation)
    _refuse_unless_planned(conversation)
    kept = {name: str(value)[:MOST_DRAFT_LETTERS] for name, value in draft.items() if str(value).strip()}
    conversation.draft = kept
    conversation.save(update_fields=["draft"])


@transaction.atomic
def note_conversation(
    *,
    conversation: Conversation,
    by: User | None,
    at: datetime,
    notes: str = "",
    needs: Iterable[str] = (),
    objections: Sequence[ObjectionDraft] = (),
    quotes: Sequence[QuoteDraft] = (),
    endorsement: str = "",
    evidence: str = "",
    held_at: datetime | None = None,
) -> Conversation:
    """It was held, and this came of it; all of it may be short. Raises Refused when it was noted before,
    for an endorsement without its evidence, and for nothing at all.
    """
    conversation = _locked(conversation)
    _refuse_unless_planned(conversation)
    needs = filled(needs)
    _refuse_half_said(objections, endorsement, evidence)
    objections = [one for one in objections if one.said.strip()]
    quotes = [one for one in quotes if one.words.strip()]
    if not (notes.strip() or needs or objections or quotes or endorsement):
        raise refused(_("Note at least one thing that came of it."), code="people.nothing_noted", field="notes")
    conversation.notes, conversation.draft = notes.strip(), {}
    moment = min(held_at or at, at)
    conversation.state, conversation.held_at = State.HELD, moment
    conversation.save(update_fields=["notes", "draft", "state", "held_at"])
    _keep_said(conversation, needs, objections, quotes, by, at)
    if endorsement:
        write_endorsement(conversation.stakeholder, endorsement, evidence, by, moment, conversation)
    record("people.conversation_noted", conversation.stakeholder, by=by, at=at, conversation=conversation)
    return conversation


@transaction.atomic
def ease_objection(*, objection: Objection, how: str, by: User | None, at: datetime) -> Objection:
    """Keep what eased the worry. Raises Refused without words: it is eased by something, not by a click."""
    if not how.strip():
        raise refused(_("Write what eased the worry."), code="people.not_said_how_eased", field="eased_how")
    objection.eased_how, objection.eased_at, objection.eased_by = how.strip(), at, by
    objection.save(update_fields=["eased_how", "eased_at", "eased_by"])
    _followed_up(objection.conversation, by, at)
    return objection


@transaction.atomic
def give_leave(*, quote: Quote, leave: str, by: User | None, at: datetime) -> Quote:
    """What they said when asked whether their words may be quoted. It can be taken back the same way."""
    if leave not in Leave.values:
        raise refused(_("Choose what they gave leave for."), code="people.leave_unknown", field="leave")
    quote.leave, quote.asked_at = leave, at
    quote.save(update_fields=["leave", "asked_at"])
    leave_changed.send(sender=Quote, quote=quote, at=at)
    _followed_up(quote.conversation, by, at)
    return quote


@transaction.atomic
def meet_need(*, need: Need, by: User | None, at: datetime) -> Need:
    """What this person needed is there. Meeting it twice changes nothing."""
    if need.met_at is None:
        need.met_at = at
        need.save(update_fields=["met_at"])
        record("people.followed_up", need.stakeholder, by=by, at=at)
    return need


def _followed_up(conversation: Conversation, by: User | None, at: datetime) -> None:
    record("people.followed_up", conversation.stakeholder, by=by, at=at, conversation=conversation)


def _keep_said(
    conversation: Conversation,
    needs: Iterable[str],
    objections: Iterable[ObjectionDraft],
    quotes: Iterable[QuoteDraft],
    by: User | None,
    at: datetime,
) -> None:
    Need.objects.bulk_create(
        Need(stakeholder_id=conversation.stakeholder_id, conversation=conversation, text=text, at=at) for text in needs
    )
    Objection.objects.bulk_create(_objection(conversation, one, by, at) for one in objections)
    Quote.objects.bulk_create(_quote(conversation, one, at) for one in quotes)


def _objection(conversation: Conversation, draft: ObjectionDraft, by: User | None, at: datetime) -> Objection:
    eased = draft.eased_how.strip()
    return Objection(
        conversation=conversation,
        said=draft.said.strip(),
        worry=draft.worry.strip(),
        eased_how=eased,
        eased_at=at if eased else None,
        eased_by=by if eased else None,
    )


def _quote(conversation: Conversation, draft: QuoteDraft, at: datetime) -> Quote:
    if draft.leave not in Leave.values:
        raise refused(_("Choose what they gave leave for."), code="people.leave_unknown", field="leave")
    asked_at = at if draft.leave != Leave.NONE else None
    return Quote(conversation=conversation, words=draft.words.strip(), leave=draft.leave, asked_at=asked_at)


def _write_plan(
    conversation: Conversation, draft: PlanDraft, held_by: User | None, by: User | None, at: datetime
) -> None:
    if draft.stage not in Stage.values:
        raise refused(_("There is no such stage."), code="people.stage_unknown", field="stage")
    conversation.stage, conversation.purpose = draft.stage, draft.purpose.strip()
    conversation.planned_on, conversation.planned_at, conversation.minutes = draft.on, draft.at, draft.minutes
    conversation.held_by, conversation.changed_at = held_by, at
    conversation.guide = _told(draft.guide.strip(), held_by) or _prepared(conversation, by)
    conversation.save()


def _told(guide: str, held_by: User | None) -> str:
    """A guide that was prepared for the lead loses the questions by role when a member takes over."""
    return guide if held_by is None or held_by.may("people.see_thoughts") else without_roles(guide)


def _prepared(conversation: Conversation, by: User | None) -> str:
    """By the roles only where both who plans and who talks may know them: the questions would give them away."""
    roles: list[tuple[str, str]] = []
    if all(one is None or one.may("people.see_thoughts") for one in (by, conversation.held_by)):
        roles = list(conversation.stakeholder.standing_roles.values_list("role", "detractor_kind"))
    return "\n".join(guide_for(conversation.stage, roles))


def _locked(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_for_update(of=("self",)).select_related("stakeholder").get(pk=conversation.pk)


def _refuse_half_said(objections: Iterable[ObjectionDraft], endorsement: str, evidence: str) -> None:
    """What belongs to something that was left empty would be lost without a word."""
    for place, one in enumerate(objections, 1):
        if (one.worry.strip() or one.eased_how.strip()) and not one.said.strip():
            raise refused(
                _("A worry belongs to something that was said. Write what they objected, too."),
                code="people.nothing_objected",
                field=f"said_{place}",
            )
    if evidence.strip() and not endorsement:
        raise refused(
            _("You wrote by what you know where they stand. Choose one of the five words, too."),
            code="people.evidence_for_nothing",
            field="endorsement",
        )


def _refuse_unless_planned(conversation: Conversation) -> None:
    if conversation.is_held:
        raise refused(
            _("This conversation was noted already. Plan another one for what came later."), code="people.noted_already"
        )
    if not conversation.is_planned:
        raise refused(_("This conversation was cancelled. Plan another one."), code="people.cancelled")
