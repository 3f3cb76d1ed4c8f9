"""Verbs of the register: add, edit, left, come back, and find-or-add for rooms that meet a name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import refused
from luotsi.rooms.people.drafts import Identity
from luotsi.rooms.people.models import CustomerDomain, Stakeholder
from luotsi.rooms.people.rules import domain_of, domains_above
from luotsi.rooms.people.signals import stakeholder_entering


@transaction.atomic
def add_stakeholder(*, identity: Identity, by: User | None, at: datetime) -> Stakeholder:
    """Raises Refused when the address is taken, the name is missing, or a room vetoes (a customer contact)."""
    _check_name(identity)
    _check_no_customer(identity)
    stakeholder = Stakeholder(added_at=at, user=_free_user(identity.email))
    _write(stakeholder, identity)
    record("people.stakeholder_added", stakeholder, by=by, at=at)
    return stakeholder


@transaction.atomic
def edit_stakeholder(*, stakeholder: Stakeholder, identity: Identity, by: User | None, at: datetime) -> Stakeholder:
    """Raises Refused when the address is taken, the name is missing, a room vetoes the new address, or somebody signs
    in with it and this is not the lead's doing: whoever signs in with it reads everything kept about this person."""
    _check_name(identity)
    if identity.email.strip().lower() != (stakeholder.email or ""):
        _check_no_customer(identity)
        _check_no_takeover(identity, by)
        stakeholder.user = _free_user(identity.email)
    _write(stakeholder, identity)
    record("people.stakeholder_edited", stakeholder, by=by, at=at)
    return stakeholder


@transaction.atomic
def mark_left(*, stakeholder: Stakeholder, on: date, by: User | None, at: datetime) -> None:
    """Keeps the row, so that what they asked and agreed to keeps its name; offers them nowhere any more."""
    stakeholder.left_on = on
    stakeholder.save(update_fields=["left_on"])
    record("people.stakeholder_left", stakeholder, by=by, at=at)


@transaction.atomic
def come_back(*, stakeholder: Stakeholder, by: User, at: datetime) -> None:
    stakeholder.left_on = None
    stakeholder.save(update_fields=["left_on"])
    record("people.stakeholder_came_back", stakeholder, by=by, at=at)


@transaction.atomic
def find_or_add(*, name: str, email: str = "", organisation: str = "", at: datetime, by: User | None) -> Stakeholder:
    """The stakeholder with this address; without one, with this name in this organisation; else a new one."""
    identity = Identity(name.strip() or email.partition("@")[0], email.strip().lower(), organisation.strip())
    found = _find(identity)
    if found is not None:
        return found
    try:
        return add_stakeholder(identity=identity, by=by, at=at)
    except Refused as refusal:  # another transaction entered the same address in between
        rival = _find(identity) if refusal.code == "people.email_taken" else None
        if rival is None:
            raise
        return rival


def _find(identity: Identity) -> Stakeholder | None:
    if identity.email:
        return Stakeholder.objects.filter(email__iexact=identity.email).first()
    return (
        Stakeholder.objects.current()
        .filter(name__iexact=identity.name, organisation__iexact=identity.organisation)
        .first()
    )


def _check_name(identity: Identity) -> None:
    if not identity.name.strip():
        raise refused(_("A stakeholder needs a name."), code="people.name_missing", field="name")


def _check_no_customer(identity: Identity) -> None:
    """By the list of customers' domains; then every room that knows customers may veto."""
    known = CustomerDomain.objects.filter(domain__in=domains_above(domain_of(identity.email))).first()
    if known is not None:
        raise refused(
            _(
                "{email} belongs to a customer ({domain}). Customers are not kept in this register: they are "
                "stakeholders of another class. Ask the account manager, or correct the list of domains."
            ),
            code="people.customer_contact",
            field="email",
            email=identity.email,
            domain=known.domain,
        )
    stakeholder_entering.send(sender=Stakeholder, name=identity.name, email=identity.email)


def _check_no_takeover(identity: Identity, by: User | None) -> None:
    account = get_user_model().objects.filter(email=identity.email.strip().lower()).first()
    if account is None or by is None or by.may("people.see_thoughts"):
        return
    raise refused(
        _(
            "{account} signs in with {email}, and would read everything that is kept about this person. Only the lead "
            "may set this address."
        ),
        code="people.email_of_an_account",
        field="email",
        account=account,
        email=identity.email,
    )


def _write(stakeholder: Stakeholder, identity: Identity) -> None:
    for field, value in asdict(identity).items():
        setattr(stakeholder, field, value.strip())
    stakeholder.email = identity.email.strip().lower() or None
    try:
        with transaction.atomic():
            stakeholder.save()
    except IntegrityError:
        raise refused(
            _("Somebody with the address {email} is in the register already. Open that person instead."),
            code="people.email_taken",
            email=identity.email,
            field="email",
        ) from None


def _free_user(email: str) -> User | None:
    """The user with this address, unless another stakeholder is that user already."""
    if not email:
        return None
    return get_user_model().objects.filter(email=email.strip().lower(), stakeholder__isnull=True).first()
