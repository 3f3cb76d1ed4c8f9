"""Verbs about where somebody stands: standing roles, influence and interest, an endorsement by its evidence.

The activity log names who was recorded, never what: the team reads it, and these are the lead's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.people.codes import DetractorKind, Role, Strength
from luotsi.rooms.people.drafts import RoleDraft
from luotsi.rooms.people.models import Conversation, Endorsement, Stakeholder, StandingRole


@transaction.atomic
def set_standing_roles(
    *, stakeholder: Stakeholder, roles: Iterable[RoleDraft], by: User | None, at: datetime
) -> list[StandingRole]:
    """Exactly these from now on; a role that stays keeps the day it began. Raises Refused for an unknown one."""
    wanted = {draft.role: draft for draft in roles}
    for draft in wanted.values():
        _check_role(draft)
    kept = {one.role: one for one in StandingRole.objects.select_for_update().filter(stakeholder=stakeholder)}
    stakeholder.standing_roles.exclude(role__in=wanted).delete()
    found = [_written(stakeholder, draft, kept.get(draft.role), by, at) for draft in wanted.values()]
    record("people.standing_set", stakeholder, by=by, at=at)
    return found


@transaction.atomic
def weigh(
    *, stakeholder: Stakeholder, influence: int | None, interest: int | None, by: User | None, at: datetime
) -> None:
    """Influence and interest, each from 1 (little) to 5 (much). Raises Refused for anything else."""
    _check_weights(influence, interest)
    stakeholder.influence, stakeholder.interest, stakeholder.weighed_at = influence, interest, at
    stakeholder.save(update_fields=["influence", "interest", "weighed_at"])
    record("people.standing_set", stakeholder, by=by, at=at)


@transaction.atomic
def place(
    *,
    stakeholder: Stakeholder,
    roles: Iterable[RoleDraft],
    influence: int | None,
    interest: int | None,
    by: User | None,
    at: datetime,
) -> None:
    """Roles, influence and interest at once, as a page sends them."""
    _check_weights(influence, interest)
    stakeholder.influence, stakeholder.interest, stakeholder.weighed_at = influence, interest, at
    stakeholder.save(update_fields=["influence", "interest", "weighed_at"])
    set_standing_roles(stakeholder=stakeholder, roles=roles, by=by, at=at)


@transaction.atomic
def record_endorsement(
    *,
    stakeholder: Stakeholder,
    strength: str,
    evidence: str,
    by: User | None,
    at: datetime,
    conversation: Conversation | None = None,
) -> Endorsement:
    """A change of mind is a new row. Raises Refused for a strength without its evidence."""
    endorsement = write_endorsement(stakeholder, strength, evidence, by, at, conversation)
    record("people.standing_set", stakeholder, by=by, at=at)
    return endorsement


def write_endorsement(
    stakeholder: Stakeholder,
    strength: str,
    evidence: str,
    by: User | None,
    at: datetime,
    conversation: Conversation | None,
) -> Endorsement:
    """The row alone, for verbs that write their own entry."""
    if strength not in Strength.values:
        raise refused(_("Choose one of the five words."), code="people.strength_unknown", field="endorsement")
    if not evidence.strip():
        raise refused(
            _("Write by what you know it: what they said or did. Without it this is a guess."),
            code="people.no_evidence",
            field="evidence",
        )
    return Endorsement.objects.create(
        stakeholder=stakeholder, conversation=conversation, strength=strength, evidence=evidence.strip(), by=by, at=at
    )


def _check_weights(influence: int | None, interest: int | None) -> None:
    for field, value in (("influence", influence), ("interest", interest)):
        if value is not None and not 1 <= value <= 5:
            raise refused(_("It is weighed from 1 to 5."), code="people.weight_out_of_range", field=field)


def _check_role(draft: RoleDraft) -> None:
    if draft.role not in Role.values:
        raise refused(_("There is no such role."), code="people.role_unknown", field="roles")
    if draft.role == Role.DETRACTOR and draft.detractor_kind not in DetractorKind.values:
        raise refused(
            _("Say what kind of detractor: sees nothing in it for them, or waits how things turn out."),
            code="people.detractor_kind_missing",
            field="detractor_kind",
        )


def _written(
    stakeholder: Stakeholder, draft: RoleDraft, kept: StandingRole | None, by: User | None, at: datetime
) -> StandingRole:
    kind = draft.detractor_kind if draft.role == Role.DETRACTOR else ""
    if kept is not None and kept.detractor_kind == kind:
        return kept
    row = kept or StandingRole(stakeholder=stakeholder, role=draft.role)
    row.detractor_kind, row.since, row.by = kind, at, by
    row.save()
    return row
