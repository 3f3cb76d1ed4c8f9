"""Note a win with its number, tell it to those who backed the case and to the channels, and keep these channels."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.sayings import refused
from luotsi.rooms.cases.actions.cases import locked
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.drafts import HookDraft, WinDraft
from luotsi.rooms.cases.models import Case, Hook, Win, WinPost, WinTold
from luotsi.rooms.cases.queries.since import yes_on
from luotsi.rooms.cases.queries.wins import backers_of, untold
from luotsi.rooms.cases.webhook import check_address
from luotsi.rooms.goals import queries as goals

if TYPE_CHECKING:
    from luotsi.rooms.people.queries import Stakeholder


@transaction.atomic
def note_win(*, case: Case, draft: WinDraft, by: User | None, at: datetime) -> Win:
    """A result with its number: of a metric, as measured before the yes and now, or by hand with its source.

    Raises Refused before the yes, without what was won, and without a number or its source.
    """
    case = locked(case)
    if case.state not in (State.RUNNING, State.CLOSED):
        raise refused(_("A win comes after the yes. “{case}” has none yet."), code="cases.win_too_early", case=case)
    if not draft.what.strip():
        raise refused(_("This is needed; write it first."), code="cases.text_missing", field="what")
    win = Win(case=case, what=draft.what.strip(), thanks=draft.thanks.strip(), by=by, at=at)
    _measured(win, draft) if draft.metric is not None else _by_hand(win, draft)
    win.save()
    record("cases.win_noted", case, by=by, at=at, win=win.pk)
    return win


@transaction.atomic
def tell_win(*, win: Win, by: User | None, at: datetime) -> int:
    """To everybody who backed the case and does not know it yet, by mail or on their page, and to every channel.

    Told a second time it reaches only who and what has come since. Answers how many people.
    """
    locked(win.case)
    told = [_tell(win, backer, at) for backer in untold(win) if backer.email or backer.user_id]
    for hook in Hook.objects.all():
        post, is_new = WinPost.objects.get_or_create(win=win, hook=hook, defaults={"at": at})
        if is_new:
            enqueue("cases.post_win", by=None, at=at, post=post.pk)
    record("cases.win_told", win.case, by=by, at=at, win=win.pk)
    return len(told)


@transaction.atomic
def tell_in_person(*, win: Win, backer: Stakeholder, by: User, at: datetime) -> WinTold:
    """It was told face to face. Raises Refused for somebody who did not back the case."""
    if backer.pk not in backers_of([win.case])[win.case_id]:
        raise refused(_("Choose somebody who backed the case."), code="cases.not_a_backer")
    told, is_new = WinTold.objects.get_or_create(
        win=win, backer=backer, defaults={"channel": WinTold.Channel.TALK, "at": at}
    )
    if is_new:
        record("cases.win_told", win.case, by=by, at=at, win=win.pk)
    return told


@transaction.atomic
def add_hook(*, draft: HookDraft, by: User, at: datetime) -> Hook:
    """A channel that hears of wins. Raises Refused for an address in a private network or without encryption."""
    address = draft.address.strip()
    check_address(address)
    if Hook.objects.filter(address=address).exists():
        raise refused(_("This channel is in the list already."), code="cases.hook_twice", field="address")
    hook = Hook.objects.create(name=draft.name.strip(), kind=draft.kind, address=address, added_by=by, added_at=at)
    record("cases.hook_added", hook, by=by, at=at)
    return hook


@transaction.atomic
def remove_hook(*, hook: Hook, by: User, at: datetime) -> None:
    record("cases.hook_removed", hook, by=by, at=at)
    hook.delete()


def _tell(win: Win, backer: Stakeholder, at: datetime) -> WinTold:
    channel = WinTold.Channel.MAIL if backer.email else WinTold.Channel.PAGE
    told = WinTold.objects.create(win=win, backer=backer, channel=channel, at=at)
    if channel == WinTold.Channel.MAIL:
        enqueue("cases.mail_win", by=None, at=at, told=told.pk)
    return told


def _measured(win: Win, draft: WinDraft) -> None:
    """The newest value, and the one that was true on the day of the yes."""
    metric, on = draft.metric, timezone.localdate(win.at)
    after = goals.latest_values([metric], on).get(metric.pk)
    if after is None:
        raise refused(
            _("“{metric}” has not been measured yet. Measure it first, or give the number by hand."),
            code="cases.win_unmeasured",
            field="metric",
            metric=metric,
        )
    win.metric, win.unit, win.after, win.after_on = metric, metric.unit, after.value, after.on
    before = goals.latest_values([metric], yes_on([win.case_id]).get(win.case_id, on)).get(metric.pk)
    if before is not None and before.on < after.on:
        win.before, win.before_on = before.value, before.on


def _by_hand(win: Win, draft: WinDraft) -> None:
    after = draft.after
    if after is None or not draft.measure.strip():
        raise refused(
            _("A win has a number: choose a metric, or say what was measured and its value now."),
            code="cases.win_without_number",
            field="after" if draft.measure.strip() else "measure",
        )
    if not draft.source.strip():
        raise refused(
            _("A number without its source convinces nobody. Say where it is from."),
            code="cases.source_missing",
            field="source",
        )
    on = timezone.localdate(win.at)
    if draft.after_on is not None and draft.after_on > on:
        raise refused(
            _("This day lies ahead. Give the day on which the number was true."),
            code="cases.figure_ahead",
            field="after_on",
        )
    win.measure, win.unit, win.source = draft.measure.strip(), draft.unit.strip(), draft.source.strip()
    win.before, win.after, win.after_on = draft.before, after, draft.after_on or on
