"""Bring in a file of requests: uploaded and mapped on a page and done by a job, or at once from the command line.

Whichever way, all of it is one transaction: a file is in or it is not.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import BadInput, Conflict, Fault, Refused
from luotsi.kernel.jobs.actions import enqueue
from luotsi.rooms.backlog.detecting import asker_of, draft_of, searchable_text
from luotsi.rooms.backlog.models import ImportRun, RememberedMapping, Request
from luotsi.rooms.backlog.queries.imports import Reading, known_keys, read_upload, readable, stored_path
from luotsi.rooms.people import actions as people

if TYPE_CHECKING:
    from luotsi.kernel.jobs.run import Run
    from luotsi.kernel.tables import MappedRow, Mapping

State = ImportRun.State
Closed = ImportRun.Closed
KEPT_FAULTS = 100
UNUSED = timedelta(days=7)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `faults` are of the rows that were left out."""

    run: ImportRun
    added_count: int
    known_count: int
    left_out_count: int
    faults: tuple[Fault, ...]


def upload_file(*, chunks: Iterable[bytes], name: str, by: User, at: datetime) -> ImportRun:
    """Keep a file to be mapped. Raises BadInput where it cannot be read, and keeps nothing then."""
    stored_as = uuid.uuid4().hex
    settings.UPLOADS.mkdir(parents=True, exist_ok=True)
    path = settings.UPLOADS / stored_as
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
        recipe = readable(path, name)
        with transaction.atomic():
            run = ImportRun.objects.create(
                file_name=name[-255:], stored_as=stored_as, recipe=recipe.name if recipe else "", by=by, at=at
            )
            record("backlog.file_uploaded", run, by=by, at=at)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return run


def start_import(
    run: ImportRun, *, mapping: Mapping, good_rows_only: bool, closed_as: str, by: User, at: datetime
) -> ImportRun:
    """Queue the import with its mapping and remember the mapping for the next file of this kind.

    Raises BadInput with every fault by line and column when all or nothing is wanted and something is at fault.
    """
    reading = read_upload(stored_path(run), run.file_name, mapping)
    _check(reading, good_rows_only)
    with transaction.atomic():
        _to_state(run, State.QUEUED, _startable(run))
        run.mapping, run.good_rows_only, run.closed_as = mapping.as_dict(), good_rows_only, Closed(closed_as)
        run.faults = []
        run.job = enqueue("backlog.import_requests", by=by, at=at, unique_key=f"backlog.import:{run.pk}", run=run.pk)
        run.save(update_fields=["mapping", "good_rows_only", "closed_as", "faults", "job"])
        _remember(reading, at)
        record("backlog.import_started", run, by=by, at=at)
    return run


def finish_import(pk: int, job: Run) -> None:
    """The job's work. Taken up again after a crash it begins anew: nothing was written before its one transaction."""
    run = ImportRun.objects.select_related("by").get(pk=pk)
    if run.state != State.QUEUED:
        return
    from luotsi.kernel.tables import Mapping

    try:
        reading = read_upload(stored_path(run), run.file_name, Mapping.from_dict(run.mapping))
        _check(reading, run.good_rows_only)
        drafts = _drafts(reading, run, lambda done, total: job.progress(done, total, "reading"))
        _bring_in(run, reading, drafts, by=run.by, at=timezone.now(), last=job.commit_guard)
    except BadInput as bad:
        _give_up(run, bad, job)


def import_requests(
    source: Path | str | bytes,
    name: str = "",
    *,
    by: User | None,
    at: datetime,
    mapping: Mapping | None = None,
    good_rows_only: bool = False,
    closed_as: str = Closed.HISTORY,
) -> Imported:
    """Bring in a file at once. Raises BadInput with every fault by line and column; nothing is written then."""
    name = name or (Path(source).name if not isinstance(source, bytes) else "input")
    reading = read_upload(source, name, mapping)
    _check(reading, good_rows_only)
    run = ImportRun(
        file_name=name[-255:],
        stored_as=uuid.uuid4().hex,
        state=State.QUEUED,
        recipe=reading.origin[:30],
        mapping=reading.mapping.as_dict(),
        good_rows_only=good_rows_only,
        closed_as=Closed(closed_as),
        by=by,
        at=at,
    )
    drafts = _drafts(reading, run, lambda done, total: None)
    with transaction.atomic():
        run.save(force_insert=True)
        return _bring_in(run, reading, drafts, by=by, at=at)


def discard_import(run: ImportRun, *, by: User, at: datetime) -> None:
    """Not this file after all: the upload is deleted."""
    with transaction.atomic():
        _to_state(run, State.DISCARDED, _startable(run))
        record("backlog.import_discarded", run, by=by, at=at)
        _delete_file_later(run)


def tidy_uploads(*, at: datetime) -> int:
    """Discard uploads that lay unmapped for a week, and delete what a crash left behind. Answers how many files."""
    with transaction.atomic():
        ImportRun.objects.filter(state=State.UPLOADED, at__lt=at - UNUSED).update(state=State.DISCARDED)
    needed = set(ImportRun.objects.exclude(state__in=(State.DONE, State.DISCARDED)).values_list("stored_as", flat=True))
    newest = (at - timedelta(hours=1)).timestamp()  # one that is being uploaded has no row yet
    folder = settings.UPLOADS
    spare = [path for path in folder.glob("*") if path.name not in needed] if folder.exists() else []
    old = [path for path in spare if path.is_file() and path.stat().st_mtime < newest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


Draft = tuple["MappedRow", Request]


def _drafts(reading: Reading, run: ImportRun, progress: Progress) -> list[Draft]:
    """Requests of the rows that are wanted; reading their words is what takes time."""
    from luotsi.engines.text import search_stems

    wanted = [row for row in reading.good_rows if row.state == "open" or run.closed_as != Closed.LEAVE_OUT]
    drafts = []
    for done, row in enumerate(wanted):
        request = draft_of(row)
        request.external_id = reading.keys[row.line]
        is_history = row.state == "closed" and run.closed_as == Closed.HISTORY
        request.state = Request.State.CLOSED if is_history else Request.State.NEW
        if not is_history:
            request.closed_on = None
        search_stems(searchable_text(request))  # it remembers words: the transaction that indexes them stays short
        drafts.append((row, request))
        progress(done + 1, len(wanted))
    return drafts


def _bring_in(
    run: ImportRun,
    reading: Reading,
    drafts: Sequence[Draft],
    *,
    by: User | None,
    at: datetime,
    last: Callable[..., Any] = lambda **result: None,
) -> Imported:
    with transaction.atomic():
        _to_state(run, State.DONE, [State.QUEUED])
        known = known_keys(request.external_id for _, request in drafts)
        fresh = [(row, request) for row, request in drafts if request.external_id not in known]
        vetoed = _give_askers(fresh, run, by=by, at=at)
        added = _add([request for row, request in fresh if row.line not in vetoed], fresh, run, at)
        faults = (*reading.mapped.errors, *vetoed.values())
        run.rows_count, run.added_count, run.known_count = len(reading.mapped.rows), added, len(known)
        run.left_out_count = run.rows_count - added - len(known)
        run.faults, run.finished_at = [_kept(fault) for fault in faults[:KEPT_FAULTS]], at
        run.save()
        record("backlog.requests_imported", run, by=by, at=at, added=added, known=len(known))
        _delete_file_later(run)
        last(added=added, known=len(known))
    return Imported(run, added, len(known), run.left_out_count, faults)


def _give_askers(drafts: Sequence[Draft], run: ImportRun, *, by: User | None, at: datetime) -> dict[int, Fault]:
    """Find or add every asker once; whoever may not be in the register is a fault of the row's line."""
    found: dict[tuple[str, str, str], int] = {}
    faults: dict[int, Fault] = {}
    for row, request in drafts:
        who = (asker_of(row), row.asker_email[:254].casefold(), row.organisation[:200])
        if not who[0]:
            continue
        try:
            if who not in found:
                found[who] = people.find_or_add(name=who[0], email=who[1], organisation=who[2], at=at, by=by).pk
            request.asker_id = found[who]
        except Refused as refused:
            faults[row.line] = Fault(run.file_name, refused.text, row.line, refused.field or "asker", refused.code)
    if faults and not run.good_rows_only:
        raise BadInput(faults.values())
    return faults


def _add(requests: list[Request], drafts: Sequence[Draft], run: ImportRun, at: datetime) -> int:
    asked_on = {id(request): row.created_on for row, request in drafts}
    for request in requests:
        day = asked_on[id(request)]
        request.received_at = timezone.make_aware(datetime.combine(day, time(12))) if day else at
        request.imported_by = run
    Request.objects.bulk_create(requests, batch_size=500)
    search.index_many(search.Kind.REQUEST, ((request.pk, searchable_text(request)) for request in requests))
    return len(requests)


def _check(reading: Reading, good_rows_only: bool) -> None:
    if reading.mapped.errors and not good_rows_only:
        raise BadInput(reading.mapped.errors)
    if not reading.good_rows:
        raise BadInput(
            reading.mapped.errors
            or [
                Fault(
                    reading.sheet.name, "no row can become a request.", 1, code="no_rows", advice="Check the mapping."
                )
            ]
        )


def _give_up(run: ImportRun, bad: BadInput, job: Run) -> None:
    with transaction.atomic():
        _to_state(run, State.FAILED, [State.QUEUED])
        run.faults, run.finished_at = [_kept(fault) for fault in bad.faults[:KEPT_FAULTS]], timezone.now()
        run.save(update_fields=["faults", "finished_at"])
        record("backlog.import_failed", run, by=None, at=run.finished_at, faults=len(bad.faults))
        job.commit_guard(added=0, faults=len(bad.faults))


def _to_state(run: ImportRun, to: State, allowed: Sequence[State]) -> None:
    if not ImportRun.objects.filter(pk=run.pk, state__in=allowed).update(state=to):
        raise Conflict(_("This file has been dealt with already. Reload the page."), code="import_moved_on")
    run.state = to


def _startable(run: ImportRun) -> list[State]:
    """The state from which it may be started or discarded; read under the lock, so that it is started once."""
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    return [State(held.state)] if held.may_be_started else []


def _remember(reading: Reading, at: datetime) -> None:
    RememberedMapping.objects.update_or_create(
        signature=reading.signature, defaults={"mapping": reading.mapping.as_dict(), "used_at": at}
    )


def _kept(fault: Fault) -> dict[str, Any]:
    names = ("file", "text", "line", "column", "code", "advice")
    return {name: getattr(fault, name) for name in names}


def _delete_file_later(run: ImportRun) -> None:
    """Once the transaction is in; what a crash leaves behind is swept by the daily tidying."""
    path = stored_path(run)

    def delete() -> None:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)

    transaction.on_commit(delete)
