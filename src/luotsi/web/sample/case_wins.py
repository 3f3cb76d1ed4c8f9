"""Pre-reads that Pajavire sent, and two wins that were told: one by a figure of sales, one by a metric."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from luotsi.kernel.accounts.models import User
from luotsi.rooms.cases import actions
from luotsi.rooms.cases.drafts import WinDraft
from luotsi.rooms.cases.models import Case, WinTold
from luotsi.rooms.goals.queries import Metric
from luotsi.rooms.people.queries import Stakeholder

WORDS = "Six pages, ten minutes. Write to me what you miss in it; I would rather hear it before the meeting."
SAVINGS_DAYS, CALCULATION_DAYS = 63, 22


def send(case: Case, *, lead: User, reason: str, at: datetime) -> None:
    """To everybody with a role in it; whoever decides opens it the next morning, the others do not say."""
    to = list(Stakeholder.objects.filter(case_roles__case=case).distinct().order_by("name"))
    sending = actions.send_preread(case=case, to=to, words=WORDS, reason=reason, by=lead, at=at)
    sending.recipients.update(mailed_at=at + timedelta(minutes=1))
    for recipient in sending.recipients.filter(stakeholder__case_roles__role="decision_maker"):
        actions.note_opened(recipient=recipient, at=at + timedelta(hours=19))


def win_of_savings(case: Case, *, lead: User, at: datetime) -> None:
    """By hand, from where sales counts; nothing was told since."""
    draft = WinDraft(
        what="All seven renewals of the month had their saving on the table, in money",
        measure="renewals with a statement", unit="of 7", before=Decimal(0), after=Decimal(7), after_on=at.date(),
        source="Riikka’s contract list",
        thanks="Forty lines that can be checked made it believable, and the field engineers read every one of them.",
    )  # fmt: skip
    _note_and_tell(case, draft, lead, at)


def win_of_calculation(case: Case, metric: Metric, *, lead: User, at: datetime) -> None:
    """Measured, from the day of the yes to the newest value."""
    draft = WinDraft(
        what="Mills do the calculation by themselves, and call with their own figure", metric=metric,
        thanks="Five questions were enough because sales crossed out twelve.",
    )  # fmt: skip
    _note_and_tell(case, draft, lead, at)


def _note_and_tell(case: Case, draft: WinDraft, lead: User, at: datetime) -> None:
    win = actions.note_win(case=case, draft=draft, by=lead, at=at)
    actions.tell_win(win=win, by=lead, at=at + timedelta(minutes=5))
    WinTold.objects.filter(win=win, channel=WinTold.Channel.MAIL).update(mailed_at=at + timedelta(minutes=6))
