"""Background work of the backlog: mails to askers."""

from __future__ import annotations

from luotsi.kernel.jobs.registry import job
from luotsi.kernel.jobs.run import Run


@job("backlog.tell_asker", max_attempts=8)
def tell_asker(run: Run) -> None:
    """One mail to one asker; an unreachable mail server is tried again, for about twenty minutes."""
    from luotsi.rooms.backlog.mail import send_to_asker

    send_to_asker(run.args["request"], run.args["what"])
