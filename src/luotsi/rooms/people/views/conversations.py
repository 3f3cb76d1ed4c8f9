"""A conversation planned, prepared, noted on a telephone and followed up; and the private calendar of one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs, public
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.sayings import say, tell
from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.actions.calendars import SALT
from luotsi.rooms.people.codes import Stage
from luotsi.rooms.people.forms.conversations import EaseForm, LeaveForm, NoteForm, PlanForm
from luotsi.rooms.people.ical import as_calendar_file
from luotsi.rooms.people.models import Conversation
from luotsi.rooms.people.views.frame import require_form, tabs_for

SHOWN = 100


@needs("people.talk")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    """One's own: what is planned first, then what was held."""
    mine = queries.own_conversations(request.user)
    feed = queries.feed_of(request.user)
    context = {
        "tabs": tabs_for(request, "conversations"),
        "planned": list(mine.planned().order_by("planned_on", "planned_at", "pk")[:SHOWN]),
        "held": list(mine.held().order_by("-held_at")[:SHOWN]),
        "feed": _feed_address(request, actions.token_of(feed)) if feed else "",
        "today": timezone.localdate(),
    }
    return render(request, "people/conversations.html", context)


@needs("people.talk")
@require_form
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    form = PlanForm(request.POST or None, asker=request.user, initial=_first_plan(request))
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.plan_conversation(
                stakeholder=stakeholder, plan=form.plan(), held_by=form.cleaned_data["held_by"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            if planned.held_by_id == request.user.pk or request.user.may("people.see_thoughts"):
                return redirect("people:conversation", planned.pk)
            return redirect("people:stakeholder", pk)
    return _form_page(request, form, stakeholder=stakeholder)


def _first_plan(request: SignedInRequest) -> dict[str, Any]:
    asked = request.GET.get("stage", "")
    return {
        "held_by": request.user.pk,
        "on": timezone.localdate() + timedelta(days=3),
        "stage": asked if asked in Stage.values else Stage.BEFORE_CASE,
    }


@needs("people.talk")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    conversation = queries.conversation_for(request.user, pk)
    form = PlanForm(request.POST or None, asker=request.user, initial=PlanForm.values_of(conversation))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_plan(
                conversation=conversation, plan=form.plan(), held_by=form.cleaned_data["held_by"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            return redirect("people:conversation", pk)
    actions.record_reading(who=request.user, about=conversation.stakeholder, what="conversation", at=timezone.now())
    return _form_page(request, form, stakeholder=conversation.stakeholder, conversation=conversation)


def _form_page(request: SignedInRequest, form: PlanForm, **context: Any) -> HttpResponse:
    return render(request, "people/plan.html", {"form": form, **context}, status=422 if form.is_bound else 200)


@needs("people.talk")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """The guide before, what came of it after."""
    return _show(request, queries.conversation_for(request.user, pk))


def _show(request: SignedInRequest, conversation: Conversation, **more: Any) -> HttpResponse:
    now = timezone.now()
    actions.record_reading(who=request.user, about=conversation.stakeholder, what="conversation", at=now)
    context = {
        "conversation": conversation,
        "stakeholder": conversation.stakeholder,
        "objections": [(one, EaseForm(auto_id=f"objection-{one.pk}-%s")) for one in conversation.objections.all()],
        "quotes": [_asking(one) for one in conversation.quotes.all()],
        "needs": list(conversation.needs.all()),
        "endorsements": list(conversation.endorsements.all()),
        "today": timezone.localdate(),
    }
    return render(request, "people/conversation.html", context | more, status=422 if more else 200)


def _asking(quote: Any) -> tuple[Any, LeaveForm]:
    return quote, LeaveForm(initial={"leave": quote.leave}, auto_id=f"quote-{quote.pk}-%s")


@needs("people.talk")
@require_form
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """One page, for a telephone: what came of it. A draft is kept on the way, with and without a script."""
    conversation = queries.conversation_for(request.user, pk)
    if not conversation.is_planned:
        return redirect("people:conversation", pk)
    form = NoteForm(request.POST or None, initial=conversation.draft)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_conversation(conversation=conversation, **form.noted(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("Noted. Thank you."))
            return redirect("people:conversation", pk)
    actions.record_reading(who=request.user, about=conversation.stakeholder, what="conversation", at=timezone.now())
    context = {"form": form, "conversation": conversation, "stakeholder": conversation.stakeholder}
    return render(request, "people/note.html", context, status=422 if form.is_bound else 200)


@needs("people.talk")
@require_POST
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is typed so far; a script calls this by itself, a button does without one."""
    conversation = queries.conversation_for(request.user, pk)
    kept = NoteForm.worth_keeping(request.POST)
    try:
        actions.keep_draft(conversation=conversation, draft=kept)
    except Refused as error:
        if request.headers.get("X-Autosave"):
            return HttpResponse(say(error), status=409, content_type="text/plain; charset=utf-8")
        messages.warning(request, say(error))
        return redirect("people:conversation", pk)
    if request.headers.get("X-Autosave"):
        return HttpResponse(_("Kept"), content_type="text/plain; charset=utf-8")
    messages.success(request, _("Kept. Go on whenever you like."))
    return redirect("people:conversations")


@needs("people.talk")
@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    conversation = queries.conversation_for(request.user, pk)
    actions.cancel_conversation(conversation=conversation, by=request.user, at=timezone.now())
    return redirect("people:conversation", pk)


@needs("people.talk")
@require_POST
def ease(request: SignedInRequest, pk: int) -> HttpResponse:
    objection = queries.objection_for(request.user, pk)
    try:
        actions.ease_objection(
            objection=objection, how=request.POST.get("eased_how", ""), by=request.user, at=timezone.now()
        )
    except Refused as error:
        messages.warning(request, say(error))
    return redirect("people:conversation", objection.conversation_id)


@needs("people.talk")
@require_POST
def give_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    quote = queries.quote_for(request.user, pk)
    form = LeaveForm(request.POST)
    if form.is_valid():
        actions.give_leave(quote=quote, leave=form.cleaned_data["leave"], by=request.user, at=timezone.now())
    return redirect("people:conversation", quote.conversation_id)


@needs("people.talk")
@require_POST
def meet_need(request: SignedInRequest, pk: int) -> HttpResponse:
    need = queries.need_for(request.user, pk)
    actions.meet_need(need=need, by=request.user, at=timezone.now())
    return redirect("people:stakeholder", need.stakeholder_id)


@needs("people.talk")
@require_safe
def ics(request: SignedInRequest, pk: int) -> HttpResponse:
    """One conversation for a calendar: name, day and address, nothing of what it is about."""
    conversation = queries.conversation_for(request.user, pk)
    response = _calendar(request, [conversation])
    response["Content-Disposition"] = f'attachment; filename="conversation-{pk}.ics"'
    return response


@needs("people.talk")
@require_POST
def open_feed(request: SignedInRequest) -> HttpResponse:
    actions.open_feed(user=request.user, at=timezone.now())
    return redirect("people:conversations")


@needs("people.talk")
@require_POST
def close_feed(request: SignedInRequest) -> HttpResponse:
    actions.close_feed(user=request.user, at=timezone.now())
    messages.success(request, _("The address has ended."))
    return redirect("people:conversations")


@public
@require_safe
def feed(request: SignedInRequest, token: str) -> HttpResponse:
    """For calendars, which do not sign in: one's own planned conversations, names only."""
    try:
        user_id, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Missing("This calendar address has ended.", code="people.feed_unknown") from None
    owner = queries.feed_by(user_id, nonce).user
    response = _calendar(request, queries.in_calendar(owner, timezone.localdate()))
    response["Cache-Control"] = "private, max-age=900"
    return response


def _calendar(request: SignedInRequest, conversations: Any) -> HttpResponse:
    base = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(as_calendar_file(conversations, base), content_type="text/calendar; charset=utf-8")


def _feed_address(request: SignedInRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("people:feed", args=[token]))
