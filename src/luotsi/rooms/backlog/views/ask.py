"""Ask: one question first, like requests while one types, the outcome asked for once where a tactic was written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from luotsi.kernel.accounts.guests import address_of, hand_over
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Conflict, Refused
from luotsi.kernel.htmx import show
from luotsi.kernel.sayings import tell
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.forms.requests import LONGEST, AskForm
from luotsi.rooms.backlog.mail import status_link


@needs("requests.ask", guest=True)
def ask(request: HttpRequest) -> HttpResponse:
    """The form; a tactic is asked for its outcome before it is saved."""
    is_guest = not request.user.is_authenticated
    form = AskForm(request.POST or None, is_guest=is_guest)
    if request.method != "POST" or not form.is_valid() or "look" in request.POST:
        return _show_form(request, form)
    if _asks_for_outcome(form):
        return _show_form(request, form.second_step(), is_second_step=True)
    try:
        made = _submit(request, form)
    except (Refused, Conflict) as error:
        tell(form, error)
        return _show_form(request, form)
    if is_guest:
        hand_over(request, status_link(made))
    answer = redirect("backlog:status", made.pk)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer  # type: ignore[attr-defined]


@needs("requests.ask", guest=True)
def similar(request: HttpRequest) -> HttpResponse:
    """Like requests of what has been typed so far: titles and states, nobody's names."""
    wanted, tactic = request.GET.get("wanted", "")[:LONGEST], request.GET.get("tactic", "")[:LONGEST]
    context = {"likes": queries.like_text(wanted, body=tactic), "wanted": wanted, "tactic": tactic}
    return show(request, "backlog/similar.html", context, fragment="backlog/_similar.html")


@needs("requests.triage")
@require_POST
def open_link(request: SignedInRequest) -> HttpResponse:
    """A link to the form for people without an account."""
    link = actions.open_ask_link(by=request.user, at=timezone.now())
    return render(request, "backlog/ask_link.html", {"address": address_of(link)})


def _asks_for_outcome(form: AskForm) -> bool:
    """Once, politely: whoever goes on without, or joins a like request, is not asked again."""
    given = form.cleaned_data
    if given["asked_once"] or given["join"]:
        return False
    return not given["wanted"].strip() or queries.reads_as_tactic(given["wanted"], given["how_known"])


def _submit(request: HttpRequest, form: AskForm) -> queries.Request:
    now = timezone.now()
    user = request.user if request.user.is_authenticated else None
    name = user.name if user else form.cleaned_data["asker_name"]
    email = user.email if user else form.cleaned_data["asker_email"]
    return actions.submit_request(
        fields=form.as_fields(),
        asker=actions.Asker(name, email),
        by=user,
        at=now,
        language=get_language() or "",
        join_to=queries.joinable(
            form.cleaned_data["join"], form.cleaned_data["wanted"], body=form.cleaned_data["tactic"]
        ),
    )


def _show_form(request: HttpRequest, form: AskForm, *, is_second_step: bool = False) -> HttpResponse:
    wanted = str(form["wanted"].value() or "")
    context = {
        "form": form,
        "is_second_step": is_second_step or form["asked_once"].value() in ("True", "on", "1", True),
        "likes": queries.like_text(wanted, body=str(form["tactic"].value() or "")) if form.is_bound else [],
    }
    status = 422 if form.is_bound and form.errors else 200
    return show(request, "backlog/ask.html", context, fragment="backlog/_ask_form.html", status=status)
