"""Background work of the backlog: mails to askers, imports, the forecast, and the nightly decay of scores."""

from __future__ import annotations

from django.utils import timezone

from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Run


@job("backlog.tell_asker", max_attempts=8)
def tell_asker(run: Run) -> None:
    """One mail to one asker; an unreachable mail server is tried again, for about twenty minutes."""
    from luotsi.rooms.backlog.mail import send_to_asker

    send_to_asker(run.args["request"], run.args["what"])


@job("backlog.import_requests")
def import_requests(run: Run) -> None:
    """Bring in one uploaded file, in one transaction at its end."""
    from luotsi.rooms.backlog.actions.imports import finish_import

    finish_import(run.args["run"], run)


@every(hours=24)
@job("backlog.tidy_uploads")
def tidy_uploads(run: Run) -> dict[str, int]:
    """Delete originals that nobody needs any more: brought in, discarded, or left lying for a week."""
    from luotsi.rooms.backlog.actions.imports import tidy_uploads as tidy

    return {"files": tidy(at=timezone.now())}


@every(hours=24)
@job("backlog.forecast")
def forecast(run: Run) -> dict[str, int]:
    """Forecast the backlog as it stands and keep what was said; one transaction, so a second try does no harm."""
    from luotsi.rooms.backlog.actions import make_forecast

    made = make_forecast(at=timezone.now(), on=timezone.localdate())
    return {"forecast": made.pk}


@every(hours=24)
@job("backlog.rescore")
def rescore(run: Run) -> dict[str, int]:
    """Let confidence decay in every score."""
    from luotsi.rooms.backlog.actions import rescore_all

    return {"items": rescore_all(at=timezone.now(), on=timezone.localdate())}
