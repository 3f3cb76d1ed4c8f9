"""What is wrong with results before they are written: unknown contacts, doubles, impossible dates, turned answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from luotsi.kernel.errors import Fault
from luotsi.kernel.tables.sheet import Faults
from luotsi.rooms.campaigns.drafts import Told
from luotsi.rooms.campaigns.models import Answer, Campaign, Contact, Criterion, Tally
from luotsi.rooms.campaigns.models.campaigns import MOST_CONTACTS
from luotsi.rooms.campaigns.rules import can_be_kept, opaque

LEFT_OUT = ("bounced", "duplicate")  # reasons that cannot depend on what a contact would have answered
ARMS = ("", "A", "B")


@dataclass
class Checked:
    """What would be written: new contacts, drawn ones now invited, answers; and what stands against the rest."""

    new: list[Contact] = field(default_factory=list)
    invited: list[Contact] = field(default_factory=list)
    left_out: list[Contact] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    doubles: int = 0
    faults: tuple[Fault, ...] = ()


def check_told(campaign: Campaign, told: Sequence[Told], *, at: datetime, name: str = "") -> Checked:
    """Everything is looked at, nothing is written; four queries."""
    reader, faults = _Reader(campaign, at), Faults(name or "results")
    for one in told:
        try:
            reader.read(one)
        except _Wrong as wrong:
            faults.add(wrong.code, wrong.text, line=one.line or None, column=wrong.column, advice=wrong.advice)
    reader.checked.faults = faults.all() if faults else ()
    return reader.checked


class _Wrong(Exception):
    """One row cannot be taken, and why."""

    def __init__(self, column: str, code: str, text: str, advice: str = "") -> None:
        super().__init__(text)
        self.column, self.code, self.text, self.advice = column, code, text, advice


class _Reader:
    """Reads what was told row by row beside what is known already; raises _Wrong and takes nothing of that row."""

    def __init__(self, campaign: Campaign, at: datetime) -> None:
        self.campaign, self.at, self.checked = campaign, at, Checked()
        self.criteria = {one.code: one for one in campaign.criteria.all()}
        self.contacts = {contact.key: contact for contact in campaign.contacts.all()}
        known = Answer.objects.filter(contact__campaign=campaign).values_list("contact__key", "criterion", "value")
        self.known: dict[tuple[str, int], Decimal] = {(key, criterion): value for key, criterion, value in known}
        counted = Tally.objects.filter(batch__campaign=campaign, batch__taken_back_at__isnull=True)
        self.counted = set(counted.values_list("criterion__code", flat=True))
        self.starts_at = timezone.make_aware(datetime.combine(campaign.starts_on, time.min))
        self.ends_at = timezone.make_aware(datetime.combine(campaign.ends_on + timedelta(days=1), time.min))

    def read(self, one: Told) -> None:
        contact = self._contact(one)
        found = [self._answer(one, contact, code, value) for code, value in one.values.items()]
        answers = [answer for answer in found if answer is not None]
        self.checked.doubles += len(found) - len(answers)
        self._take(one, contact, answers)

    def _contact(self, one: Told) -> Contact:
        """Who this is about: a newcomer, one drawn and now invited, or one known."""
        key = opaque(one.contact, self.campaign.salt) if can_be_kept(one.contact) else ""
        if not key or len(key) > 120:
            raise _Wrong("contact", "contact_missing", "there is no id, or it is longer than 120 letters.")
        if one.arm not in ARMS:
            raise _Wrong("arm", "arm_unknown", f"“{one.arm[:20]}” is no arm.", "Write A or B.")
        if one.left_out not in ("", *LEFT_OUT):
            text = f"“{one.left_out[:30]}” is no reason that cannot depend on the answer."
            raise _Wrong("left_out", "left_out_unknown", text, "Use bounced or duplicate.")
        known = self.contacts.get(key)
        if known is None or known.invited_at is None:
            self._check_invitation(one, key)
            return known or Contact(campaign=self.campaign, key=key, arm=one.arm)
        self._check_known(one, known)
        if one.left_out and not known.left_out and any(key == known.key for key, _ in self.known):
            text = f"“{known.key}” has answered, so it was reached."
            raise _Wrong("left_out", "left_out_late", text, "Leave it in, or take its delivery back.")
        return known

    def _check_invitation(self, one: Told, key: str) -> None:
        when = one.invited_at
        if when is None:
            raise _Wrong("invited_at", "contact_unknown", f"nobody knows when “{key}” was invited.", "Give its day.")
        if when > self.at:
            text = f"{when:%Y-%m-%d %H:%M} has not come yet."
            raise _Wrong("invited_at", "invited_in_future", text, "Send it again afterwards.")
        if when < self.starts_at:
            advice = "Results from before it cannot decide it; mend its first day if that is wrong."
            raise _Wrong("invited_at", "before_start", f"{when:%Y-%m-%d} lies before the campaign.", advice)
        if when >= self.ends_at:
            text = f"{when:%Y-%m-%d} lies after the campaign’s end."
            raise _Wrong("invited_at", "after_end", text, "Set a later end first.")
        if key not in self.contacts and len(self.contacts) >= MOST_CONTACTS:
            text = f"there are {MOST_CONTACTS} contacts already."
            raise _Wrong("contact", "too_many", text, "Open another campaign.")

    def _check_known(self, one: Told, known: Contact) -> None:
        if one.invited_at is not None and one.invited_at != known.invited_at:
            text = f"“{known.key}” was invited on {known.invited_at:%Y-%m-%d} already."
            advice = "One id is one contact; a second invitation is a new campaign."
            raise _Wrong("invited_at", "duplicate", text, advice)
        if one.arm and known.arm and one.arm != known.arm:
            raise _Wrong("arm", "arm_turned", f"“{known.key}” stands in arm {known.arm}.", "An arm is for good.")

    def _answer(self, one: Told, contact: Contact, code: str, value: Decimal) -> Answer | None:
        """The answer to be written; None where the very same is known already."""
        criterion = self.criteria.get(code)
        if criterion is None:
            text = f"there is no criterion “{code[:40]}”."
            raise _Wrong(code, "criterion_unknown", text, f"Known are: {', '.join(self.criteria)}.")
        if code in self.counted:
            text = f"“{criterion}” is counted by hand."
            raise _Wrong(code, "counted_by_hand", text, "Count all of it one way.")
        known = self.known.get((contact.key, criterion.pk))
        if known == value:
            return None
        if known is not None:
            advice = "If the first delivery was wrong, take it back; a meeting that was cancelled was still booked."
            raise _Wrong(code, "answer_turned", f"“{contact.key}” answered otherwise before.", advice)
        self._check_parent(one, contact, criterion)
        return Answer(contact=contact, criterion=criterion, value=value, at=self._answered_at(one, contact))

    def _check_parent(self, one: Told, contact: Contact, criterion: Criterion) -> None:
        """What is counted among the yes of another one needs that yes, now or before."""
        parent = next((other for other in self.criteria.values() if other.pk == criterion.of_id), None)
        if parent is None:
            return
        value = one.values.get(parent.code, self.known.get((contact.key, parent.pk)))
        if value is None or value <= 0:
            text = f"“{contact.key}” has no yes for “{parent}” yet."
            raise _Wrong(criterion.code, "result_without_parent", text, "Send that yes with it or before it.")

    def _answered_at(self, one: Told, contact: Contact) -> datetime | None:
        """When the answer came; None where nobody says."""
        when, invited_at = one.answered_at, contact.invited_at or one.invited_at
        if when is None or invited_at is None:
            return when
        if when > self.at:
            raise _Wrong("answered_at", "outcome_in_future", f"{when:%Y-%m-%d %H:%M} has not come yet.")
        if when >= invited_at:
            return when
        if (when.hour, when.minute, when.date()) == (0, 0, invited_at.astimezone(when.tzinfo).date()):
            return invited_at  # only the day was told, and it is the day of the invitation
        text = f"the answer of {when:%Y-%m-%d} is older than the invitation."
        raise _Wrong("answered_at", "outcome_before_invitation", text, "One of the two days is wrong.")

    def _take(self, one: Told, contact: Contact, answers: Iterable[Answer]) -> None:
        if contact.invited_at is None:
            contact.invited_at, contact.arm = one.invited_at, contact.arm or one.arm
            contact.left_out = one.left_out
            (self.checked.invited if contact.key in self.contacts else self.checked.new).append(contact)
            self.contacts[contact.key] = contact
        elif one.left_out and contact.left_out != one.left_out:
            contact.left_out = one.left_out
            if contact.pk is not None and contact not in self.checked.invited:
                self.checked.left_out.append(contact)
        for answer in answers:
            self.known[contact.key, answer.criterion_id] = answer.value
            self.checked.answers.append(answer)
