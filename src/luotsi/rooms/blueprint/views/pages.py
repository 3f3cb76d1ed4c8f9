"""What everybody opens: the published Blueprint, its versions, and the draft for the team."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.permissions import may, needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.htmx import show as show_page
from luotsi.rooms.blueprint import queries, saying
from luotsi.rooms.blueprint.forms.plans import TIMES
from luotsi.rooms.blueprint.models import Blueprint, Version
from luotsi.rooms.blueprint.queries.calendar import Overlay, calendar_of
from luotsi.rooms.blueprint.queries.decisions import decisions_of
from luotsi.rooms.blueprint.queries.moves import can_be_put_back
from luotsi.rooms.blueprint.queries.news import news_since
from luotsi.rooms.blueprint.queries.versions import items_of_reader, stale_items, version_before
from luotsi.rooms.blueprint.rules import changes_between
from luotsi.rooms.blueprint.telling import told_moves, told_news

LEFT_SHOWN = 40  # rows of the left-out list before "show all"


@needs("blueprint.see")
@require_safe
def current(request: SignedInRequest) -> HttpResponse:
    """The published Blueprint of these months; the first steps where there is none."""
    version = queries.current_version(timezone.localdate())
    if version is not None:
        return _show_version(request, version)
    context: dict[str, Any] = {}
    if may(request.user, "blueprint.write"):
        newest = queries.blueprints_for(request.user).newest().first()
        if newest is not None:
            return redirect("blueprint:draft", newest.pk)
        context = {"has_capacity": queries.has_capacity()}
    return render(request, "blueprint/empty.html", context)


@needs("blueprint.see")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """The newest version of one quarter; its draft while nothing is published."""
    blueprint = queries.blueprint_for(request.user, pk)
    version = queries.newest_version(blueprint)
    return _show_version(request, version) if version is not None else redirect("blueprint:draft", pk)


@needs("blueprint.see", guest=True)
@require_safe
def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    return _show_version(request, asked_version(request, pk, number))


def asked_version(request: SignedInRequest, pk: int, number: int) -> Version:
    """For people with the permission, and for whoever came by the guest link (the decorator has checked it)."""
    if may(request.user, "blueprint.see"):
        return queries.version_for(request.user, pk, number)
    return queries.version_by_guest_link(pk, number)


def _show_version(request: SignedInRequest, version: Version) -> HttpResponse:
    document = version.document
    before = version_before(version)
    overlay = Overlay(mine=items_of_reader(request.user), stale=stale_items(document))
    context = {
        "version": version,
        "blueprint": version.blueprint,
        "document": document,
        "sentence": saying.sentence(document),
        "calendar": calendar_of(document, by=request.GET.get("by", ""), on=timezone.localdate(), overlay=overlay),
        "changes": said_changes(before.document if before else None, document),
        "before": before,
        "left_most": None if "all" in request.GET else LEFT_SHOWN,
        "versions": version.blueprint.versions.defer("document").select_related("by"),
        "may_see_items": may(request.user, "backlog.see"),
    }
    return show_page(request, "blueprint/version.html", context)


@needs("blueprint.see")
@require_safe
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """The team's draft of one quarter. Others do not learn that there is one."""
    return show_draft(request, queries.draft_for(request.user, pk))


def show_draft(request: SignedInRequest, blueprint: Blueprint, fragment: str = "blueprint/_draft.html") -> HttpResponse:
    """The draft's page, or its board alone after something was moved."""
    today = timezone.localdate()
    rows = queries.draft_of(blueprint)
    document, decided = queries.document_of(rows), decisions_of(blueprint)
    published = queries.newest_version(blueprint)
    moves = told_moves(rows.plan, document) if rows.plan and can_be_put_back(rows.plan, blueprint) else None
    moved = moves.ids if moves is not None and moves.is_near else frozenset()
    overlay = Overlay(pins=decided.pins, stale=queries.stale_in(rows), moved=moved)
    context = {
        "blueprint": blueprint,
        "plan": rows.plan,
        "running": rows.running,
        "document": document,
        "sentence": saying.sentence(document),
        "calendar": calendar_of(document, by=request.GET.get("by", ""), on=today, overlay=overlay),
        "is_old": rows.plan is not None and _is_old(rows.plan, blueprint),
        "news": told_news(news_since(rows.plan, rows, today)) if rows.plan else "",
        "moves": moves,
        "published": published,
        "changes": said_changes(published.document, document) if published else [],
        "times": TIMES,
        "left_most": None if "all" in request.GET else LEFT_SHOWN,
        "may_see_items": True,
        "is_draft": True,
    }
    return show_page(request, "blueprint/draft.html", context, fragment=fragment)


def _is_old(plan: Any, blueprint: Blueprint) -> bool:
    return bool(plan.has_changed_meanwhile or blueprint.facts_changed_at > plan.asked_at)


def said_changes(before: dict[str, Any] | None, after: dict[str, Any]) -> list[tuple[str, str]]:
    if before is None:
        return []
    words = saying.Words.of({**after, "left_out": [*after["left_out"], *before["items"]]})
    return [(change.title, words.change(change)) for change in changes_between(before, after)]


@needs("blueprint.see")
@require_safe
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every version of a quarter, and what the team did to its draft."""
    blueprint = queries.blueprint_for(request.user, pk)
    context = {
        "blueprint": blueprint,
        "versions": blueprint.versions.defer("document").select_related("by"),
        "history": history_of(blueprint)[:100] if may(request.user, "activity.see") else None,
    }
    return render(request, "blueprint/history.html", context)


@needs("blueprint.see")
@require_safe
def quarters(request: SignedInRequest) -> HttpResponse:
    """All quarters this reader may see."""
    versions = Prefetch("versions", Version.objects.defer("document"))
    found = queries.blueprints_for(request.user).newest().prefetch_related(versions)
    return render(request, "blueprint/quarters.html", {"quarters": found})
