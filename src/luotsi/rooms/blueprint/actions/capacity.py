"""Verbs of capacity: people, skills, leave, holidays, recipes. Each works the quarters' hours out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import refused
from luotsi.rooms.blueprint.models import Blueprint, Holiday, Leave, Recipe, Skill, SkillShare, Slot, TeamMember
from luotsi.rooms.blueprint.queries.capacity import as_capacity, skill_hours_of
from luotsi.rooms.blueprint.rules import PastedMember


@dataclass(frozen=True, slots=True)
class MemberFields:
    """What may be said about a member; `skills` are shares (0–1) by skill id."""

    name: str
    hours_per_week: Decimal = Decimal("37.5")
    run_work_share: Decimal = Decimal("0.2")
    skills: Mapping[int, Decimal] = field(default_factory=dict)
    user: User | None = None


@contextmanager
def capacity_change(at: datetime) -> Iterator[None]:
    """One transaction, after which every quarter that still runs has its hours worked out anew."""
    with transaction.atomic():
        yield
        for blueprint in Blueprint.objects.running(timezone.localdate(at)).select_for_update():
            work_out(blueprint, at)


def work_out(blueprint: Blueprint, at: datetime) -> None:
    """The quarter's hours by skill as people, leave and run-work now make them."""
    blueprint.capacity = as_capacity(skill_hours_of(blueprint.starts_on))
    blueprint.facts_changed_at = at
    blueprint.save(update_fields=["capacity", "facts_changed_at"])


def paste_members(members: Sequence[PastedMember], *, by: User, at: datetime) -> list[TeamMember]:
    """Add the people of a pasted list, and the skills nobody had before; a person already there is changed."""
    with capacity_change(at):
        skills = {skill.name.casefold(): skill for skill in Skill.objects.all()}
        made = [_put(member, skills) for member in members]
        record("blueprint.members_pasted", made[0], by=by, at=at, count=len(made))
    return made


def save_member(member: TeamMember | None, *, fields: MemberFields, by: User, at: datetime) -> TeamMember:
    """Add somebody, or change their hours, run-work and skills."""
    if not fields.name.strip():
        raise Refused(_("Give the person a name."), code="name_missing", field="name")
    if sum(fields.skills.values()) > Decimal("1.001"):
        raise Refused(_("The skills of one person add up to more than 100 %."), code="skills_over", field="name")
    with capacity_change(at):
        member = member or TeamMember()
        member.name, member.user = fields.name.strip(), fields.user
        member.hours_per_week, member.run_work_share = fields.hours_per_week, fields.run_work_share
        _save_named(member, "name", _("Somebody of the team has this name already."))
        _write_shares(member, fields.skills)
        record("blueprint.member_saved", member, by=by, at=at)
    return member


def member_left(member: TeamMember, *, on: date, by: User, at: datetime) -> TeamMember:
    """From the day after, their hours count no more."""
    with capacity_change(at):
        member.left_on = on
        member.save(update_fields=["left_on"])
        record("blueprint.member_left", member, by=by, at=at)
    return member


def member_returned(member: TeamMember, *, by: User, at: datetime) -> TeamMember:
    with capacity_change(at):
        member.left_on = None
        _save_named(member, "", _("Somebody of the team has this name already."))
        record("blueprint.member_returned", member, by=by, at=at)
    return member


def save_skill(skill: Skill | None, *, name: str, most_in_progress: int | None, by: User, at: datetime) -> Skill:
    """Add or change a skill; drafts follow a new name."""
    if not name.strip():
        raise Refused(_("Give the skill a name."), code="name_missing", field="name")
    with capacity_change(at):
        before = skill.name if skill is not None else None
        skill = skill or Skill()
        skill.name, skill.most_in_progress = name.strip().lower(), most_in_progress
        _save_named(skill, "name", _("There is a skill of this name already."))
        if before not in (None, skill.name):
            _rename_in_drafts(str(before), skill.name, at)
        record("blueprint.skill_saved", skill, by=by, at=at)
    return skill


def remove_skill(skill: Skill, *, by: User, at: datetime) -> None:
    """Only a skill that nobody has and nothing needs."""
    if skill.member_shares.exists() or skill.recipes.exists():
        raise refused(
            _("“{skill}” is still used by people or recipes; take it out there first."),
            code="skill_used",
            skill=skill.name,
        )
    with capacity_change(at):
        record("blueprint.skill_removed", skill, by=by, at=at)
        skill.delete()


def add_leave(member: TeamMember, *, starts_on: date, ends_on: date, by: User, at: datetime) -> Leave:
    _check_days(starts_on, ends_on)
    with capacity_change(at):
        leave = Leave.objects.create(member=member, starts_on=starts_on, ends_on=ends_on)
        record("blueprint.leave_added", member, by=by, at=at)
    return leave


def remove_leave(leave: Leave, *, by: User, at: datetime) -> None:
    with capacity_change(at):
        record("blueprint.leave_removed", leave.member, by=by, at=at)
        leave.delete()


def add_holiday(*, name: str, starts_on: date, ends_on: date, by: User, at: datetime) -> Holiday:
    _check_days(starts_on, ends_on)
    with capacity_change(at):
        holiday = Holiday.objects.create(name=name.strip(), starts_on=starts_on, ends_on=ends_on)
        record("blueprint.holiday_added", holiday, by=by, at=at)
    return holiday


def remove_holiday(holiday: Holiday, *, by: User, at: datetime) -> None:
    with capacity_change(at):
        record("blueprint.holiday_removed", holiday, by=by, at=at)
        holiday.delete()


def save_recipe(deliverable: str, *, shares: Mapping[Skill, Decimal], by: User, at: datetime) -> None:
    """What share of the hours of this kind goes to which skill; without any share the team's own spread counts."""
    kept = {skill: share for skill, share in shares.items() if share > 0}
    if kept and abs(sum(kept.values(), Decimal(-1))) > Decimal("0.005"):
        raise Refused(_("The shares of a recipe add up to 100 %."), code="recipe_sum")
    with capacity_change(at):
        Recipe.objects.filter(deliverable=deliverable).delete()
        Recipe.objects.bulk_create(
            [Recipe(deliverable=deliverable, skill=skill, share=share) for skill, share in kept.items()]
        )
        for skill in list(shares)[:1]:
            record("blueprint.recipe_saved", skill, by=by, at=at, deliverable=deliverable or "other")


def _put(pasted: PastedMember, skills: dict[str, Skill]) -> TeamMember:
    for name in pasted.skills:
        if name.casefold() not in skills:
            skills[name.casefold()] = Skill.objects.create(name=name)
    member = TeamMember.objects.current().filter(name__iexact=pasted.name).first() or TeamMember(name=pasted.name)
    member.hours_per_week = Decimal(str(pasted.hours_per_week))
    member.run_work_share = Decimal(str(pasted.run_work_share))
    member.save()
    _write_shares(member, {skills[name.casefold()].pk: Decimal(str(share)) for name, share in pasted.skills.items()})
    return member


def _write_shares(member: TeamMember, shares: Mapping[int, Decimal]) -> None:
    member.skill_shares.all().delete()
    SkillShare.objects.bulk_create(
        [SkillShare(member=member, skill_id=skill, share=share) for skill, share in shares.items() if share > 0]
    )


def _save_named(row: TeamMember | Skill, field: str, text: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(text, code="name_taken", field=field) from None


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day lies before the first."), code="days_turned", field="ends_on")


def _rename_in_drafts(before: str, after: str, at: datetime) -> None:
    for slot in Slot.objects.filter(blueprint__in=Blueprint.objects.running(timezone.localdate(at))):
        if before in slot.hours:
            slot.hours = {after if name == before else name: hours for name, hours in slot.hours.items()}
            slot.save(update_fields=["hours"])
