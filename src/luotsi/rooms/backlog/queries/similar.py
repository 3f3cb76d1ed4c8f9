"""Like requests: one index per process that follows the table by its newest changes, never reading all of it again."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils import timezone

from luotsi.rooms.backlog.models import Request

if TYPE_CHECKING:
    from luotsi.engines.text import SimilarHit, SimilarIndex

HELD_AT_MOST = 20_000  # newest requests; older ones are hardly asked for again
SLACK = timedelta(minutes=2)  # transactions may commit later than the moment they carry
FINISHED = {Request.State.CLOSED: "closed", Request.State.DECLINED: "declined"}
MERGEABLE = "duplicate"
LIKE_ENOUGH = 20  # the text may have changed a little since five like ones were shown
TEXTS = ("pk", "title", "wanted", "tactic", "body", "received_at", "state", "labels", "deliverable")


@dataclass(frozen=True, slots=True)
class Like:
    """A like request: what it is to the one asked about (duplicate, recurring, sibling, related), and how like, 0–1."""

    request: Request
    kind: str
    score: float

    @property
    def may_be_joined(self) -> bool:
        return self.kind in (MERGEABLE, "related") and self.request.is_open


class _Following:
    """The process's own index. A lock: the web server answers in several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._index: SimilarIndex | None = None
        self._known: dict[int, tuple[int, str]] = {}  # request → version and title it was indexed with
        self._newest = None

    def similar(self, text: str, *, body: str, limit: int, **more: object) -> Sequence[SimilarHit]:
        with self._lock:
            return self._fresh().similar(text, limit, body=body, **more)  # type: ignore[arg-type]

    def similar_to(self, pks: Iterable[int], limit: int) -> dict[int, Sequence[SimilarHit]]:
        with self._lock:
            index = self._fresh()
            return {pk: index.similar_to(pk, limit) for pk in pks if pk in index}

    def _fresh(self) -> SimilarIndex:
        newest = Request.objects.aggregate(at=Max("changed_at"), pk=Max("pk"))
        if self._index is None or (newest["pk"] or 0) < max(self._known, default=0):
            self._build()
        else:
            self._follow()
        self._newest = newest["at"]
        assert self._index is not None
        return self._index

    def _build(self) -> None:
        from luotsi.engines.text import SimilarIndex

        self._forget()
        self._index = SimilarIndex()
        self._add(Request.objects.order_by("-pk")[:HELD_AT_MOST])

    def _follow(self) -> None:
        changed = Request.objects.order_by("pk")
        if self._newest is not None:
            is_new = Q(pk__gt=max(self._known, default=0))
            changed = changed.filter(is_new | Q(changed_at__gte=self._newest - SLACK))
        stamps = changed.values_list("pk", "version", "title")
        stale = [pk for pk, version, title in stamps if self._known.get(pk) != (version, title)]
        for start in range(0, len(stale), 500):
            self._add(Request.objects.filter(pk__in=stale[start : start + 500]))

    def _add(self, requests: Iterable[Request]) -> None:
        from luotsi.engines.text import RequestText

        assert self._index is not None
        for request in requests.only(*TEXTS, "version"):  # type: ignore[attr-defined]
            self._known[request.pk] = (request.version, request.title)
            self._index.add(
                RequestText(
                    request.pk,
                    request.title,
                    _body(request),
                    timezone.localdate(request.received_at),
                    FINISHED.get(request.state, ""),
                    tuple(request.labels),
                )
            )


_following = _Following()


def like_text(text: str, *, body: str = "", limit: int = 5) -> list[Like]:
    """Requests like a text that is being typed, best first. Four small queries once the index stands."""
    if len(text.strip()) < 4:
        return []
    return _loaded(_following.similar(text, body=body, limit=limit))


def like_requests(requests: Sequence[Request], *, limit: int = 5) -> dict[int, list[Like]]:
    """Like requests of each of many, by request id."""
    hits = _following.similar_to([request.pk for request in requests], limit)
    rows = _rows({hit.key for found in hits.values() for hit in found})
    return {pk: _with_rows(found, rows) for pk, found in hits.items()}


def kind_between(one: Request, other: Request) -> str:
    """duplicate, recurring, sibling or related; empty where the two have nothing in common."""
    hits = _following.similar_to([one.pk], 200).get(one.pk, ())
    return next((hit.kind for hit in hits if hit.key == other.pk), "")


def duplicates_among(requests: Sequence[Request], likes: Mapping[int, Sequence[Like]]) -> list[list[Request]]:
    """Of the requests at hand those that are the same work filed several times, oldest first in each group."""
    by_pk = {request.pk: request for request in requests}
    group_of = {pk: pk for pk in by_pk}
    for pk in by_pk:
        for like in likes.get(pk, ()):
            if like.kind == MERGEABLE and like.request.pk in group_of:
                old, new = group_of[like.request.pk], group_of[pk]
                group_of = {key: new if group == old else group for key, group in group_of.items()}
    groups: dict[int, list[Request]] = {}
    for pk, group in group_of.items():
        groups.setdefault(group, []).append(by_pk[pk])
    ordered = (sorted(group, key=lambda request: (request.received_at, request.pk)) for group in groups.values())
    return [group for group in ordered if len(group) > 1]


def joinable(pk: int | None, text: str, *, body: str = "") -> Request | None:
    """The open request of this number if it is like the text, else None: a number alone must open nobody's request."""
    if not pk or pk not in {like.request.pk for like in like_text(text, body=body, limit=LIKE_ENOUGH)}:
        return None
    return Request.objects.open().filter(pk=pk).first()


def _body(request: Request) -> str:
    return "\n".join(part for part in (request.wanted, request.tactic, request.body) if part and part != request.title)


def _loaded(hits: Sequence[SimilarHit]) -> list[Like]:
    return _with_rows(hits, _rows({hit.key for hit in hits}))


def _rows(keys: Iterable[int | str]) -> dict[int, Request]:
    """Titles and states only, and what a joined one goes on with."""
    shown = Request.objects.exclude(state=Request.State.WITHDRAWN).select_related("work_item", "joining__into")
    fields = ("title", "state", "received_at", "work_item__title", "work_item__state", "joining__into__title")
    return {row.pk: row for row in shown.filter(pk__in=list(keys)).only(*fields)}


def _with_rows(hits: Sequence[SimilarHit], rows: dict[int, Request]) -> list[Like]:
    return [Like(rows[hit.key], hit.kind, hit.score) for hit in hits if hit.key in rows]
