"""Personal API tokens: made, revoked, and recognised. Only a token's SHA-256 is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from luotsi.kernel.accounts.models import PersonalToken, Scope, User
from luotsi.kernel.activity.models import record

USE_NOTED_EVERY = timedelta(minutes=10)  # noting each use would make a write of every read


@transaction.atomic
def make_token(*, user: User, name: str, scope: Scope, days: int | None, at: datetime) -> tuple[PersonalToken, str]:
    """A new token and its secret, which is not kept and cannot be shown again."""
    secret = PersonalToken.new_secret()
    token = PersonalToken.objects.create(
        user=user,
        name=name.strip(),
        digest=PersonalToken.digest_of(secret),
        scopes=[Scope.READ, Scope.WRITE] if scope == Scope.WRITE else [Scope.READ],
        created_at=at,
        expires_at=at + timedelta(days=days) if days else None,
    )
    record("accounts.token_made", user, by=user, at=at, token=token, scope=scope)
    return token, secret


@transaction.atomic
def revoke_token(*, token: PersonalToken, by: User, at: datetime) -> None:
    """From now on it opens nothing. Revoking twice changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record("accounts.token_revoked", token.user, by=by, at=at, token=token)


def user_of(secret: str, *, writes: bool, at: datetime) -> User | None:
    """Whose open token this is; None for any other text. Raises PermissionDenied when it may only read."""
    token = PersonalToken.objects.select_related("user").filter(digest=PersonalToken.digest_of(secret)).first()
    if token is None or not token.is_open(at) or not token.user.is_active:
        return None
    if (Scope.WRITE if writes else Scope.READ) not in token.scopes:
        raise PermissionDenied("This token may only read. Make one that may write under Settings, API tokens.")
    _note_use(token, at)
    return token.user


def _note_use(token: PersonalToken, at: datetime) -> None:
    if token.used_at is None or at - token.used_at > USE_NOTED_EVERY:
        PersonalToken.objects.filter(pk=token.pk).update(used_at=at)
