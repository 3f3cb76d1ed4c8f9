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
from luotsi.rooms.campaigns.rules import opaque

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
    """Everything is looked at, nothing is written; three queries."""
    reader = _Reader(campaign, at, name or "results")
    for one in told:
        reader.read(one)
    reader.checked.faults = reader.faults.all() if reader.faults else ()
    return reader.checked


class _Reader:
    """Reads what was told row by row beside what is known already."""

    def __init__(self, campaign: Campaign, at: datetime, name: str) -> None:
        self.campaign, self.at, self.faults, self.checked = campaign, at, Faults(name), Checked()
        self.is_faulty = False
        self.criteria = {one.code: one for one in campaign.criteria.all()}
        self.contacts = {contact.key: contact for contact in campaign.contacts.all()}
        known = Answer.objects.filter(contact__campaign=campaign).values_list("contact__key", "criterion", "value")
        self.known: dict[tuple[str, int], Decimal] = {(key, criterion): value for key, criterion, value in known}
        counted = Tally.objects.filter(batch__campaign=campaign, batch__taken_back_at__isnull=True)
        self.counted = set(counted.values_list("criterion__code", flat=True))
        self.starts_at = timezone.make_aware(datetime.combine(campaign.starts_on, time.min))
        self.ends_at = timezone.make_aware(datetime.combine(campaign.ends_on + timedelta(days=1), time.min))

    def read(self, one: Told) -> None:
        self.is_faulty = False
        contact = self._contact(one)
        answers = self._answers(one, contact) if contact is not None else []
        if contact is not None and not self.is_faulty:
            self._take(one, contact, answers)

    def _contact(self, one: Told) -> Contact | None:
        """Who this is about; None where a fault stands against it."""
        key = opaque(one.contact, self.campaign.salt)
        if not key or len(key) > 120 or "\x00" in key:
            return self._fault(one, "contact", "contact_missing", "there is no id, or it is longer than 120 letters.")
        if one.arm not in ARMS:
            return self._fault(one, "arm", "arm_unknown", f"“{one.arm[:20]}” is no arm.", "Write A or B.")
        if one.left_out not in ("", *LEFT_OUT):
            return self._fault(
                one, "left_out", "left_out_unknown", 
                f"“{one.left_out[:30]}” is no reason that cannot depend on the answer.",
                "Use bounced or duplicate.",
            )  # fmt: skip
        known = self.contacts.get(key)
        if known is None:
            return self._newcomer(one, key)
        if known.invited_at is None:
            return known if self._invitation_stands(one, known) else None
        if one.invited_at is not None and one.invited_at != known.invited_at:
            return self._fault(
                one, "invited_at", "duplicate", f"“{key}” was invited on {known.invited_at:%Y-%m-%d} already.",
                "One id is one contact; a second invitation is a new campaign.",
            )  # fmt: skip
        if one.arm and known.arm and one.arm != known.arm:
            return self._fault(one, "arm", "arm_turned", f"“{key}” stands in arm {known.arm}.", "An arm is for good.")
        return known

    def _newcomer(self, one: Told, key: str) -> Contact | None:
        if one.invited_at is None:
            return self._fault(
                one, "invited_at", "contact_unknown", f"nobody knows when “{key}” was invited.", "Give its day."
            )  # fmt: skip
        if len(self.contacts) >= MOST_CONTACTS:
            return self._fault(
                one, "contact", "too_many", f"there are {MOST_CONTACTS} contacts already.", "Open another campaign."
            )
        contact = Contact(campaign=self.campaign, key=key, arm=one.arm)
        return contact if self._invitation_stands(one, contact) else None

    def _invitation_stands(self, one: Told, contact: Contact) -> bool:
        """Whether a contact not invited until now may be invited as told."""
        when = one.invited_at
        if when is None:
            self._fault(
                one, "invited_at", "contact_unknown", f"nobody knows when “{contact.key}” was invited.", "Give the day."
            )
        elif when > self.at:
            self._fault(
                one,
                "invited_at",
                "invited_in_future",
                f"{when:%Y-%m-%d %H:%M} has not come yet.",
                "Send it again afterwards.",
            )
        elif when < self.starts_at:
            self._fault(
                one, "invited_at", "before_start", f"{when:%Y-%m-%d} lies before the campaign.",
                "Results from before it cannot decide it; mend its first day if that is wrong.",
            )  # fmt: skip
        elif when >= self.ends_at:
            self._fault(
                one,
                "invited_at",
                "after_end",
                f"{when:%Y-%m-%d} lies after the campaign’s end.",
                "Set a later end first.",
            )
        else:
            return True
        return False

    def _answers(self, one: Told, contact: Contact) -> list[Answer]:
        found = []
        for code, value in one.values.items():
            answer = self._answer(one, contact, code, value)
            if answer is not None:
                found.append(answer)
        return found

    def _answer(self, one: Told, contact: Contact, code: str, value: Decimal) -> Answer | None:
        criterion = self.criteria.get(code)
        if criterion is None:
            return self._fault(
                one, code, "criterion_unknown", f"there is no criterion “{code[:40]}”.",
                f"Known are: {', '.join(self.criteria)}.",
            )  # fmt: skip
        if code in self.counted:
            return self._fault(
                one, code, "counted_by_hand", f"“{criterion}” is counted by hand.", "Count all of it one way."
            )
        known = self.known.get((contact.key, criterion.pk))
        if known is not None:
            if known != value:
                self._fault(
                    one, code, "answer_turned", f"“{contact.key}” answered otherwise before.",
                    "If the first delivery was wrong, take it back; a meeting that was cancelled was still booked.",
                )  # fmt: skip
            else:
                self.checked.doubles += 1
            return None
        if not self._parent_said_yes(one, contact, criterion):
            return None
        when = self._answered_at(one, contact)
        return None if when is False else Answer(contact=contact, criterion=criterion, value=value, at=when or None)

    def _parent_said_yes(self, one: Told, contact: Contact, criterion: Criterion) -> bool:
        """What is counted among the yes of another one needs that yes, now or before."""
        parent = next((other for other in self.criteria.values() if other.pk == criterion.of_id), None)
        if parent is None:
            return True
        value = one.values.get(parent.code, self.known.get((contact.key, parent.pk)))
        if value is None or value <= 0:
            self._fault(
                one, criterion.code, "result_without_parent", f"“{contact.key}” has no yes for “{parent}” yet.",
                "Send that yes with it or before it.",
            )  # fmt: skip
            return False
        return True

    def _answered_at(self, one: Told, contact: Contact) -> datetime | None | bool:
        """When the answer came; None where nobody says, False where it cannot be."""
        when, invited_at = one.answered_at, contact.invited_at or one.invited_at
        if when is None:
            return None
        if when > self.at:
            self._fault(one, "answered_at", "outcome_in_future", f"{when:%Y-%m-%d %H:%M} has not come yet.")
            return False
        if invited_at is not None and when < invited_at:
            if (when.hour, when.minute, when.date()) == (0, 0, invited_at.astimezone(when.tzinfo).date()):
                return invited_at  # only the day was told, and it is the day of the invitation
            self._fault(
                one, "answered_at", "outcome_before_invitation",
                f"the answer of {when:%Y-%m-%d} is older than the invitation.",
                "One of the two days is wrong.",
            )  # fmt: skip
            return False
        return when

    def _take(self, one: Told, contact: Contact, answers: Iterable[Answer]) -> None:
        if contact.invited_at is None:
            contact.invited_at = one.invited_at
            contact.arm = contact.arm or one.arm
            contact.left_out = one.left_out
            is_new = contact.key not in self.contacts
            (self.checked.new if is_new else self.checked.invited).append(contact)
            self.contacts[contact.key] = contact
        elif one.left_out and contact.left_out != one.left_out:
            contact.left_out = one.left_out
            if contact.pk is not None and contact not in self.checked.invited:
                self.checked.left_out.append(contact)
        for answer in answers:
            self.known[contact.key, answer.criterion_id] = answer.value
            self.checked.answers.append(answer)

    def _fault(self, one: Told, column: str, code: str, text: str, advice: str = "") -> None:
        self.is_faulty = True
        self.faults.add(code, text, line=one.line or None, column=column, advice=advice)
