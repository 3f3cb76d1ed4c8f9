"""The road of one case as a picture: eight stations, which were passed when and by whom, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luotsi.rooms.cases.codes import OPEN, State
from luotsi.rooms.cases.models import Case, Step
from luotsi.rooms.cases.rules.roles import POSITIONS, STANDS

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User


@dataclass(frozen=True, slots=True)
class Station:
    """One stage of the road in this round."""

    state: State
    step: Step | None
    is_now: bool
    is_passed: bool


def road_of(case: Case, steps: Iterable[Step]) -> list[Station]:
    """By the newest step to each stage in the running round; a yes passes the decision."""
    newest = {step.state: step for step in steps if step.round == case.round}
    if State.RUNNING in newest:
        newest.setdefault(State.DECIDED, newest[State.RUNNING])
    order = list(State)
    here = order.index(State(case.state))
    return [
        Station(state, newest.get(state), state == case.state, place < here and _is_passed(case, state, newest))
        for place, state in enumerate(order)
    ]


def _is_passed(case: Case, state: State, newest: dict[str, Step]) -> bool:
    """What comes back as adjusted has passed the stages before it in an earlier round."""
    return state in newest or (case.round > 1 and state in OPEN)


def roles_to_change(user: User, case: Case, who: str) -> dict[str, Any]:
    """What the form of roles begins with for `who`, the id of a stakeholder as it was sent."""
    if not who.isdecimal() or len(who) > 18:
        return {}
    settable = POSITIONS + (STANDS if user.may("people.see_thoughts") else ())
    held = list(case.roles.filter(stakeholder=int(who), role__in=settable))
    kind = next((role.detractor_kind for role in held if role.detractor_kind), "")
    return {"stakeholder": int(who), "roles": [role.role for role in held], "detractor_kind": kind}
