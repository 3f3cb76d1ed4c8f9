"""News: the list with its filters, one with its reasons, and a person's word on its hook in two clicks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import BadInput, Refused
from luotsi.kernel.htmx import show as show_part
from luotsi.kernel.sayings import tell
from luotsi.kernel.tables import read_table
from luotsi.kernel.tables.cells import all_or_good
from luotsi.rooms.newsroom import actions, queries
from luotsi.rooms.newsroom.exchange import LIMITS, import_news
from luotsi.rooms.newsroom.forms import FileForm, ItemForm
from luotsi.rooms.newsroom.queries import Wanted
from luotsi.rooms.newsroom.saying import chances_of, reasons_of

require_form = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 50
SHOWN_FAULTS = 12


@needs("newsroom.see")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    wanted = Wanted.from_query(request.GET)
    pages = Paginator(queries.wanted_items(request.user, wanted), A_PAGE)
    context = {
        "wanted": wanted,
        "page": pages.get_page(request.GET.get("page")),
        "companies": list(queries.companies_for(request.user)),
        "quarters": queries.quarters_there(),
        "here": request.get_full_path(),
    }
    return render(request, "newsroom/items.html", context)


@needs("newsroom.see")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it is, why it was read so, who said otherwise."""
    item = queries.item_for(request.user, pk)
    context = {
        "item": item,
        "chances": chances_of(item),
        "reasons": reasons_of(item),
        "corrections": queries.corrections_of(item),
        "tellings": queries.tellings_of(item),
        "history": history_of(item)[:30],
    }
    return render(request, "newsroom/item.html", context)


@needs("newsroom.write")
@require_POST
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """From the list the row comes back as it is now; from anywhere else the page one came from."""
    item = queries.item_for(request.user, pk)
    item = actions.correct_item(item=item, hook=request.POST.get("hook", ""), by=request.user, at=timezone.now())
    if getattr(request, "htmx", None):
        # the row is made anew: whoever works by keyboard goes on from it
        context = {
            "item": queries.item_for(request.user, pk),
            "here": request.POST.get("next", ""),
            "was_corrected": True,
        }
        return show_part(request, "newsroom/_row.html", context)
    return redirect(_back(request, f"/newsroom/items/{item.pk}/"))


@needs("newsroom.write")
@require_POST
def about(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set aside as somebody else's publication, or counted again."""
    item = queries.item_for(request.user, pk)
    actions.set_about(item=item, is_about=not item.is_about, by=request.user, at=timezone.now())
    return redirect("newsroom:item", pk)


@needs("newsroom.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    form = ItemForm(request.POST or None, initial={"published_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            item = actions.add_item(told=form.told(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("newsroom:item", item.pk)
    return render(request, "newsroom/item_form.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("newsroom.write")
@require_form
def from_file(request: SignedInRequest) -> HttpResponse:
    """A table of news; its faults are named by line and column."""
    form = FileForm(request.POST or None, request.FILES or None)
    faults: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _brought_in(request, form)
        except BadInput as error:
            faults = error.faults
    context = {"form": form, "faults": faults[:SHOWN_FAULTS], "more_faults": max(0, len(faults) - SHOWN_FAULTS)}
    return render(request, "newsroom/file.html", context, status=422 if form.is_bound else 200)


def _brought_in(request: SignedInRequest, form: FileForm) -> HttpResponse:
    given, good_rows_only = form.cleaned_data["file"], form.cleaned_data["good_rows_only"]
    sheet = read_table(given.read(), name=given.name, limits=LIMITS, keep_good=good_rows_only)
    count, left_out = all_or_good(
        sheet, lambda good: import_news(good, by=request.user, at=timezone.now()), good_rows_only=good_rows_only
    )
    messages.success(request, ngettext("%d piece of news came in.", "%d pieces of news came in.", count) % count)
    lines = {fault.line for fault in (*sheet.faults, *left_out)}
    if lines:
        text = ngettext("%d row was left out.", "%d rows were left out.", len(lines)) % len(lines)
        messages.warning(request, text)
    return redirect("newsroom:items")


def _back(request: SignedInRequest, otherwise: str) -> str:
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if asked.startswith("/") and is_ours else otherwise
