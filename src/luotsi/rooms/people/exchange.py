"""Stakeholders as a table, out and in; and the exports of directories (LDAP, SCIM), which are recognised.

Only who somebody is goes out here, never what they think. A directory is brought in as often as you like: whoever
is there already, by the address, is brought up to date, and whoever is no longer active has left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Refused
from luotsi.kernel.tables import Row, Sheet
from luotsi.kernel.tables.cells import Cells
from luotsi.rooms.people.actions.register import add_stakeholder, edit_stakeholder, mark_left
from luotsi.rooms.people.drafts import Identity
from luotsi.rooms.people.models import Stakeholder

COLUMNS = ("name", "email", "organisation", "department", "function", "kind", "left_on")
NO_MORE = {"false", "0", "no", "inactive", "disabled"}
DISABLED_BIT = 2  # of Active Directory's userAccountControl


@dataclass(frozen=True, slots=True)
class Directory:
    """How one kind of directory names its columns; the first filled one of each counts."""

    needed: tuple[str, ...]
    name: tuple[str, ...]
    email: tuple[str, ...]
    function: tuple[str, ...]
    department: tuple[str, ...]
    organisation: tuple[str, ...]
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()

    def fits(self, sheet: Sheet) -> bool:
        has_mail = any(sheet.has(name) for name in self.email)
        return has_mail and not sheet.has("email") and any(sheet.has(name) for name in self.needed)


ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
SCIM = Directory(
    needed=("userName", "emails[0].value", "emails.0.value", "emails.value"),
    name=("displayName", "name.formatted"),
    given=("name.givenName",),
    family=("name.familyName",),
    email=("emails[0].value", "emails.0.value", "emails.value", 'emails[type eq "work"].value', "userName"),
    function=("title",),
    department=(f"{ENTERPRISE}:department", f"{ENTERPRISE}.department", "department"),
    organisation=(f"{ENTERPRISE}:organization", f"{ENTERPRISE}.organization", "organization"),
)
LDAP = Directory(
    needed=("cn", "displayName", "sn", "samAccountName"),
    name=("displayName", "cn", "name"),
    given=("givenName",),
    family=("sn", "surname"),
    email=("mail", "userPrincipalName"),
    function=("title",),
    department=("department", "ou", "departmentNumber"),
    organisation=("company", "o"),
)


def stakeholder_rows() -> Iterator[dict[str, Any]]:
    yield from Stakeholder.objects.filter(erased_at__isnull=True).order_by("name", "pk").values(*COLUMNS)


def import_stakeholders(sheet: Sheet, *, by: User | None, at: datetime) -> int:
    """Enter everybody. Raises BadInput with every fault; nothing is written then."""
    directory = recognised(sheet)
    cells = Cells(sheet, [] if directory else ["name"])
    enter = _updater(directory) if directory else _enter
    with transaction.atomic():
        for row in sheet:
            try:
                enter(cells, row, by, at)
            except Refused as refusal:
                cells.refused(row, refusal)
        cells.stop_if_faulty()
    return len(sheet)


def recognised(sheet: Sheet) -> Directory | None:
    """The kind of directory this table comes from; None for a table with our own columns."""
    return next((one for one in (SCIM, LDAP) if one.fits(sheet)), None)


def _enter(cells: Cells, row: Row, by: User | None, at: datetime) -> None:
    known_faults = len(cells.faults)
    left_on = cells.day(row, "left_on")
    identity = Identity(
        name=cells.text(row, "name", most=200, needed=True),
        email=cells.text(row, "email", most=254),
        organisation=cells.text(row, "organisation", most=200),
        department=cells.text(row, "department", most=120),
        function=cells.text(row, "function", most=120),
        kind=cells.choice(row, "kind", Stakeholder.Kind.values, default=Stakeholder.Kind.INSIDE),
    )
    if len(cells.faults) > known_faults:  # of this row; others are still tried, so that each names its own fault
        return
    entered = add_stakeholder(identity=identity, by=by, at=at)
    if left_on is not None:
        Stakeholder.objects.filter(pk=entered.pk).update(left_on=left_on)


def _updater(directory: Directory) -> Callable[[Cells, Row, User | None, datetime], None]:
    def update(cells: Cells, row: Row, by: User | None, at: datetime) -> None:
        known_faults = len(cells.faults)
        identity = _identity(cells, row, directory)
        if len(cells.faults) > known_faults:
            return
        known = Stakeholder.objects.filter(email__iexact=identity.email).first()
        is_active = _is_active(row)
        if known is None and is_active:
            add_stakeholder(identity=identity, by=by, at=at)
        elif known is not None:
            _bring_up_to_date(known, identity, is_active, by, at)

    return update


def _identity(cells: Cells, row: Row, directory: Directory) -> Identity:
    email = _first(row, directory.email).lower()
    name = _first(row, directory.name) or " ".join(
        filter(None, (_first(row, directory.given), _first(row, directory.family)))
    )
    if "@" not in email or len(email) > 254:
        cells.fault(row, directory.email[0], "email_missing", "there is no mail address.", "Leave the row out.")
    if not name or len(name) > 200:
        cells.fault(row, directory.name[0], "cell_empty", "there is no name.", "Fill it, or leave the row out.")
    return Identity(
        name=name,
        email=email,
        organisation=_first(row, directory.organisation)[:200],
        department=_first(row, directory.department)[:120],
        function=_first(row, directory.function)[:120],
    )


def _first(row: Row, names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row[name].strip()), "")


def _is_active(row: Row) -> bool:
    control = row["userAccountControl"].strip()
    if control.isdecimal() and int(control) & DISABLED_BIT:
        return False
    return not {row["active"].strip().casefold(), row["enabled"].strip().casefold()} & NO_MORE


def _bring_up_to_date(known: Stakeholder, told: Identity, is_active: bool, by: User | None, at: datetime) -> None:
    """What the directory does not say stays as it is."""
    identity = Identity(
        told.name, told.email, told.organisation or known.organisation, told.department or known.department,
        told.function or known.function, known.kind,
    )  # fmt: skip
    before = Identity(known.name, known.email or "", known.organisation, known.department, known.function, known.kind)
    if identity != before:
        edit_stakeholder(stakeholder=known, identity=identity, by=by, at=at)
    if not is_active and known.left_on is None:
        mark_left(stakeholder=known, on=timezone.localdate(at), by=by, at=at)
