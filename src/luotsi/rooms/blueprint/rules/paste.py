"""Reads a pasted list of people: `Anna, writer 100 %, 37.5 h`, or `Pekka; design 60 %; video 40 %; run-work 10 %`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luotsi.kernel.errors import BadInput, Fault

FULL_WEEK = 37.5
RUN_WORK = 0.2
FILE = "list"

# A comma between digits is a decimal comma.
SEPARATOR = re.compile(r"[;\t]|(?<!\d),|,(?!\d)")
NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)"
HOURS = re.compile(rf"^{NUMBER}\s*(?:h|hrs?|hours?|t|tuntia|ч|час\w*|horas?|jam)\b.*$", re.IGNORECASE)
PERCENT = re.compile(rf"^(?P<name>.*?)\s*{NUMBER}\s*%$")
RUN_WORD = re.compile(r"^run[\s-]?work$|^run$|^perustyö$|^рутина$|^rutina$|^rutin$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PastedMember:
    """One line as read; shares are 0–1."""

    name: str
    hours_per_week: float = FULL_WEEK
    run_work_share: float = RUN_WORK
    skills: dict[str, float] = field(default_factory=dict)


def read_members(text: str) -> list[PastedMember]:
    """Every line a member. Raises BadInput naming each faulty line; empty lines are skipped."""
    found: list[PastedMember] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(_member(line))
        except ValueError as bad:
            faults.append(_fault(number, str(bad)))
    names = [member.name.casefold() for member in found]
    for name in {name for name in names if names.count(name) > 1}:
        faults.append(_fault(None, f"“{name}” stands there more than once."))
    if not found and not faults:
        faults.append(_fault(None, "The list is empty."))
    if faults:
        raise BadInput(faults)
    return found


def _fault(line: int | None, text: str) -> Fault:
    return Fault(FILE, text, line=line, code="people_line", advice="Write: Anna, writer 100 %, 37.5 h")


def _member(line: str) -> PastedMember:
    name, *parts = (part.strip() for part in SEPARATOR.split(line))
    parts = [part for part in parts if part]
    if not name or HOURS.match(name):
        raise ValueError("The line does not begin with a name.")
    if len(name) > 120:
        raise ValueError("The name is longer than 120 characters.")
    hours, run_work, given = FULL_WEEK, RUN_WORK, []
    for part in parts:
        if (as_hours := HOURS.match(part)) is not None:
            hours = _number(as_hours["number"], 80, "hours a week")
            continue
        skill, share = _skill(part)
        if RUN_WORD.match(skill) and share is not None:
            run_work = share
        else:
            given.append((skill, share))
    return PastedMember(name, hours, run_work, _shares(given))


def _skill(part: str) -> tuple[str, float | None]:
    found = PERCENT.match(part)
    name = (found["name"] if found else part).strip(" :=–-")
    if not name:
        raise ValueError(f"“{part}” names no skill.")
    if len(name) > 60:
        raise ValueError(f"The skill “{name[:20]}…” is longer than 60 characters.")
    return name.lower(), _number(found["number"], 100, "percent") / 100 if found else None


def _shares(given: list[tuple[str, float | None]]) -> dict[str, float]:
    """Skills without a percentage share evenly what the others leave."""
    if not given:
        raise ValueError("The line names no skill.")
    if len({skill for skill, _ in given}) < len(given):
        raise ValueError("A skill stands there twice.")
    said = sum(share for _, share in given if share is not None)
    if said > 1.0001:
        raise ValueError(f"The skills add up to {round(100 * said)} %.")
    open_count = sum(1 for _, share in given if share is None)
    rest = (1 - said) / open_count if open_count else 0.0
    return {skill: round(rest if share is None else share, 3) for skill, share in given}


def _number(text: str, most: float, what: str) -> float:
    value = float(text.replace(",", "."))
    if value > most:
        raise ValueError(f"{text} {what} is more than {most:g}.")
    return value
