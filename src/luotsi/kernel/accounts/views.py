"""The settings pages: oneself, API tokens, people and roles, guest links."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts import actions, guests, queries, team, tokens
from luotsi.kernel.accounts.forms import InviteForm, OwnForm, RoleForm, TokenForm
from luotsi.kernel.accounts.models import Scope
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import BadInput, Refused, Unavailable
from luotsi.kernel.sayings import say, tell

ON_A_PAGE = 100
require_form = require_http_methods(["GET", "HEAD", "POST"])


TABS = {
    "settings": ("settings",),
    "tokens": ("tokens", "make_token"),
    "people": ("people", "invite"),
    "guests": ("guests",),
}


def _tabs(request: SignedInRequest) -> list[tuple[str, str, bool]]:
    """The settings this person may open, for the tab line."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    pages = [(_("You"), "settings"), (_("API tokens"), "tokens")]
    if request.user.may("settings.write"):
        pages += [(_("People and roles"), "people"), (_("Guest links"), "guests")]
    return [(name, reverse(f"accounts:{code}"), here in TABS[code]) for name, code in pages]


def _page(request: SignedInRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {"tabs": _tabs(request), **context}, status=status)


@needs("account.own")
@require_form
def own(request: SignedInRequest) -> HttpResponse:
    user = request.user
    initial = {"name": user.name, "language": user.language, "theme": user.theme}
    form = OwnForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_own_settings(user=user, **form.cleaned_data, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    return _page(request, "accounts/settings.html", {"form": form}, 422 if form.is_bound else 200)


@needs("account.own")
@require_safe
def token_list(request: SignedInRequest) -> HttpResponse:
    return _page(request, "accounts/tokens.html", {"form": TokenForm(), "tokens": queries.tokens_for(request.user)})


@needs("account.own")
@never_cache
@require_POST
def make_token(request: SignedInRequest) -> HttpResponse:
    """The answer shows the secret, this once: it is kept nowhere, so there is nothing to redirect to."""
    form = TokenForm(request.POST)
    secret = ""
    if form.is_valid():
        wanted = form.cleaned_data
        _token, secret = tokens.make_token(
            user=request.user,
            name=wanted["name"],
            scope=Scope(wanted["scope"]),
            days=wanted["days"] or None,
            at=timezone.now(),
        )
        form = TokenForm()
    context = {"form": form, "tokens": queries.tokens_for(request.user), "secret": secret}
    return _page(request, "accounts/tokens.html", context, 200 if secret else 422)


@needs("account.own")
@require_POST
def revoke_token(request: SignedInRequest, pk: int) -> HttpResponse:
    tokens.revoke_token(token=queries.token_for(request.user, pk), by=request.user, at=timezone.now())
    messages.success(request, _("The token is revoked."))
    return redirect("accounts:tokens")


@needs("settings.write")
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    return _people_page(request, InviteForm())


def _people_page(request: SignedInRequest, form: InviteForm) -> HttpResponse:
    page = Paginator(queries.people(), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, RoleForm(initial={"role": one.role}, auto_id=f"person-{one.pk}-%s")) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows}
    return _page(request, "accounts/people.html", context, 422 if form.is_bound else 200)


@needs("settings.write")
@require_POST
def invite(request: SignedInRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people_page(request, form)
    try:
        user = team.invite(**form.cleaned_data, by=request.user, at=timezone.now())
    except (Refused, BadInput) as error:
        tell(form, error)
        return _people_page(request, form)
    except Unavailable as error:
        messages.warning(request, _("They are let in, but the invitation did not go out.") + " " + say(error))
    else:
        messages.success(request, _("An invitation is on its way to %(address)s.") % {"address": user.email})
    return redirect("accounts:people")


@needs("settings.write")
@require_POST
def invite_again(request: SignedInRequest, pk: int) -> HttpResponse:
    user = queries.person_for(request.user, pk)
    team.send_invitation(user=user, by=request.user)
    messages.success(request, _("An invitation is on its way to %(address)s.") % {"address": user.email})
    return redirect("accounts:people")


@needs("settings.write")
@require_POST
def change_role(request: SignedInRequest, pk: int) -> HttpResponse:
    user = queries.person_for(request.user, pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        team.change_role(user=user, role=form.cleaned_data["role"], by=request.user, at=timezone.now())
    return redirect("accounts:people")


@needs("settings.write")
@require_POST
def close_account(request: SignedInRequest, pk: int) -> HttpResponse:
    team.close_account(user=queries.person_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("accounts:people")


@needs("settings.write")
@require_POST
def open_account(request: SignedInRequest, pk: int) -> HttpResponse:
    team.open_account(user=queries.person_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("accounts:people")


@needs("settings.write")
@require_safe
def guest_list(request: SignedInRequest) -> HttpResponse:
    page = Paginator(queries.guest_links_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(link, guests.address_of(link), link.is_open(now)) for link in page.object_list]
    return _page(request, "accounts/guests.html", {"page": page, "rows": rows})


@needs("settings.write")
@require_POST
def revoke_guest(request: SignedInRequest, pk: int) -> HttpResponse:
    link = queries.guest_link_for(request.user, pk)
    actions.revoke_guest_link(link=link, by=request.user, at=timezone.now())
    messages.success(request, _("The link is revoked."))
    return redirect("accounts:guests")
