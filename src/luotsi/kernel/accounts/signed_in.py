"""The type of a request behind `@needs`: somebody is signed in. For annotations; nothing is checked here."""

from __future__ import annotations

from django.http import HttpRequest

from luotsi.kernel.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User  # never anonymous: `needs` asked for a permission
