"""What the API routes of all rooms share: who may call, windows of rows, safe types, the shape of a refusal.

A room's `api.py` has a `router` and gives every operation its permission:

    @router.get("/goals", response=Window[GoalOut], auth=BearerToken("goals.see"))
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema
from ninja.security import HttpBearer
from pydantic import AfterValidator, Field

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import PERMISSIONS
from luotsi.kernel.accounts.tokens import user_of

READING = ("GET", "HEAD", "OPTIONS")
LARGEST_ID = 2**63 - 1

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
RowT = TypeVar("RowT")
ModelT = TypeVar("ModelT", bound=Model)


def text(most: int, *, least: int = 0) -> Any:
    """A text type for schemas: `title: text(200, least=1)`. Databases cannot keep the character NUL."""
    pattern = r"^[^\x00]*$" if not least else r"^[^\x00]*[^\x00\s][^\x00]*$"
    return Annotated[str, Field(max_length=most, min_length=least, pattern=pattern), AfterValidator(str.strip)]


class BearerToken(HttpBearer):
    """Lets in whoever sends an open personal token that reaches far enough and holds `permission`.

    Reading asks for the scope read, anything else for write.
    """

    def __init__(self, permission: str) -> None:
        if permission not in PERMISSIONS:
            raise KeyError(f"{permission!r} is not in the permission table")
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = user_of(token, writes=request.method not in READING, at=timezone.now())
        if user is not None and not user.may(self.permission):
            raise PermissionDenied(f"Your role does not have the permission {self.permission}.")
        if user is not None:
            request.user = user
        return user


class Window(Schema, Generic[RowT]):
    """Some of the rows, and how many there are."""

    count: int
    rows: list[RowT]


class Span(Schema):
    """Which of the rows: `limit` of them after the first `offset`."""

    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=10_000_000)

    def of(self, rows: QuerySet[ModelT]) -> tuple[int, list[ModelT]]:
        """How many there are, and the window; two queries."""
        return rows.count(), list(rows[self.offset : self.offset + self.limit])


class Place(Schema):
    """One fault: where it is and what is wrong."""

    place: str
    message: str


class Problem(Schema):
    """Every answer that is not a success. `code` is stable; `message` says what happened, why and what to do."""

    code: str
    message: str
    field: str = ""
    faults: list[Place] = []
