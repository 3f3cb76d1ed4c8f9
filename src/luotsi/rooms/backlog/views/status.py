"""The asker's side: the status page of one request (by account or by guest link), its verbs, and "My requests"."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from luotsi.kernel.accounts.guests import grant_for
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.forms.requests import AnswerForm, ConfirmForm
from luotsi.rooms.backlog.words import CONFIRMED, TOLD

THANKS = {
    "yes": gettext_lazy("Good to know. It keeps its place."),
    "no": gettext_lazy("Thank you: it is taken out, and something else moves up."),
    "later": gettext_lazy("Noted. It keeps its place for now."),
}


@needs("requests.see", guest=True)
@require_GET
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Place, likely dates and why; what was asked back; a no with its reason."""
    return _show(request, _asked(request, pk), AnswerForm())


@needs("requests.see", guest=True)
@require_POST
def answer(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    asked = _asked(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            found = queries.question_of(asked, question)
            actions.answer_question(found, answer=form.cleaned_data["answer"], by=_user(request), at=timezone.now())
            messages.success(request, _("Thank you. The team has your answer."))
            return redirect("backlog:status", pk)
        except Refused as refused:
            tell(form, refused)
    return _show(request, asked, form, at_question=question, code=422)


@needs("requests.see", guest=True)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Still needed? Yes, no, later: one click."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Answer yes, no or later."), code="confirm_what", field="answer")
    said = form.cleaned_data["answer"]
    actions.confirm_needed(_asked(request, pk), answer=said, by=_user(request), at=timezone.now())
    messages.success(request, THANKS[said])
    if request.POST.get("next") == reverse("backlog:mine"):
        return redirect("backlog:mine")
    return redirect("backlog:status", pk)


@needs("requests.see", guest=True)
@require_POST
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not the same work after all: back into the inbox."""
    actions.part_request(_asked(request, pk), by=_user(request), at=timezone.now())
    messages.success(request, _("It stands on its own again; the team will look at it."))
    return redirect("backlog:status", pk)


@needs("requests.see", guest=True)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actions.withdraw_request(_asked(request, pk), by=_user(request), at=timezone.now())
    messages.success(request, THANKS["no"])
    return redirect("backlog:status", pk)


@needs("requests.see")
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """Everything the reader has asked for."""
    rows = queries.my_rows(request.user)
    context = {"rows": rows, "has_question": any(row.has_question for row in rows)}
    return render(request, "backlog/mine.html", context)


def _asked(request: HttpRequest, pk: int) -> queries.Request:
    """One's own by account, else the one that the guest link at hand opens. Raises Missing."""
    try:
        return queries.request_for(request.user, pk)  # type: ignore[arg-type] # a guest sees none
    except Missing:
        if grant_for(request) is None:
            raise
        return queries.request_by_guest_link(pk)


def _show(
    request: HttpRequest, asked: queries.Request, form: AnswerForm, *, at_question: int = 0, code: int = 200
) -> HttpResponse:
    status = queries.status_of(asked)
    context = {"status": status, "told": _told(status), "request_": asked, "form": form, "at_question": at_question}
    return render(request, "backlog/status.html", context, status=code)


def _told(status: queries.Status) -> list[tuple[date | datetime, Any]]:
    """The request's history in the asker's words, newest first; what its item went through included."""
    told: list[tuple[date | datetime, Any]] = [(status.request.received_at, _("Asked"))]
    for entry in reversed(status.history):
        said = CONFIRMED.get(entry.details.get("answer", "")) or TOLD.get(entry.verb)
        if said:
            told.append((entry.at, said))
    item = status.standing.item if status.standing else None
    for day, words in ((item.started_on, _("Work began")), (item.finished_on, _("Done"))) if item else ():
        if day is not None:
            told.append((day, words))
    return told[::-1]


def _user(request: HttpRequest) -> queries.User | None:
    return request.user if request.user.is_authenticated else None
