"""Verbs of care: log a reading, end thoughts with their term, export one person, erase one person.

The activity log keeps that something happened and to which row; what was said is gone with the rows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.actions import forget_account
from luotsi.kernel.accounts.guests import open_link
from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.people.models import (
    CareTerms,
    Conversation,
    CustomerDomain,
    Endorsement,
    Need,
    Objection,
    Quote,
    SensitiveReading,
    Stakeholder,
)
from luotsi.rooms.people.packing import packed
from luotsi.rooms.people.queries.person import Person, everything_about
from luotsi.rooms.people.queries.retention import ending_on, terms
from luotsi.rooms.people.readings import record_reading
from luotsi.rooms.people.rules import domain_of, months_after
from luotsi.rooms.people.signals import erasing, thoughts_ending

OWN_LINK_DAYS = 30


@transaction.atomic
def export_person(*, stakeholder: Stakeholder, by: User | None, at: datetime) -> bytes:
    """Everything kept about one person, in one zip: `person.json`, and the same to read as `person.html`."""
    person: Person = everything_about(stakeholder)
    record_reading(who=by, about=stakeholder, what="export", at=at)
    record("people.exported", stakeholder, by=by, at=at)
    return packed(person, at)


@transaction.atomic
def erase_person(*, stakeholder: Stakeholder, by: User | None, at: datetime) -> None:
    """Everything this person said and everything said about them goes, in every room and with their account.

    The register's row goes too; where other rooms point to it, it stays as a number without a name. Raises Refused
    for somebody on the team, who has to give up the account first.
    """
    stakeholder = Stakeholder.objects.select_for_update(of=("self",)).select_related("user").get(pk=stakeholder.pk)
    _refuse_team(stakeholder)
    erasing.send(sender=Stakeholder, stakeholder=stakeholder, by=by, at=at)
    record("people.erased", stakeholder, by=by, at=at)
    stakeholder.conversations.all().delete()
    for kept in (stakeholder.endorsements, stakeholder.needs, stakeholder.investments, stakeholder.standing_roles):
        kept.all().delete()
    stakeholder.readings.update(about=None)
    GuestLink.objects.filter(path__startswith=reverse("people:about", args=[stakeholder.pk])).delete()
    for account in _accounts_of(stakeholder):
        forget_account(user=account)
    if _is_pointed_at(stakeholder):
        _make_nameless(stakeholder, at)
    else:
        stakeholder.delete()


@transaction.atomic
def end_thoughts(*, stakeholder: Stakeholder, at: datetime) -> None:
    """The term is over: what this person thinks, and what was thought of them, goes; that they talked stays."""
    Objection.objects.filter(conversation__stakeholder=stakeholder).delete()
    Quote.objects.filter(conversation__stakeholder=stakeholder).delete()
    Need.objects.filter(stakeholder=stakeholder).delete()
    Endorsement.objects.filter(stakeholder=stakeholder).delete()
    Conversation.objects.filter(stakeholder=stakeholder, emptied_at__isnull=True).update(
        purpose="", guide="", notes="", draft={}, emptied_at=at
    )
    stakeholder.standing_roles.all().delete()
    Stakeholder.objects.filter(pk=stakeholder.pk).update(influence=None, interest=None, weighed_at=None)
    thoughts_ending.send(sender=Stakeholder, stakeholder=stakeholder, at=at)
    record("people.thoughts_ended", stakeholder, by=None, at=at)


def end_all_thoughts(*, at: datetime) -> int:
    """Every person whose term is over; and readings as old as the term. Answers for how many it was over."""
    on = timezone.localdate(at)
    over = [stakeholder for stakeholder, ends_on in ending_on() if ends_on <= on]
    for stakeholder in over:
        end_thoughts(stakeholder=stakeholder, at=at)
    oldest = at - (months_after(on, terms().months) - on) - timedelta(days=1)
    SensitiveReading.objects.filter(at__lt=oldest).delete()
    return len(over)


@transaction.atomic
def set_terms(*, months: int, by: User, at: datetime) -> CareTerms:
    """How many months thoughts are kept. Raises Refused below 1 and above 120."""
    if not 1 <= months <= 120:
        raise refused(_("Choose between 1 and 120 months."), code="people.months_out_of_range", field="months")
    kept = terms()
    kept.months = months
    kept.save()
    record("people.terms_set", kept, by=by, at=at, months=months)
    return kept


@transaction.atomic
def add_customer_domain(*, domain: str, by: User | None, at: datetime) -> CustomerDomain:
    """Whoever has an address there is refused from now on. Raises Refused for what is no domain."""
    plain = (domain_of(domain) or domain.strip().lower()).strip(".")
    if "." not in plain or any(not part or not part.replace("-", "").isalnum() for part in plain.split(".")):
        raise refused(_("Write a domain such as customer.example."), code="people.domain_unreadable", field="domain")
    found, is_new = CustomerDomain.objects.get_or_create(domain=plain, defaults={"added_at": at})
    if is_new:
        record("people.domain_added", found, by=by, at=at)
    return found


@transaction.atomic
def remove_customer_domain(*, domain: CustomerDomain, by: User, at: datetime) -> None:
    record("people.domain_removed", domain, by=by, at=at)
    domain.delete()


@transaction.atomic
def open_own_link(*, stakeholder: Stakeholder, by: User, at: datetime) -> GuestLink:
    """A guest link to everything kept about this person, for this person, for thirty days."""
    path = reverse("people:about", args=[stakeholder.pk])
    link = open_link(path, by=by, at=at, label=f"people.stakeholder:{stakeholder.pk}", days=OWN_LINK_DAYS)
    record("people.own_link_opened", stakeholder, by=by, at=at)
    return link


def _refuse_team(stakeholder: Stakeholder) -> None:
    on_the_team = [account for account in _accounts_of(stakeholder) if account.is_team and account.is_active]
    if on_the_team:
        raise refused(
            _("{name} works in the team and signs in here. Close the account first, under Settings, People."),
            code="people.still_on_the_team",
            name=stakeholder,
        )


def _accounts_of(stakeholder: Stakeholder) -> list[User]:
    found = [stakeholder.user] if stakeholder.user is not None else []
    if stakeholder.email:
        found += User.objects.filter(email__iexact=stakeholder.email).exclude(pk__in=[one.pk for one in found])
    return found


def _is_pointed_at(stakeholder: Stakeholder) -> bool:
    """Whether a row of another room still refers to this one."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: stakeholder}).exists()
        for relation in Stakeholder._meta.related_objects
        if relation.related_model._meta.app_label != "people"
    )


def _make_nameless(stakeholder: Stakeholder, at: datetime) -> None:
    stakeholder.name, stakeholder.email, stakeholder.user = f"#{stakeholder.pk}", None, None
    stakeholder.organisation = stakeholder.department = stakeholder.function = ""
    stakeholder.influence = stakeholder.interest = stakeholder.weighed_at = None
    stakeholder.left_on, stakeholder.erased_at = stakeholder.left_on or timezone.localdate(at), at
    stakeholder.save()
