"""The one table of who may do what. Views, API and pages ask here; a test prints it and tries every route."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User


class Role(TextChoices):
    LEAD = "lead", _("Lead")
    MEMBER = "member", _("Member")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    EXECUTIVE = "executive", _("Executive")
    ACCOUNT_MANAGER = "account_manager", _("Account manager")


LEAD = frozenset({Role.LEAD})
TEAM = frozenset({Role.LEAD, Role.MEMBER})
TEAM_AND_EXECUTIVES = TEAM | {Role.EXECUTIVE}
EVERYBODY = frozenset(Role)

PERMISSIONS: dict[str, frozenset[Role]] = {
    # the frame
    "today.see": EVERYBODY,
    "search.use": EVERYBODY,
    "account.own": EVERYBODY,
    "activity.see": TEAM,
    "jobs.see": TEAM,
    "settings.write": LEAD,
    # people
    "people.see": TEAM_AND_EXECUTIVES,
    "people.write": TEAM,
    "people.talk": TEAM,  # hold and note conversations; a member sees their own, see queries.conversations_for
    "people.see_thoughts": LEAD,  # endorsement, objections, needs, roles: what people think of each other
    "people.erase": LEAD,
    # goals
    "goals.see": EVERYBODY,
    "goals.write": LEAD,
    "goals.measure": TEAM,
    "goals.agree": LEAD,
    "goals.see_agreement": LEAD,
    # backlog
    "requests.ask": EVERYBODY,
    "requests.see": EVERYBODY,  # one's own; all of them for the team, see queries.requests_for
    "requests.triage": TEAM,
    "requests.import": TEAM,
    "backlog.see": EVERYBODY,
    "backlog.write": TEAM,
    "forecast.see": EVERYBODY,
    "forecast.write": TEAM,
    # blueprint
    "blueprint.see": EVERYBODY,  # published versions; drafts for the team only, see queries.blueprints_for
    "blueprint.write": TEAM,
    "blueprint.publish": LEAD,
    "capacity.write": LEAD,
    # campaigns
    "campaigns.see": EVERYBODY,  # shared verdicts; all for the team, see queries.campaigns_for
    "campaigns.write": TEAM,
    "campaigns.share": LEAD,
    # newsroom
    "newsroom.see": EVERYBODY,  # the audit, digests that were sent, one's checks; drafts for the team only
    "newsroom.write": TEAM,  # items, corrections, releases, drafts of a digest
    "newsroom.send": LEAD,  # a digest leaves, or its schedule changes
    "newsroom.sources": LEAD,  # which feeds are read
    # cases
    "cases.see": EVERYBODY,  # published pre-reads one was sent and wins; all for the team, see queries.cases_for
    "cases.write": TEAM,
    "cases.decide": LEAD,  # what was decided, and why
}


def may(user: User | Any, permission: str) -> bool:
    """Whether `user` holds `permission`; a permission that is not in the table is a programming error."""
    roles = PERMISSIONS[permission]
    return bool(getattr(user, "is_active", False)) and getattr(user, "role", None) in roles


View = Callable[..., HttpResponse]


def needs(permission: str, *, guest: bool = False) -> Callable[[View], View]:
    """Only people with `permission`; with `guest`, also whoever holds a guest link to this very page."""
    if permission not in PERMISSIONS:
        raise KeyError(f"{permission!r} is not in the permission table")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if may(request.user, permission):
                return view(request, *args, **kwargs)
            if guest and _has_guest_link(request):
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise PermissionDenied(permission)
            return _ask_to_sign_in(request)

        guarded.luotsi_permission = permission  # type: ignore[attr-defined]
        guarded.luotsi_guest = guest  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """Marks a view that anyone may open: sign-in, guest link entrance, health."""
    view.luotsi_permission = "public"  # type: ignore[attr-defined]
    view.luotsi_guest = True  # type: ignore[attr-defined]
    return view


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    from django.contrib.auth.views import redirect_to_login  # needs the user model, which imports this module

    return redirect_to_login(request.get_full_path())


def _has_guest_link(request: HttpRequest) -> bool:
    from luotsi.kernel.accounts.guests import grant_for

    return grant_for(request) is not None
