"""What the room announces to rooms above it, and what it asks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.dispatch import Signal

# Sent before somebody is entered, with `name` and `email`. A receiver that knows this person as a customer
# contact raises Refused, and nobody is entered.
stakeholder_entering = Signal()

# Asked with `stakeholder_ids` and `on`: who knows the stage and the roles in force of these people? A receiver
# answers {stakeholder id: [InForce, …]}; whoever nobody knows stands before the case, with the standing roles.
stages_of = Signal()

# Asked with `stakeholder`: what do you keep about this person? A receiver answers a list of `Section`.
exporting = Signal()

# Sent within the transaction that erases `stakeholder`, with `by` and `at`: remove what this person thinks and says.
# References may stay; the row they point to loses its name.
erasing = Signal()

# Sent within the transaction in which the leave to use the words of `quote` changes, with `at`: whoever keeps a copy
# of them follows it.
leave_changed = Signal()

# Sent within the transaction that ends the thoughts about `stakeholder`, with `at`: their term is over.
thoughts_ending = Signal()


@dataclass(frozen=True, slots=True)
class InForce:
    """Where somebody stands in one thing that is under way: its stage, their roles there, its next decision."""

    stage: str
    roles: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    decision_on: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is kept about one person: a name in the reader's language, and rows of field and value.

    Fields are codes of `words.FIELDS`, which says what each is called.
    """

    code: str
    name: Any
    rows: tuple[Mapping[str, Any], ...]


def ask_stages(stakeholder_ids: Iterable[int], on: date) -> dict[int, list[InForce]]:
    """What the rooms above know of these people's stages; those nobody knows are absent."""
    found: dict[int, list[InForce]] = {}
    answers: list[tuple[Any, Any]] = stages_of.send(sender=InForce, stakeholder_ids=list(stakeholder_ids), on=on)
    for _receiver, known in answers:
        for pk, stands in (known or {}).items():
            found.setdefault(pk, []).extend(stands)
    return found


def ask_kept(stakeholder: Any) -> list[Section]:
    """What the rooms above keep about this person."""
    answers: list[tuple[Any, Any]] = exporting.send(sender=Section, stakeholder=stakeholder)
    return [section for _receiver, sections in answers for section in sections or ()]
