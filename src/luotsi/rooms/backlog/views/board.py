"""The backlog page: the single list, moved by hand, filtered, searched, saved as views, changed in bulk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.permissions import may, needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.htmx import show
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.forms.items import BulkForm, MoveForm, SavedViewForm
from luotsi.rooms.backlog.queries.board import Filters, board, filter_choices, is_id, saved_views_for
from luotsi.rooms.backlog.queries.scoring import half_life_weeks

ROWS = "backlog/_rows.html"


@needs("backlog.see")
def list_(request: SignedInRequest) -> HttpResponse:
    """Fifty rows of the one order."""
    return _show_board(request, request.GET)


def _show_board(request: SignedInRequest, query: QueryDict, fragment: str = "backlog/_listing.html") -> HttpResponse:
    today = timezone.localdate()
    filters = Filters.read(query)
    asked = query.get("page", "1")
    page = min(max(int(asked), 1), 1_000_000) if is_id(asked) else 1
    context: dict[str, Any] = {
        "board": board(filters, page=page, on=today),
        "may_write": may(request.user, "backlog.write"),
        "query": filters.as_query(),
        "here": urlencode({**filters.as_dict(), "page": page}),
    }
    if fragment != ROWS:
        context |= {
            "choices": filter_choices(today),
            "views": saved_views_for(request.user),
            "forecast": context["board"].forecast,
        }
    return show(request, "backlog/list.html", context, fragment=fragment)


@needs("backlog.write")
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put an item somewhere else: asked for on a page of its own, or dragged and answered with the list."""
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = _move(request, queries.item_named(request.user, pk), form.cleaned_data)
        if request.htmx:  # type: ignore[attr-defined]
            return _show_board(request, request.GET, fragment=ROWS)
        _say_where(request, moved)
        return redirect(f"{reverse('backlog:list')}?page={(moved.place - 1) // 50 + 1}#item-{pk}")
    item = queries.item_for(request.user, pk)
    if not item.is_open:
        raise Refused("This item is done or dropped: take it up again before moving it.", code="item_not_ranked")
    context = {"item": item, "form": form, "place": queries.place_of(item), "advised": queries.advised_place(item)}
    return show(request, "backlog/move.html", context, fragment="backlog/_move.html", status=_status(form))


def _move(request: SignedInRequest, item: queries.WorkItem, given: dict[str, Any]) -> actions.Moved:
    if given["before"] is not None:
        where: dict[str, Any] = {"above": queries.item_named(request.user, given["before"])}
    elif given["after"] is not None:
        where = {"below": queries.item_named(request.user, given["after"])}
    else:
        where = {"place": given["place"]}
    return actions.move_item(item, **where, reason=given["reason"], by=request.user, at=timezone.now())


def _say_where(request: SignedInRequest, moved: actions.Moved) -> None:
    if moved.departs:
        messages.info(
            request,
            _("“%(title)s” now stands at place %(place)d; the score advises %(advised)d. Say why on its page.")
            % {"title": moved.item.title, "place": moved.place, "advised": moved.advised},
        )
    else:
        messages.success(
            request,
            _("“%(title)s” now stands at place %(place)d.") % {"title": moved.item.title, "place": moved.place},
        )


@needs("backlog.write")
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse:
    """One change for the ticked items."""
    form = BulkForm(request.POST, on=timezone.localdate())
    if not form.is_valid():
        raise Refused(_("Tick the items and choose what to change."), code="bulk_nothing")
    items = list(queries.items_for(request.user, form.cleaned_data["items"]))
    count = actions.change_many(items, changes=form.changes(), by=request.user, at=timezone.now())
    messages.success(request, ngettext("%d item changed.", "%d items changed.", count) % count)
    return redirect(_list_with(request.POST.get("query", "")))


@needs("backlog.see")
@require_POST
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep the filters at hand under a name."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Give the view a name of at most 80 characters."), code="view_name", field="name")
    shared = form.cleaned_data["is_shared"] and may(request.user, "backlog.write")
    query = Filters.read(QueryDict(form.cleaned_data["query"])).as_query()
    actions.save_view(name=form.cleaned_data["name"], query=query, is_shared=shared, by=request.user, at=timezone.now())
    return redirect(_list_with(query))


@needs("backlog.see")
@require_POST
def forget_view(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.forget_view(queries.saved_view_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("backlog:list")


@needs("backlog.see")
def score(request: SignedInRequest) -> HttpResponse:
    """The formula of the score, and the parts of it that can be changed."""
    return show(request, "backlog/score.html", {"half_life": half_life_weeks()})


@needs("capacity.write")
@require_POST
def set_half_life(request: SignedInRequest) -> HttpResponse:
    weeks = request.POST.get("weeks", "")
    actions.set_half_life(weeks=int(weeks) if is_id(weeks) else 0, by=request.user, at=timezone.now())
    messages.success(request, _("Kept. All scores are made anew."))
    return redirect("backlog:score")


def _list_with(query: str) -> str:
    filters = Filters.read(QueryDict(query)).as_query()
    return f"{reverse('backlog:list')}?{filters}" if filters else reverse("backlog:list")


def _status(form: MoveForm) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200
