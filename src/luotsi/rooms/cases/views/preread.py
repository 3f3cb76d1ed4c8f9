"""Pre-reads: the deck as it would be now, sending it, what was sent, and the page of whoever got it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.guests import address_of, grant_for
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.cases import actions, queries
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.forms.preread import SendForm
from luotsi.rooms.cases.models import Case, Recipient, Sending, SendingFile
from luotsi.rooms.cases.preread.keeping import KINDS, deck_kept, file_of
from luotsi.rooms.cases.preread.making import deck_of
from luotsi.rooms.cases.preread.page import shown_of
from luotsi.rooms.cases.queries import preread as prereads
from luotsi.rooms.cases.saying import said_of
from luotsi.rooms.cases.views.editing import require_form

TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}


@needs("cases.write")
@require_safe
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """The deck as it would go out today."""
    case = queries.case_for(request.user, pk)
    context = {
        "case": case, "slides": shown_of(deck_of(case, timezone.localdate())), "sendings": prereads.sendings_of(case),
        "may_be_sent": case.state in (State.ADJUSTED, State.PREREAD_SENT),
    }  # fmt: skip
    return render(request, "cases/preread/draft.html", context)


@needs("cases.write")
@require_safe
def draft_file(request: SignedInRequest, pk: int, suffix: str) -> HttpResponse:
    case = queries.case_for(request.user, pk)
    _check(suffix)
    on = timezone.localdate()
    return _file(KINDS[SendingFile.Kind(suffix)](deck_of(case, on)), f"pre-read-{case.pk}-draft-{on}", suffix)


@needs("cases.write")
@require_form
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """To whom, and what is missing before; the lead may go on with a reason."""
    case = queries.case_for(request.user, pk)
    on = timezone.localdate()
    missing = queries.missing_for_step(case, State.PREREAD_SENT, on) if case.state == State.ADJUSTED else []
    may_go_on = not missing or request.user.may("cases.decide")
    part = prereads.part_in(request.user, case)
    form = SendForm(
        request.POST or None, part_in_it=part, needs_reason=bool(missing) and may_go_on, initial={"to": sorted(part)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            sending = _send(request, case, form.cleaned_data)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("It is on its way. The copy stays as it is now."))
            return redirect("cases:sending", sending.pk)
    known = queries.known_to(request.user, missing)
    context = {
        "case": case, "form": form, "missing": said_of(case, known), "hidden": len(missing) - len(known),
        "may_go_on": may_go_on, "days": (case.presents_on - on).days if case.presents_on else None,
    }  # fmt: skip
    return render(request, "cases/preread/send.html", context, status=422 if form.is_bound else 200)


def _send(request: SignedInRequest, case: Case, given: dict[str, Any]) -> Sending:
    return actions.send_preread(
        case=case, to=list(given["to"]), words=given["words"], reason=given.get("reason", ""), by=request.user,
        at=timezone.now(),
    )  # fmt: skip


@needs("cases.write")
@require_safe
def sending(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was sent, to whom, and who opened it; the links, for whoever has no address."""
    sent = prereads.sending_for(request.user, pk)
    now = timezone.now()
    recipients = [(one, _link_of(one, now)) for one in prereads.recipients_of(sent)]
    context = {"sending": sent, "case": sent.case, "recipients": recipients, "slides": shown_of(deck_kept(sent))}
    return render(request, "cases/preread/sending.html", context)


@needs("cases.write")
@require_safe
def sending_file(request: SignedInRequest, pk: int, suffix: str) -> HttpResponse:
    sent = prereads.sending_for(request.user, pk)
    return _kept_file(sent, suffix)


@needs("cases.see", guest=True)
@never_cache
@require_safe
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one recipient, signed in or by their link. That it was opened is noted once, for them only."""
    found = _received(request, pk)
    if request.method == "GET" and _is_theirs(request, found):
        actions.note_opened(recipient=found, at=timezone.now())
    context = {"recipient": found, "sending": found.sending, "slides": shown_of(deck_kept(found.sending))}
    return render(request, "cases/preread/received.html", context)


@needs("cases.see", guest=True)
@never_cache
@require_safe
def received_file(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    return _kept_file(_received(request, pk).sending, suffix)


def _received(request: HttpRequest, pk: int) -> Recipient:
    return prereads.received_for(request.user, pk, has_link=grant_for(request) is not None)


def _is_theirs(request: HttpRequest, recipient: Recipient) -> bool:
    """The team looks at the same page without anything being noted."""
    return prereads.is_recipient(request.user, recipient) or (
        grant_for(request) is not None and not (request.user.is_authenticated and request.user.may("cases.write"))
    )


def _link_of(recipient: Recipient, now: Any) -> str:
    return address_of(recipient.link) if recipient.link is not None and recipient.link.is_open(now) else ""


def _kept_file(sending: Sending, suffix: str) -> HttpResponse:
    _check(suffix)
    return _file(file_of(sending, suffix), f"pre-read-{sending.case_id}-{sending.sent_on}", suffix)


def _check(suffix: str) -> None:
    if suffix not in TYPES:
        raise Missing("A pre-read is there as pptx and as pdf.", code="cases.file_unknown")


def _file(content: bytes, name: str, suffix: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[suffix])
    way = "inline" if suffix == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{way}; filename="{name}.{suffix}"'
    return answer
