"""Verbs of whoever asks: submit, answer, still needed or not, withdraw. The team's verbs are in `triage`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_noop as _

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Conflict, Refused
from luotsi.rooms.backlog.actions.items import let_go, reopen_item
from luotsi.rooms.backlog.actions.joining import join, pass_on
from luotsi.rooms.backlog.actions.states import State, change_state, touch
from luotsi.rooms.backlog.actions.telling import tell_asker
from luotsi.rooms.backlog.detecting import detect_in, searchable_text, title_from
from luotsi.rooms.backlog.models import Comment, Confirmation, Question, Request
from luotsi.rooms.people import actions as people

WITHDRAWABLE = (State.NEW, State.ASKED_BACK, State.ACCEPTED, State.JOINED)
WAITING = (State.NEW, State.ASKED_BACK, State.ACCEPTED, State.JOINED)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where nobody has looked yet whether the register knows them."""

    name: str
    email: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class RequestFields:
    """What an asker says; without a title it is taken from the result wanted, else from the tactic."""

    title: str = ""
    wanted: str = ""
    tactic: str = ""
    for_whom: str = ""
    how_known: str = ""
    needed_on: date | None = None
    body: str = ""


def submit_request(
    *,
    fields: RequestFields,
    asker: Asker | Model | None,
    by: User | None,
    at: datetime,
    source: str = Request.Source.FORM,
    language: str = "",
    join_to: Request | None = None,
) -> Request:
    """A new request in the inbox, or joined at once to a like one. The asker is told where to follow it.

    An `Asker` is found in the register of stakeholders, or entered.
    Raises Refused when nothing is asked for, or when `join_to` is recurring or sibling work.
    """
    with transaction.atomic():
        request = _written(fields, at)
        request.asker_id = _known(asker, by, at)
        request.source, request.language = source, language
        request.save(force_insert=True)
        search.index(search.Kind.REQUEST, request, searchable_text(request))
        record("backlog.request_submitted", request, by=by, at=at)
        if join_to is not None:
            join(request, join_to, by=by, at=at)
        tell_asker(request, "received", by=None, at=at)
    return request


def _known(asker: Asker | Model | None, by: User | None, at: datetime) -> int | None:
    if isinstance(asker, Asker):
        found = people.find_or_add(name=asker.name, email=asker.email, organisation=asker.organisation, at=at, by=by)
        return found.pk
    return asker.pk if asker is not None else None


def _written(fields: RequestFields, at: datetime) -> Request:
    title = fields.title.strip() or title_from(fields.wanted, fields.tactic, fields.body)
    if not title:
        raise Refused(_("Say what should be different afterwards."), code="request_empty", field="wanted")
    request = Request(
        title=title[:300],
        wanted=fields.wanted.strip(),
        tactic=fields.tactic.strip(),
        for_whom=fields.for_whom.strip()[:300],
        how_known=fields.how_known.strip()[:300],
        needed_on=fields.needed_on,
        body=fields.body.strip(),
        received_at=at,
    )
    detect_in(request)
    return request


def answer_question(question: Question, *, answer: str, by: User | None, at: datetime) -> Request:
    """The asker answers; once nothing is left open the request is back in the inbox. A question is answered once."""
    if not answer.strip():
        raise Refused(_("Write your answer before sending it."), code="answer_empty", field="answer")
    with transaction.atomic():
        open_ones = Question.objects.filter(request=question.request_id, answered_at__isnull=True)
        if not open_ones.filter(pk=question.pk).update(answer=answer.strip(), answered_at=at):
            raise Conflict(_("This question has been answered already."), code="question_answered")
        request = Request.objects.get(pk=question.request_id)
        if request.state == State.ASKED_BACK and not open_ones.exists():
            change_state(request, State.NEW, [State.ASKED_BACK])
        else:
            touch(request)
        record("backlog.question_answered", request, by=by, at=at, question=question)
    return request


def withdraw_request(request: Request, *, by: User | None, at: datetime) -> Request:
    """The asker no longer needs it. Whoever joined it still does: the oldest of them goes on in its place."""
    with transaction.atomic():
        _withdraw(request, by=by, at=at)
        record("backlog.request_withdrawn", request, by=by, at=at)
    return request


def confirm_needed(request: Request, *, answer: str, by: User | None, at: datetime) -> Confirmation:
    """Still needed? `no` withdraws it, `yes` takes a withdrawn one up again, `later` keeps it where it stands."""
    answer = Confirmation.Answer(answer)
    with transaction.atomic():
        if answer == Confirmation.Answer.NO:
            _withdraw(request, by=by, at=at)
        elif request.state == State.WITHDRAWN and answer == Confirmation.Answer.YES:
            change_state(request, _state_after_return(request, by=by, at=at), [State.WITHDRAWN])
        elif request.state in WAITING:
            touch(request)
        else:
            raise Refused(_("This request is decided; there is nothing to confirm."), code="nothing_to_confirm")
        kept = Confirmation.objects.create(request=request, answer=answer, by=by, at=at)
        record("backlog.request_confirmed", request, by=by, at=at, answer=str(answer))
    return kept


def ask_whether_needed(requests: Iterable[Request], *, by: User, at: datetime) -> int:
    """The relevance review: mail the askers of open requests "Still needed?". Answers how many are asked."""
    asked = 0
    with transaction.atomic():
        for request in requests:
            if request.state in WAITING and tell_asker(request, "still_needed", by=by, at=at):
                record("backlog.asked_whether_needed", request, by=by, at=at)
                asked += 1
    return asked


def comment_on_request(request: Request, *, text: str, by: User, at: datetime) -> Comment:
    """A word among the team; the asker does not see it."""
    if not text.strip():
        raise Refused(_("An empty comment says nothing."), code="comment_empty", field="text")
    with transaction.atomic():
        comment = Comment.objects.create(request=request, text=text.strip(), by=by, at=at)
        record("backlog.commented", request, by=by, at=at, comment=comment)
    return comment


def _withdraw(request: Request, *, by: User | None, at: datetime) -> None:
    stood = request.state, request.work_item_id
    change_state(request, State.WITHDRAWN, WITHDRAWABLE, version=request.version)
    if stood[0] == State.JOINED:
        request.joining.delete()
    pass_on(request, *stood, by=by, at=at)
    if stood[1] is not None:
        let_go(stood[1], by=by, at=at)


def _state_after_return(request: Request, *, by: User | None, at: datetime) -> State:
    """Back into its item; one that had only left because nobody asked any more comes back with it."""
    item = request.work_item
    if item is not None and item.was_let_go:
        item = reopen_item(item, by=by, at=at)
    return State.ACCEPTED if item is not None and item.is_open else State.NEW
