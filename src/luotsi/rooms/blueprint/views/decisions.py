"""What people decide about one item of a draft: its place, whether it stays out, closed weeks, ways of doing it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.htmx import show as show_page
from luotsi.kernel.sayings import tell
from luotsi.rooms.backlog.queries import WorkItem
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint import actions, queries, saying
from luotsi.rooms.blueprint.forms.places import PlaceForm, WayForm, WeeksForm
from luotsi.rooms.blueprint.models import Blueprint, LeftOut
from luotsi.rooms.blueprint.queries.decisions import decisions_of
from luotsi.rooms.blueprint.queries.prices import can_be_priced, price_of
from luotsi.rooms.blueprint.views.pages import show_draft


def _draft_and_item(request: SignedInRequest, pk: int, item: int) -> tuple[Blueprint, WorkItem]:
    blueprint, found = queries.draft_for(request.user, pk), backlog.plannable(item)
    if found is None:
        raise Missing(_("This work item is done, dropped or not there any more."), code="item_missing")
    return blueprint, found


@needs("blueprint.write")
@require_safe
def place(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """All that can be decided about one item, without dragging."""
    blueprint, found = _draft_and_item(request, pk, item)
    return _place_page(request, blueprint, found)


def _place_page(
    request: SignedInRequest, blueprint: Blueprint, item: WorkItem, status: int = 200, **forms: object
) -> HttpResponse:
    decided, ways = decisions_of(blueprint), queries.ways_of([item], blueprint)[item.pk]
    slot = blueprint.slots.filter(work_item=item).first()
    left = None if slot else blueprint.left_out.filter(work_item=item).first()
    pin = decided.pins.get(item.pk)
    initial = {"week": slot.start if slot else (pin.week if pin else None), "way": slot.way if slot else ""}
    context = {
        "blueprint": blueprint,
        "item": item,
        "slot": slot,
        "from_day": saying.day(blueprint.monday(slot.start)) if slot else "",
        "to_day": saying.day(blueprint.monday(slot.end) + timedelta(days=4)) if slot else "",
        "left": left,
        "reasons": _reasons(blueprint, left),
        "can_be_priced": left is not None and can_be_priced(left.because),
        "pin": pin,
        "is_excluded": item.pk in decided.excluded,
        "ways": [(way, saying.way_name(way.name)) for way in ways],
        "place_form": PlaceForm(blueprint=blueprint, ways=ways, initial=initial),
        "weeks_form": WeeksForm(blueprint=blueprint, initial={"weeks": decided.closed_weeks.get(item.pk, [])}),
        "way_form": WayForm(skills=list(blueprint.capacity)),
        **forms,
    }
    return render(request, "blueprint/place.html", context, status=status)


def _reasons(blueprint: Blueprint, left: LeftOut | None) -> list[str]:
    """Why it stays out; one query for the titles that the reasons name."""
    if left is None:
        return []
    named = {one for reason in left.because for one in (*reason.get("than", ()), *reason.get("ids", ()))}
    words = saying.Words(blueprint.starts_on, backlog.titles_of(named) if named else {}, {})
    return [words.reason(reason) for reason in left.because]


@needs("blueprint.write")
@require_POST
def move(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Pin an item, from the form or dragged (then the board is answered); the rest makes room at once."""
    blueprint, found = _draft_and_item(request, pk, item)
    ways = queries.ways_of([found], blueprint)[found.pk]
    form = PlaceForm(request.POST, blueprint=blueprint, ways=ways)
    if not form.is_valid():
        if request.htmx:  # type: ignore[attr-defined]
            raise Refused(_("The quarter has no such week."), code="week_unknown")
        return _place_page(request, blueprint, found, status=422, place_form=form)
    try:
        actions.move_item(
            blueprint, found, **form.decision(), by=request.user, at=timezone.now(), on=timezone.localdate()
        )
    except Refused as no:
        if request.htmx:  # type: ignore[attr-defined]
            raise
        tell(form, no)
        return _place_page(request, blueprint, found, status=422, place_form=form)
    return _done(request, blueprint, found, _("“%(title)s” is pinned; the rest makes room for it."))


@needs("blueprint.write")
@require_safe
def price(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """What it would cost to take in an item that is left out, and whom it would displace; about a second."""
    blueprint, found = _draft_and_item(request, pk, item)
    asked = price_of(blueprint, found.pk)
    context = {"blueprint": blueprint, "item": found, "price": asked, "said": saying.price(asked)}
    return show_page(request, "blueprint/price.html", context, fragment="blueprint/_price.html")


@needs("blueprint.write")
@require_POST
def unpin(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    blueprint, found = _draft_and_item(request, pk, item)
    actions.unpin_item(blueprint, found, by=request.user, at=timezone.now())
    return _done(request, blueprint, found, _("“%(title)s” is free again; the next plan decides its place."))


@needs("blueprint.write")
@require_POST
def exclude(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    blueprint, found = _draft_and_item(request, pk, item)
    actions.exclude_item(blueprint, found, by=request.user, at=timezone.now())
    return _done(request, blueprint, found, _("“%(title)s” stays out of this quarter."))


@needs("blueprint.write")
@require_POST
def readmit(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    blueprint, found = _draft_and_item(request, pk, item)
    actions.readmit_item(blueprint, found, by=request.user, at=timezone.now())
    return _done(request, blueprint, found, _("“%(title)s” is let in again; the next plan weighs it."))


@needs("blueprint.write")
@require_POST
def close_weeks(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    blueprint, found = _draft_and_item(request, pk, item)
    form = WeeksForm(request.POST, blueprint=blueprint)
    if not form.is_valid():
        return _place_page(request, blueprint, found, status=422, weeks_form=form)
    actions.forbid_weeks(blueprint, found, weeks=form.cleaned_data["weeks"], by=request.user, at=timezone.now())
    return _done(request, blueprint, found, _("Kept. The next plan leaves these weeks free of “%(title)s”."))


@needs("blueprint.write")
@require_POST
def add_way(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    blueprint, found = _draft_and_item(request, pk, item)
    form = WayForm(request.POST, skills=list(blueprint.capacity))
    if form.is_valid():
        try:
            actions.add_way(found, **form.way(), by=request.user, at=timezone.now())
            return redirect("blueprint:place", pk, item)
        except Refused as no:
            tell(form, no)
    return _place_page(request, blueprint, found, status=422, way_form=form)


@needs("blueprint.write")
@require_POST
def remove_way(request: SignedInRequest, pk: int, way: int) -> HttpResponse:
    queries.draft_for(request.user, pk)
    found = queries.way_for(request.user, way)
    actions.remove_way(found, by=request.user, at=timezone.now())
    return redirect("blueprint:place", pk, found.work_item_id)


def _done(request: SignedInRequest, blueprint: Blueprint, item: WorkItem, text: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return show_draft(request, blueprint)
    messages.success(request, text % {"title": item.title})
    return redirect(f"{reverse('blueprint:draft', args=[blueprint.pk])}#item-{item.pk}")
