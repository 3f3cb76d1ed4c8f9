"""The sample workspace: Pajavire of Tampere, a firm that never was, which keeps machines running in five countries.

Everything goes through the rooms' own actions, back-dated and in the order in which it happened, so that log, search,
scores and forecast are what they would be in real life. The same moment gives the same workspace.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from luotsi.kernel.accounts.models import User
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog import actions as backlog
from luotsi.web.sample.aims import pursue
from luotsi.web.sample.asking import ask, decide
from luotsi.web.sample.cases_road import argue
from luotsi.web.sample.cast import ARRIVAL_DAYS, introduce
from luotsi.web.sample.news import report
from luotsi.web.sample.news_digest import tell_colleagues
from luotsi.web.sample.people_talk import talk
from luotsi.web.sample.quarter import plan
from luotsi.web.sample.timeline import Timeline
from luotsi.web.sample.tries import attempt
from luotsi.web.sample.work import toil

# Work of the past that was done in the past: mails sent, plans made, news read.
DONE_LONG_AGO = (
    "backlog.tell_asker", "blueprint.plan", "blueprint.scenario", "newsroom.learn", "newsroom.read_source",
    "cases.tell_owner", "newsroom.mail_digest", "cases.mail_preread", "cases.make_files", "cases.mail_win",
)  # fmt: skip
AWAY = timedelta(days=4)  # how long the sample's people have not looked in


def fill_if_empty(*, at: datetime) -> bool:
    """Fill a workspace in which nobody is yet, as one transaction. False where somebody is."""
    if User.objects.exists():
        return False
    with transaction.atomic():
        _fill(Timeline(timezone.localtime(at)))
        User.objects.update(created_at=at - timedelta(days=ARRIVAL_DAYS), seen_at=at - AWAY)
        Job.objects.filter(kind__in=DONE_LONG_AGO).delete()
    return True


def _fill(timeline: Timeline) -> None:
    cast = introduce(timeline)
    aims = pursue(timeline, cast)
    pile = ask(timeline, cast)
    work = toil(timeline, cast, aims, pile)
    decide(timeline, cast, pile, work.items, work.known_days)
    plan(timeline, cast, aims, work)
    attempt(timeline, cast, aims)
    report(timeline, cast)
    tell_colleagues(timeline, cast)
    talks = talk(timeline, cast)
    argue(timeline, cast, aims, pile, talks)
    timeline.note(1, lambda at: backlog.rescore_all(at=at, on=at.date()))
    timeline.note(1, lambda at: backlog.make_forecast(at=at, on=at.date()))
    timeline.tell()
