"""Send a pre-read: a dated copy is kept, everybody gets a link of their own, and the case takes its step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.sayings import refused
from luotsi.rooms.cases.actions.cases import locked, refuse_at_rest
from luotsi.rooms.cases.actions.road import take_step
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.models import Case, Recipient, Sending
from luotsi.rooms.cases.preread.deck import Deck, to_document
from luotsi.rooms.cases.preread.keeping import deck_kept
from luotsi.rooms.cases.preread.making import deck_of

if TYPE_CHECKING:
    from luotsi.rooms.people.queries import Stakeholder

LINK_DAYS = 180
ONE_PRESS = timedelta(minutes=1)


@transaction.atomic
def send_preread(
    *, case: Case, to: Sequence[Stakeholder], by: User, at: datetime, words: str = "", reason: str = ""
) -> Sending:
    """Keep the deck as it is now and send each of these people a link to it.

    An adjusted case takes its step with it; one whose pre-read is out already is sent again, as a second copy. Raises
    Refused at other stages, for nobody, for somebody who left, and for what the step needs and does not have.
    """
    case = locked(case)
    refuse_at_rest(case)
    _check(case, to)
    if case.state == State.ADJUSTED:
        take_step(case=case, to=State.PREREAD_SENT, by=by, at=at, reason=reason)
        case.refresh_from_db()
    deck = deck_of(case, timezone.localdate(at), is_for_outside=any(one.kind == "outside" for one in to))
    twin = _sent_just_now(case, to, deck, words.strip(), at)
    if twin is not None:
        return twin
    sending = Sending.objects.create(
        case=case, round=case.round, document=to_document(deck), words=words.strip(), presents_on=case.presents_on,
        by=by, at=at,
    )  # fmt: skip
    for stakeholder in to:
        _address(sending, stakeholder, by, at)
    enqueue("cases.make_files", by=None, at=at, unique_key=f"cases.make_files:{sending.pk}", sending=sending.pk)
    record("cases.preread_sent", case, by=by, at=at, sending=sending.pk, count=len(to))
    return sending


def note_opened(*, recipient: Recipient, at: datetime) -> None:
    """The first time only, on the row alone: how often or how long somebody reads is nobody's business."""
    Recipient.objects.filter(pk=recipient.pk, opened_at__isnull=True).update(opened_at=at)


def _sent_just_now(case: Case, to: Sequence[Stakeholder], deck: Deck, words: str, at: datetime) -> Sending | None:
    """The same deck to the same people within a minute is a button that was pressed twice: one sending, one mail."""
    last = (
        Sending.objects.filter(case=case, words=words, at__gt=at - ONE_PRESS, at__lte=at).order_by("-at", "-pk").first()
    )
    if last is None or deck_kept(last) != deck:
        return None
    reached = set(last.recipients.values_list("stakeholder", flat=True))
    return last if reached == {one.pk for one in to} else None


def _address(sending: Sending, stakeholder: Stakeholder, by: User, at: datetime) -> None:
    recipient = Recipient.objects.create(sending=sending, stakeholder=stakeholder)
    path = reverse("cases:received", args=[recipient.pk])
    recipient.link = guests.open_link(path, by=by, at=at, label=sending.case.title[:200], days=LINK_DAYS)
    recipient.save(update_fields=["link"])
    if stakeholder.email:
        enqueue("cases.mail_preread", by=None, at=at, recipient=recipient.pk)


def _check(case: Case, to: Sequence[Stakeholder]) -> None:
    if case.state not in (State.ADJUSTED, State.PREREAD_SENT):
        raise refused(
            _("A pre-read goes out once “{case}” is adjusted, and before it is presented."),
            code="cases.preread_not_now",
            case=case,
        )
    if not to:
        raise refused(_("Choose at least one person who gets it."), code="cases.preread_to_nobody", field="to")
    gone = next((one for one in to if one.left_on is not None or one.erased_at is not None), None)
    if gone is not None:
        raise refused(
            _("{name} has left. Choose whoever has the say now."), code="cases.has_left", field="to", name=gone
        )
