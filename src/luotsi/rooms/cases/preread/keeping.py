"""Sent copies: the deck of one, its files, and how somebody's words go out of all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from luotsi.kernel.jobs.actions import enqueue
from luotsi.rooms.cases.models import Sending, SendingFile
from luotsi.rooms.cases.preread.deck import Deck, from_document, speaks_of, to_document, without, without_words
from luotsi.rooms.cases.preread.pdf_file import pdf_of
from luotsi.rooms.cases.preread.pptx_file import pptx_of

KINDS = {SendingFile.Kind.PPTX: pptx_of, SendingFile.Kind.PDF: pdf_of}


def deck_kept(sending: Sending) -> Deck:
    return from_document(sending.document)


def file_of(sending: Sending, kind: str) -> bytes:
    """The file as it was made first; made now where the worker has not come to it. Raises Unavailable."""
    kept = sending.files.filter(kind=kind).first()
    if kept is not None:
        return bytes(kept.content)
    content = KINDS[SendingFile.Kind(kind)](deck_kept(sending))
    with transaction.atomic():
        # The copy may have lost somebody's words meanwhile: then this file is for nobody.
        now = Sending.objects.select_for_update().get(pk=sending.pk)
        if now.forgot_at == sending.forgot_at:
            kept, _made = SendingFile.objects.get_or_create(sending=now, kind=kind, defaults={"content": content})
            return bytes(kept.content)
    return file_of(now, kind)


def forget(stakeholder_id: int, *, at: datetime, words_only: bool = False) -> int:
    """Take one person's words out of every copy, and their name out of what is asked; files are made anew."""
    return _rewrite(stakeholder_id, lambda deck: without(deck, stakeholder_id, words_only=words_only), at)


def unsay(quote: Any, *, at: datetime) -> int:
    """Take these words out of every copy; where there is still leave without a name, only the name."""

    def less(deck: Deck) -> Deck:
        with translation.override(deck.language):
            instead = _("A colleague") if quote.may_be_quoted else ""
        return without_words(deck, quote.conversation.stakeholder_id, quote.words.strip(), instead)

    return _rewrite(quote.conversation.stakeholder_id, less, at)


def _rewrite(stakeholder_id: int, rewritten: Callable[[Deck], Deck], at: datetime) -> int:
    """Every copy that holds something of this person, where that makes a difference. Answers how many."""
    found = 0
    for sending in Sending.objects.select_for_update():
        deck = deck_kept(sending)
        if not speaks_of(deck, stakeholder_id):
            continue
        less = rewritten(deck)
        if less == deck:
            continue
        sending.files.all().delete()
        # The database lets a copy change only with a new moment; two people may be forgotten at the same one.
        moment = at if sending.forgot_at is None else max(at, sending.forgot_at + timedelta(microseconds=1))
        # The rows' own update refuses everything; forgetting somebody is the one thing that may happen to a copy.
        QuerySet(Sending).filter(pk=sending.pk).update(document=to_document(less), forgot_at=moment)
        enqueue("cases.make_files", by=None, at=at, unique_key=f"cases.make_files:{sending.pk}", sending=sending.pk)
        found += 1
    return found
