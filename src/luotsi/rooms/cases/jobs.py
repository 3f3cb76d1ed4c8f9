"""Background work of the room: what was no yes comes back on its day; pre-reads and wins go out, each once."""

from __future__ import annotations

from django.utils import timezone

from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Run


@every(hours=1)
@job("cases.come_back")
def come_back(run: Run) -> dict[str, int]:
    """Within the first hour of the day; coming back twice is not possible."""
    from luotsi.rooms.cases.actions import bring_back_due

    return {"cases": bring_back_due(at=timezone.now())}


@job("cases.tell_owner", max_attempts=8)
def tell_owner(run: Run) -> None:
    """One mail to the owner of a case that came back; an unreachable mail server is tried again."""
    from luotsi.rooms.cases.mail import send_back_again

    send_back_again(run.args["case"])


@job("cases.make_files")
def make_files(run: Run) -> dict[str, int]:
    """Slides and PDF of a sent pre-read, so that nobody waits for them."""
    from luotsi.rooms.cases.models import Sending
    from luotsi.rooms.cases.preread.keeping import KINDS, file_of

    sending = Sending.objects.get(pk=run.args["sending"])
    return {"bytes": sum(len(file_of(sending, kind)) for kind in KINDS)}


@job("cases.mail_preread", max_attempts=8)
def mail_preread(run: Run) -> dict[str, int]:
    """One mail to one recipient."""
    from luotsi.rooms.cases.letters import mail_preread as send

    return {"mails": int(send(run))}


@job("cases.mail_win", max_attempts=8)
def mail_win(run: Run) -> dict[str, int]:
    """One mail to one backer."""
    from luotsi.rooms.cases.letters import mail_win as send

    return {"mails": int(send(run))}


@job("cases.post_win", max_attempts=8)
def post_win(run: Run) -> dict[str, int]:
    """One message in one channel; what went wrong is shown beside the channel."""
    from luotsi.rooms.cases.posting import post_one

    return {"messages": int(post_one(run))}
