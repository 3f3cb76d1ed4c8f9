"""Who may see which quarter and version, and what a version says beside what is so today."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.utils import timezone

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.errors import Missing
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.models import Blueprint, PlanRun, Version
from luotsi.rooms.blueprint.models.quarters import BlueprintQuerySet
from luotsi.rooms.blueprint.queries.documents import Document

CLOSED = {"done": "done", "dropped": "dropped"}


def blueprints_for(user: User) -> BlueprintQuerySet:
    """All quarters for the team; for everybody else those that were published."""
    found = Blueprint.objects.select_related("guidepoint")
    if user.is_authenticated and user.may("blueprint.write"):
        return found
    if user.is_authenticated and user.may("blueprint.see"):
        return found.filter(versions__isnull=False).distinct()
    return found.none()


def draft_for(user: User, pk: int) -> Blueprint:
    """A quarter whose draft this person may see: the team only. Raises Missing."""
    found = blueprints_for(user).filter(pk=pk).first() if user.may("blueprint.write") else None
    if found is None:
        raise _missing()
    return found


def blueprint_for(user: User, pk: int) -> Blueprint:
    found = blueprints_for(user).filter(pk=pk).first()
    if found is None:
        raise _missing()
    return found


def current_version(on: date) -> Version | None:
    """The newest version of the quarter that runs, else of the next one, else of the last."""
    quarters = list(Blueprint.objects.filter(versions__isnull=False).distinct().order_by("starts_on"))
    running = [one for one in quarters if on <= one.ends_on]
    chosen = running[0] if running else quarters[-1] if quarters else None
    return newest_version(chosen) if chosen is not None else None


def newest_version(blueprint: Blueprint) -> Version | None:
    return blueprint.versions.select_related("by", "blueprint").order_by("-number").first()


def version_for(user: User, pk: int, number: int) -> Version:
    """Every version for whoever may see any. Raises Missing."""
    return _version(pk, number, is_open=user.is_authenticated and user.may("blueprint.see"))


def version_by_guest_link(pk: int, number: int) -> Version:
    """For whoever holds the guest link to this version; the caller has checked the link."""
    return _version(pk, number, is_open=True)


def version_by_token(token: str) -> Version:
    """For calendars, which keep no session: the newest version of the quarter that a guest link opens one of."""
    try:
        link = GuestLink.objects.get(pk=signing.loads(token, salt=guests.SALT))
    except (signing.BadSignature, GuestLink.DoesNotExist):
        raise _missing() from None
    parts = link.path.strip("/").split("/")
    if not link.is_open(timezone.now()) or len(parts) != 4 or parts[0] != "blueprint" or parts[2] != "versions":
        raise _missing()
    version = Version.objects.filter(blueprint=int(parts[1])).select_related("blueprint").order_by("-number").first()
    if version is None:
        raise _missing()
    return version


def version_before(version: Version) -> Version | None:
    earlier = Version.objects.filter(blueprint=version.blueprint_id, number__lt=version.number)
    return earlier.order_by("-number").first()


def run_for(user: User, pk: int) -> PlanRun:
    """A plan asked for, with its job; for the team."""
    found = None
    if user.may("blueprint.write"):
        found = PlanRun.objects.select_related("job", "blueprint").defer("problem", "answer").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such plan, or it is not yours to see.", code="blueprint.run_unknown")
    return found


def items_of_reader(user: User) -> frozenset[int]:
    """The work items this person asked for, where they are no planner themselves."""
    if not user.is_authenticated or user.may("blueprint.write"):
        return frozenset()
    return frozenset(backlog.items_asked_by(user))


def stale_items(document: Document) -> dict[int, str]:
    """What is otherwise than the document says: done, dropped, gone or changed since, by item id. One query."""
    was = {item["id"]: item["version"] for item in document["items"]}
    now = backlog.state_of_items(list(was))
    found = {}
    for item, version in was.items():
        state, is_now = now.get(item, ("gone", 0))
        if state in CLOSED or state == "gone":
            found[item] = state
        elif is_now != version and state != "in_progress":
            found[item] = "changed"
    return found


def _version(pk: int, number: int, *, is_open: bool) -> Version:
    found = None
    if is_open:
        found = Version.objects.select_related("blueprint", "by").filter(blueprint=pk, number=number).first()
    if found is None:
        raise Missing("There is no such version, or it is not yours to see.", code="blueprint.version_unknown")
    return found


def _missing() -> Missing:
    return Missing("There is no such Blueprint, or it is not yours to see.", code="blueprint.unknown")
