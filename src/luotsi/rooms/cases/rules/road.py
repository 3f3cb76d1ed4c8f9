"""The road from why to win: its stages, which step may follow which, and what each step needs. Pure."""

from __future__ import annotations

from luotsi.rooms.cases.codes import Answer, State

APPROVED_DAYS, ROLLOUT_DAYS = 30, 180
# Which steps may be taken by hand from where. Deciding, coming back and closing are verbs of their own.
STEPS: dict[str, tuple[State, ...]] = {
    State.DRAFT: (State.TESTED,),
    State.TESTED: (State.ADJUSTED,),
    State.ADJUSTED: (State.PREREAD_SENT, State.TESTED),
    State.PREREAD_SENT: (State.PRESENTED, State.ADJUSTED),
    State.PRESENTED: (State.ADJUSTED,),
}

# What must hold before a step: at the start the why is a hypothesis, before those who decide it is evidence.
NEEDS: dict[str, tuple[str, ...]] = {
    State.TESTED: ("why", "goals", "talks"),
    State.ADJUSTED: ("adjusted",),
    State.PREREAD_SENT: ("why", "goals", "touches", "numbers", "quotes", "asks", "preread_day"),
    State.PRESENTED: ("goals", "numbers", "quotes", "heard", "doubts", "preread"),
}


def next_step(state: str) -> State | None:
    """The next step forward by hand; None once it is presented."""
    return None if state == State.PRESENTED else next(iter(STEPS.get(state, ())), None)


def reopens_as(answer: str) -> State:
    """Where a case begins its next round: a not yet is adjusted, a no starts from its why."""
    return State.ADJUSTED if answer == Answer.NOT_YET else State.DRAFT


def stage_of(state: str, days_since_yes: int = 0) -> str:
    """The stage of conversations, by the codes of `people`: approved for a month, rolled out for half a year."""
    if state != State.RUNNING:
        return "running" if state == State.CLOSED else "before_case"
    return "approved" if days_since_yes <= APPROVED_DAYS else "rollout" if days_since_yes <= ROLLOUT_DAYS else "running"
