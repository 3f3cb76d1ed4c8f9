"""Background work of the room: sources are read, news sorted, corrections learnt, digests prepared and mailed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Run


@every(hours=1)
@job("newsroom.read_due")
def read_due(run: Run) -> dict[str, int]:
    """Ask for every source that is due, and for news that are still unread."""
    from luotsi.rooms.newsroom.actions import ask_to_read
    from luotsi.rooms.newsroom.models import Item, Source

    at = timezone.now()
    due = list(Source.objects.due(at))
    for source in due:
        ask_to_read(source=source, by=None, at=at)
    if Item.objects.unread().exists():
        enqueue("newsroom.read_new", by=None, at=at, unique_key="newsroom.read_new")
    return {"sources": len(due)}


@job("newsroom.read_source")
def read_source(run: Run) -> dict[str, int | str]:
    """Fetch one source. A failure is the source's own state, not the job's: it is shown, and tried again later."""
    from luotsi.rooms.newsroom.actions import note_failure, take_in
    from luotsi.rooms.newsroom.gathering import Failed, gather
    from luotsi.rooms.newsroom.models import Source

    source = Source.objects.select_related("company").filter(pk=run.args["source"]).first()
    if source is None or source.is_paused:
        return {"new": 0}
    found = gather(source, today=timezone.localdate())
    at = timezone.now()
    with transaction.atomic():
        if not Source.objects.select_for_update(of=("self",)).filter(pk=source.pk):
            return {"new": 0}  # removed while it was read
        if isinstance(found, Failed):
            run.commit_guard(error=found.code)
            note_failure(source=source, code=found.code, at=at, wait=found.wait)
            return {"error": found.code}
        added = take_in(
            source=source, told=found.told, etag=found.etag, last_modified=found.last_modified, at=at
        )  # fmt: skip
        run.commit_guard(new=len(added.new))
    return {"new": len(added.new)}


@job("newsroom.read_new")
def read_new(run: Run) -> dict[str, int]:
    """Read what has no hook yet, some hundred at a time; taken up again it goes on where it was."""
    from luotsi.rooms.newsroom.actions import read_items
    from luotsi.rooms.newsroom.models import Item

    done = 0
    while count := read_items(items=Item.objects.unread()):
        done += count
        run.progress(done)
    return {"items": done}


@job("newsroom.learn")
def learn(run: Run) -> dict[str, int]:
    """Read again, with all corrections, what nobody corrected, the newest first. A newer correction has its own job:
    this one leaves the rest to it."""
    from luotsi.rooms.newsroom.actions import is_outdated, reread, reread_releases
    from luotsi.rooms.newsroom.models import Item

    reread_releases()
    total, done, changed, before = Item.objects.filter(is_corrected=False).count(), 0, 0, None
    while not is_outdated(run.args["correction"]):
        before, count, moved = reread(before=before)
        if not count:
            break
        done, changed = done + count, changed + moved
        run.progress(done, total)
    return {"changed": changed}


@every(hours=1)
@job("newsroom.digest_round")
def digest_round(run: Run) -> dict[str, int]:
    """The week's digest is prepared when its hour has come, what was approved leaves, what waits is mailed."""
    from luotsi.rooms.newsroom.actions.digest_round import go_round

    return go_round(at=timezone.now())


@job("newsroom.leave_digest")
def leave_digest(run: Run) -> dict[str, bool]:
    """At its moment; whoever comes second, or after the approval was taken back, does nothing."""
    from luotsi.rooms.newsroom.actions.digest_sending import send_if_due

    return {"sent": send_if_due(digest_id=run.args["digest"], at=timezone.now())}


@job("newsroom.mail_digest", max_attempts=8)
def mail_digest(run: Run) -> dict[str, int]:
    """The mails of one digest, each at most once; an unreachable mail server is tried again."""
    from luotsi.rooms.newsroom.mail import mail_out

    return mail_out(run.args["sent"], run)


@job("newsroom.tell_preparer", max_attempts=8)
def tell_preparer(run: Run) -> None:
    """One mail to whoever prepares the digest."""
    from luotsi.rooms.newsroom.mail import tell_preparer as tell

    tell(run.args["digest"])
