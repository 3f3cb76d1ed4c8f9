"""API of the register: who somebody is. What people think is on no address of the API."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.api import BearerToken, Span, Window, text
from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.drafts import Identity
from luotsi.rooms.people.models import Stakeholder

router = Router(tags=["people"])
see, write = BearerToken("people.see"), BearerToken("people.write")
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]
Kind = Literal["inside", "outside"]  # not Stakeholder.Kind: the schema knows types by name, and a metric has a Kind


class StakeholderOut(Schema):
    id: int
    name: str
    email: str | None
    organisation: str
    department: str
    function: str
    kind: Kind
    left_on: date | None


class StakeholderIn(Schema):
    """A customer contact is refused with the reason."""

    name: text(200, least=1)  # type: ignore[valid-type]
    email: text(254) = ""  # type: ignore[valid-type]
    organisation: text(200) = ""  # type: ignore[valid-type]
    department: text(120) = ""  # type: ignore[valid-type]
    function: text(120) = ""  # type: ignore[valid-type]
    kind: Kind = "inside"


class StakeholdersWanted(Span):
    words: str = Field("", max_length=200, pattern=r"^[^\x00]*$", description="Each of them occurs somewhere.")
    with_left: bool = False


@router.get("/stakeholders", response=Window[StakeholderOut], auth=see)
def list_stakeholders(request: SignedInRequest, wanted: Query[StakeholdersWanted]) -> dict[str, Any]:
    """The register by name; who left only when asked for."""
    found = queries.stakeholders_for(request.user, words=wanted.words, with_left=wanted.with_left)
    count, rows = wanted.of(found)
    return {"count": count, "rows": rows}


@router.get("/stakeholders/{pk}", response=StakeholderOut, auth=see)
def show_stakeholder(request: SignedInRequest, pk: Key) -> Stakeholder:
    return queries.stakeholder_by_id_for(request.user, pk)


@router.post("/stakeholders", response={201: StakeholderOut}, auth=write)
def add_stakeholder(request: SignedInRequest, given: StakeholderIn) -> Status[Stakeholder]:
    """Enter somebody. A taken address, a missing name or a customer contact is refused."""
    identity = Identity(**given.dict())
    return Status(201, actions.add_stakeholder(identity=identity, by=request.user, at=timezone.now()))
