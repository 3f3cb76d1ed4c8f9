"""Settings of capacity: who is on the team, what they can do, when they are away, and recipes of deliverables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import BadInput, Missing, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint import actions, queries
from luotsi.rooms.blueprint.forms.capacity import (
    DaysForm,
    HolidayForm,
    LeaveForm,
    MemberForm,
    PasteForm,
    RecipeForm,
    SkillForm,
)
from luotsi.rooms.blueprint.models import Skill
from luotsi.rooms.blueprint.rules import read_members

require_form = require_http_methods(["GET", "HEAD", "POST"])


@needs("capacity.write")
@require_safe
def capacity(request: SignedInRequest) -> HttpResponse:
    """People × skills × weeks, less leave and run-work."""
    return _page(request)


def _page(request: SignedInRequest, status: int = 200, **forms: object) -> HttpResponse:
    context = {
        "page": queries.capacity_page(timezone.localdate()),
        "paste_form": PasteForm(),
        "leave_form": LeaveForm(prefix="leave"),
        "holiday_form": HolidayForm(prefix="holiday"),
        "skill_form": SkillForm(prefix="new"),
        **forms,
    }
    return render(request, "blueprint/capacity.html", context, status=status)


@needs("capacity.write")
@require_POST
def paste(request: SignedInRequest) -> HttpResponse:
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, paste_form=form)
    try:
        members = read_members(form.cleaned_data["people"])
    except BadInput as bad:
        for fault in bad.faults:
            form.add_error("people", str(fault))
        return _page(request, 422, paste_form=form)
    made = actions.paste_members(members, by=request.user, at=timezone.now())
    messages.success(
        request, ngettext("%d person is on the team.", "%d people are on the team.", len(made)) % len(made)
    )
    return redirect("blueprint:capacity")


@needs("capacity.write")
@require_form
def add_member(request: SignedInRequest) -> HttpResponse:
    return _member(request, None)


@needs("capacity.write")
@require_form
def member(request: SignedInRequest, pk: int) -> HttpResponse:
    return _member(request, pk)


def _member(request: SignedInRequest, pk: int | None) -> HttpResponse:
    found = queries.member_for(request.user, pk) if pk is not None else None
    form = MemberForm(request.POST or None, member=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_member(found, fields=form.as_fields(), by=request.user, at=timezone.now())
            return redirect("blueprint:capacity")
        except Refused as no:
            tell(form, no)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "blueprint/member.html", {"form": form, "member": found}, status=status)


@needs("capacity.write")
@require_POST
def member_left(request: SignedInRequest, pk: int) -> HttpResponse:
    found = queries.member_for(request.user, pk)
    actions.member_left(found, on=timezone.localdate(), by=request.user, at=timezone.now())
    return redirect("blueprint:capacity")


@needs("capacity.write")
@require_POST
def member_returned(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.member_returned(queries.member_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("blueprint:capacity")


@needs("capacity.write")
@require_POST
def add_skill(request: SignedInRequest) -> HttpResponse:
    form = SkillForm(request.POST, prefix="new")
    if form.is_valid() and _saved_skill(request, None, form):
        return redirect("blueprint:capacity")
    return _page(request, 422, skill_form=form)


@needs("capacity.write")
@require_form
def skill(request: SignedInRequest, pk: int) -> HttpResponse:
    found = queries.skill_for(request.user, pk)
    initial = {"name": found.name, "most_in_progress": found.most_in_progress}
    form = SkillForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved_skill(request, found, form):
        return redirect("blueprint:capacity")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "blueprint/skill.html", {"form": form, "skill": found}, status=status)


def _saved_skill(request: SignedInRequest, found: Skill | None, form: SkillForm) -> bool:
    try:
        actions.save_skill(found, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as no:
        tell(form, no)
        return False
    return True


@needs("capacity.write")
@require_POST
def remove_skill(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.remove_skill(queries.skill_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("blueprint:capacity")


@needs("capacity.write")
@require_POST
def add_leave(request: SignedInRequest) -> HttpResponse:
    form = LeaveForm(request.POST, prefix="leave")
    if form.is_valid() and _days_added(request, form, actions.add_leave):
        return redirect("blueprint:capacity")
    return _page(request, 422, leave_form=form)


@needs("capacity.write")
@require_POST
def remove_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.remove_leave(queries.leave_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("blueprint:capacity")


@needs("capacity.write")
@require_POST
def add_holiday(request: SignedInRequest) -> HttpResponse:
    form = HolidayForm(request.POST, prefix="holiday")
    if form.is_valid() and _days_added(request, form, actions.add_holiday):
        return redirect("blueprint:capacity")
    return _page(request, 422, holiday_form=form)


@needs("capacity.write")
@require_POST
def remove_holiday(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.remove_holiday(queries.holiday_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("blueprint:capacity")


def _days_added(request: SignedInRequest, form: DaysForm, add: Callable[..., Any]) -> bool:
    given = dict(form.cleaned_data)
    who = [given.pop("member")] if "member" in given else []
    try:
        add(*who, **given, by=request.user, at=timezone.now())
    except Refused as no:
        tell(form, no)
        return False
    return True


@needs("capacity.write")
@require_form
def recipe(request: SignedInRequest, deliverable: str) -> HttpResponse:
    """Shares of one kind of deliverable; `other` stands for all kinds without a recipe."""
    page = queries.capacity_page(timezone.localdate())
    kind = "" if deliverable == "any" else deliverable
    row = next((row for row in page.recipes if row.deliverable == kind), None)
    if row is None:
        raise Missing(_("There is no such kind of deliverable."), code="deliverable_unknown")
    form = RecipeForm(request.POST or None, shares=row.shares if row.is_written else {}, skills=page.skills)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_recipe(kind, shares=form.shares(), by=request.user, at=timezone.now())
            return redirect("blueprint:capacity")
        except Refused as no:
            tell(form, no)
    status = 422 if form.is_bound and form.errors else 200
    names = dict(backlog.deliverables())
    context = {"form": form, "row": row, "name": names.get(kind, "")}
    return render(request, "blueprint/recipe.html", context, status=status)
