"""The team's side: the inbox, one request with its history, and the verbs of triage; each verb's form is a page too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Conflict, Refused
from luotsi.kernel.htmx import show
from luotsi.kernel.sayings import tell
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.forms.requests import (
    AcceptForm,
    AcceptIntoForm,
    AskBackForm,
    BulkJoinForm,
    CommentForm,
    DeclineForm,
    JoinForm,
)
from luotsi.rooms.backlog.queries import triage


@needs("requests.triage")
@require_GET
def inbox(request: SignedInRequest) -> HttpResponse:
    """Untriaged requests, oldest first; below them what was declined and is due again."""
    return _show_inbox(request, request.GET)


def _show_inbox(request: SignedInRequest, query: QueryDict) -> HttpResponse:
    page = query.get("page", "1")
    number = max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1
    found = triage.inbox_page(number, on=timezone.localdate())
    context = {"inbox": found, "panel": found.rows[0] if found.rows else None}
    return show(request, "backlog/inbox.html", context, fragment="backlog/_inbox.html")


@needs("requests.triage")
@require_GET
def request_page(request: SignedInRequest, pk: int) -> HttpResponse:
    found = queries.request_for(request.user, pk)
    page = triage.request_page(found)
    context = {"page": page, "asked": found, "likes": page.likes, "comment_form": CommentForm()}
    return show(request, "backlog/request.html", context, fragment="backlog/_panel.html")


@needs("requests.triage")
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Into a new item, or into one that is there."""
    asked, today = queries.request_for(request.user, pk), timezone.localdate()
    outcomes = triage.outcome_choices(today)
    form = AcceptForm(request.POST or None, outcomes=outcomes, initial=triage.first_guess(asked, on=today))
    if request.method == "POST":
        done = _accept_into(request, asked, form) if "into" in request.POST else _accept_new(request, asked, form)
        if done is not None:
            return done
    words = request.GET.get("q", "")
    items = triage.items_named(words) if words else triage.items_of_likes(asked)
    return _show_verb(request, "accept", asked, form, items=items, words=words)


def _accept_new(request: SignedInRequest, asked: queries.Request, form: AcceptForm) -> HttpResponse | None:
    def verb(given: dict[str, Any]) -> str:
        now = timezone.now()
        actions.accept_request(asked, fields=form.as_fields(), version=given["version"], by=request.user, at=now)
        return _("Accepted. The asker is told the place.")

    return _done(request, form, verb)


def _accept_into(request: SignedInRequest, asked: queries.Request, form: AcceptForm) -> HttpResponse | None:
    """The item's number comes from the button pressed; the fields of a new item do not matter then."""
    given = AcceptIntoForm(request.POST)

    def verb(into: dict[str, Any]) -> str:
        item = queries.item_for(request.user, into["into"])
        actions.accept_request(asked, into=item, version=into["version"], by=request.user, at=timezone.now())
        return _("Accepted into “%s”. The asker is told the place.") % item.title

    done = _done(request, given, verb)
    form.full_clean()
    form.errors.clear()
    for field in given.errors:
        form.add_error(None, given.errors[field])
    return done


@needs("requests.triage")
def ask_back(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = queries.request_for(request.user, pk)
    form = AskBackForm(request.POST or None, initial={"version": asked.version})

    def verb(given: dict[str, Any]) -> str:
        actions.ask_back(asked, **given, by=request.user, at=timezone.now())
        return _("Asked. It comes back to the inbox with the answer.")

    return _done(request, form, verb) or _show_verb(request, "ask_back", asked, form)


@needs("requests.triage")
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = queries.request_for(request.user, pk)
    top = list(triage.top_items())
    initial = {"version": asked.version, "goes_first": top[0].pk if top else None}
    items = queries.items_for(request.user, [item.pk for item in top]).order_by("rank")
    form = DeclineForm(request.POST or None, top=items, on=timezone.localdate(), initial=initial)

    def verb(given: dict[str, Any]) -> str:
        actions.decline_request(asked, **given, by=request.user, at=timezone.now())
        return _("Declined. The asker reads the reason.")

    return _done(request, form, verb) or _show_verb(request, "decline", asked, form)


@needs("requests.triage")
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let it go on with another request; recurring and sibling work only where a person says it is the same."""
    asked = queries.request_for(request.user, pk)
    form = JoinForm(request.POST or None, initial={"version": asked.version})

    def verb(given: dict[str, Any]) -> str:
        into = queries.request_for(request.user, given.pop("into"))
        actions.join_request(asked, into, **given, by=request.user, at=timezone.now())
        return _("Joined. Its asker follows the other request now.")

    likes = queries.like_requests([asked]).get(asked.pk, [])
    return _done(request, form, verb) or _show_verb(request, "join", asked, form, likes=likes)


@needs("requests.triage")
@require_POST
def join_bulk(request: SignedInRequest) -> HttpResponse:
    """A whole group of duplicates at once."""
    form = BulkJoinForm(request.POST, visible=queries.requests_for(request.user))
    if not form.is_valid():
        raise Refused(_("Tick the requests that are the same."), code="join_nothing", field="requests")
    into = form.cleaned_data["into"]
    others = [other for other in form.cleaned_data["requests"] if other.pk != into.pk]
    count = actions.join_many(others, into, by=request.user, at=timezone.now())
    messages.success(request, ngettext("%d request joined.", "%d requests joined.", count) % count)
    return _after(request)


@needs("requests.triage")
@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = queries.request_for(request.user, pk)
    actions.comment_on_request(asked, text=request.POST.get("text", ""), by=request.user, at=timezone.now())
    return redirect("backlog:request", pk)


@needs("requests.triage")
@require_POST
def review(request: SignedInRequest) -> HttpResponse:
    """Relevance review: ask the askers of old requests whether they still need them."""
    count = actions.ask_whether_needed(triage.review_candidates()[:1000], by=request.user, at=timezone.now())
    messages.success(request, ngettext("%d asker is asked by mail.", "%d askers are asked by mail.", count) % count)
    return _after(request)


def _done(request: SignedInRequest, form: Form, verb: Callable[[dict[str, Any]], str]) -> HttpResponse | None:
    """Do what a valid form says; None where the form has to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        said = verb(dict(form.cleaned_data))
    except (Refused, Conflict) as error:
        tell(form, error)
        return None
    messages.success(request, said)
    return _after(request)


def _after(request: SignedInRequest) -> HttpResponse:
    """Back to the inbox: the list itself where htmx asked from there."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("backlog:inbox")
    here = urlsplit(request.htmx.current_url_abs_path or "")  # type: ignore[attr-defined]
    if here.path != reverse("backlog:inbox"):
        return HttpResponseClientRedirect(reverse("backlog:inbox"))
    answer = _show_inbox(request, QueryDict(here.query))
    return retarget(reswap(answer, "outerHTML"), "#inbox")


def _show_verb(request: SignedInRequest, verb: str, asked: queries.Request, form: Form, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context = {"asked": asked, "form": form, "verb": verb, **more}
    return show(request, f"backlog/{verb}.html", context, fragment=f"backlog/_{verb}.html", status=status)
