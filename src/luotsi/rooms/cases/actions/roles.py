"""Who has a say in a case, and the conversations about it.

Some roles say a position, two say a stand. A stand is a thought: only who may know thoughts sets it or takes it away,
and the log never says which role somebody got.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.cases.actions.cases import locked, refuse_at_rest
from luotsi.rooms.cases.models import Case, CaseConversation, CaseRole
from luotsi.rooms.cases.rules.roles import POSITIONS, STANDS
from luotsi.rooms.people import actions as people
from luotsi.rooms.people.drafts import PlanDraft, RoleDraft
from luotsi.rooms.people.guides import guide_for

if TYPE_CHECKING:
    from luotsi.rooms.people.queries import Stakeholder


@transaction.atomic
def set_roles(
    *, case: Case, stakeholder: Stakeholder, roles: Iterable[RoleDraft], by: User, at: datetime
) -> list[CaseRole]:
    """All roles of one person in this case; none takes them out. Raises Refused for somebody who left, and for a
    detractor without the kind: how to talk with one depends on it."""
    case = locked(case)
    refuse_at_rest(case)
    wanted = {draft.role: draft for draft in roles}
    settable = POSITIONS + (STANDS if by.may("people.see_thoughts") else ())
    if stakeholder.left_on is not None and wanted:
        raise refused(
            _("{name} has left. Choose whoever has the say now."),
            code="cases.has_left",
            field="stakeholder",
            name=stakeholder,
        )
    if "detractor" in wanted and "detractor" in settable and not wanted["detractor"].detractor_kind:
        raise refused(
            _("Say what kind of detractor: sees nothing in it for them, or waits how things turn out."),
            code="cases.detractor_kind_missing",
            field="detractor_kind",
        )
    case.roles.filter(stakeholder=stakeholder, role__in=settable).exclude(role__in=wanted).delete()
    kept = [_role(case, stakeholder, wanted[role], by, at) for role in settable if role in wanted]
    record("cases.roles_set", case, by=by, at=at, stakeholder=stakeholder)
    return kept


@transaction.atomic
def link_conversation(*, case: Case, conversation: Any, by: User | None, at: datetime) -> CaseConversation:
    """A conversation is about this case; once is enough."""
    case = locked(case)
    refuse_at_rest(case)
    link, is_new = CaseConversation.objects.get_or_create(
        case=case, conversation=conversation, defaults={"by": by, "at": at}
    )
    if is_new:
        record("cases.talk_linked", case, by=by, at=at, stakeholder=conversation.stakeholder)
    return link


@transaction.atomic
def unlink_conversation(*, link: CaseConversation, by: User, at: datetime) -> None:
    """It was about something else. Quotes from it go out of the case with it."""
    case = locked(link.case)
    refuse_at_rest(case)
    case.evidence.filter(quote__conversation=link.conversation_id).delete()
    record("cases.talk_unlinked", case, by=by, at=at)
    link.delete()


@transaction.atomic
def plan_conversation(
    *, case: Case, stakeholder: Stakeholder, plan: PlanDraft, held_by: User, by: User, at: datetime
) -> CaseConversation:
    """Plan a conversation about this case. Raises Refused for somebody who left."""
    refuse_at_rest(case)
    guided = plan if plan.guide.strip() else replace(plan, guide=_guide(case, stakeholder, plan, held_by, by))
    conversation = people.plan_conversation(stakeholder=stakeholder, plan=guided, held_by=held_by, by=by, at=at)
    return link_conversation(case=case, conversation=conversation, by=by, at=at)


def _guide(case: Case, stakeholder: Stakeholder, plan: PlanDraft, held_by: User, by: User) -> str:
    """Questions by the roles in this case, where both may know stands; else the one for everybody (empty: prepared)."""
    if not (by.may("people.see_thoughts") and held_by.may("people.see_thoughts")):
        return ""
    roles = list(case.roles.filter(stakeholder=stakeholder).values_list("role", "detractor_kind"))
    return "\n".join(guide_for(plan.stage, roles)) if roles else ""


def _role(case: Case, stakeholder: Stakeholder, draft: RoleDraft, by: User, at: datetime) -> CaseRole:
    kind = draft.detractor_kind if draft.role == "detractor" else ""
    role, _made = CaseRole.objects.update_or_create(
        case=case, stakeholder=stakeholder, role=draft.role,
        defaults={"detractor_kind": kind}, create_defaults={"detractor_kind": kind, "by": by, "at": at},
    )  # fmt: skip
    return role
