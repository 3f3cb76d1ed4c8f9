"""Sign-in: allauth's adapter for a house without public sign-up, and the sample workspace's sign-in links."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import public

SALT = "luotsi.demo"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Adapter(DefaultAccountAdapter):
    """People are invited, they do not sign up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        raise Http404


@public
def no_address_of_ones_own(request: HttpRequest) -> HttpResponse:
    """What one may read follows from one's address (own requests), so nobody gives themselves another."""
    raise Http404


def sample_link(user: User) -> str:
    """A sign-in link for one sample person, good for a week; only a sample workspace answers it."""
    return settings.PUBLIC_URL + reverse("sample_enter", args=[signing.dumps(user.pk, salt=SALT)])


@public
def sample_enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as a sample person. Exists in a sample workspace only, which listens on loopback only."""
    if not settings.DEMO:
        raise Http404
    try:
        user = User.objects.get(pk=signing.loads(token, salt=SALT, max_age=timedelta(days=7)), is_active=True)
    except (signing.BadSignature, User.DoesNotExist):
        raise Http404 from None
    login(request, user, backend=BACKEND)
    return redirect("today")
