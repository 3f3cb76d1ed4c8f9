"""A link that signs one person in once: for the first lead, and for whoever cannot get mail."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import public
from luotsi.kernel.errors import Missing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class EntranceTokens(PasswordResetTokenGenerator):
    """Good until the person signs in by any way, changes the password or address, or three days pass."""

    key_salt = "luotsi.entrance"


@public
def enter_once(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The page asks for one click, so that a mail scanner that opens links does not use it up."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not EntranceTokens().check_token(user, token):
        raise Missing(
            "This sign-in link was used or is too old. Ask your lead, or run `luotsi user link`, for a new one.",
            code="entrance_link_ended",
        )
    if request.method != "POST":
        return render(request, "accounts/enter_once.html", {"person": user})
    login(request, user, backend=BACKEND)
    return redirect("today")
