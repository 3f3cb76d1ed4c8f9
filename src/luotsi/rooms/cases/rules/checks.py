"""Checks that teach: each looks at the facts of a case and says what holds, what is missing, what needs to get better.

Nobody ticks one: they are computed each time from what the case holds. Codes only; words are in saying.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from luotsi.rooms.cases.rules.facts import CaseFacts, TouchFact
from luotsi.rooms.cases.rules.roles import TO_BE_HEARD
from luotsi.rooms.cases.rules.tone import tone_of
from luotsi.rooms.people.rules import counts_as_agreement

OK, MISSING, BETTER = "ok", "missing", "better"
LARGE_HOURS = 400  # a year; about a quarter of one person's working time
LARGE_PEOPLE = 50
LARGE_CHANGE = 0.25  # of today's value
PREREAD_DAYS = 3  # a pre-read is sent at least so many days before


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `what` says which one of its code's; `names`, `number` and `on` fill its words."""

    code: str
    state: str
    what: str
    names: tuple[str, ...] = ()
    number: int = 0
    on: date | None = None

    @property
    def is_missing(self) -> bool:
        return self.state == MISSING


def why(facts: CaseFacts) -> Check:
    """Three answers before anything else; a hypothesis will do at the start."""
    fields = ("why_do", "why_goals", "why_care")
    empty = tuple(name for name, text in zip(fields, facts.whys, strict=True) if not text.strip())
    return Check("why", MISSING if empty else OK, "unanswered" if empty else "answered", empty)


def goals(facts: CaseFacts) -> Check:
    living = tuple(goal.title for goal in facts.goals if goal.ended_on is None)
    ended = tuple(goal.title for goal in facts.goals if goal.ended_on is not None)
    if not facts.goals:
        return Check("goals", MISSING, "none")
    if ended:
        return Check("goals", BETTER if living else MISSING, "ended", ended)
    return Check("goals", OK, "living", living, len(living))


def touches(facts: CaseFacts) -> Check:
    """More than one team with a measurable effect; one alone only with a large one."""
    if not facts.touches:
        return Check("touches", MISSING, "none")
    measured = [touch for touch in facts.touches if touch.is_measurable]
    vague = _unique(touch.team for touch in facts.touches if not touch.is_measurable)
    if not measured:
        return Check("touches", MISSING, "unmeasured", vague)
    teams = _unique(touch.team for touch in measured)
    if len(teams) == 1 and not any(is_large(touch) for touch in measured):
        return Check("touches", BETTER, "one_small", teams)
    return Check("touches", BETTER if vague else OK, "unmeasured" if vague else "measured", vague or teams, len(teams))


def is_large(touch: TouchFact) -> bool:
    return touch.hours >= LARGE_HOURS or touch.people_count >= LARGE_PEOPLE or abs(touch.change_share) >= LARGE_CHANGE


def talks(facts: CaseFacts) -> Check:
    held = facts.talks_held
    return Check("talks", OK if held else MISSING, "held" if held else "none", number=held)


def heard(facts: CaseFacts) -> Check:
    """Whoever decides or can sink the case has been talked to."""
    if not any("decision_maker" in person.roles for person in facts.people):
        return Check("heard", MISSING, "no_decision_maker")
    needed = [person for person in facts.people if person.roles & set(TO_BE_HEARD)]
    silent = tuple(person.name for person in needed if not person.is_heard)
    return Check("heard", MISSING if silent else OK, "unheard" if silent else "heard", silent, len(needed))


def backing(facts: CaseFacts) -> Check:
    """Full agreement or an investment; a lukewarm word and a "not a no" never count."""
    counted = [person for person in facts.people if counts_as_agreement(person.strength)]
    soft = tuple(person.name for person in facts.people if person.strength in ("lukewarm", "not_a_no"))
    return Check("backing", OK if counted else MISSING, "some" if counted else "nobody", soft, len(counted))


def doubts(facts: CaseFacts) -> Check:
    """A doubt is asked after: whoever does not agree was asked what holds them back, and the worry was noted."""
    unasked = tuple(
        person.name
        for person in facts.people
        if person.strength and not counts_as_agreement(person.strength) and not person.told_worry
    )
    return Check("doubts", MISSING if unasked else OK, "unasked" if unasked else "asked", unasked)


def worries(facts: CaseFacts) -> Check:
    still = facts.worries
    return Check("worries", BETTER if still else OK, "open" if still else "eased", _unique(still), len(still))


def numbers(facts: CaseFacts) -> Check:
    if not facts.numbers:
        return Check("numbers", MISSING, "none")
    old = facts.old_numbers
    return Check("numbers", BETTER if old else OK, "old" if old else "there", old, facts.numbers)


def quotes(facts: CaseFacts) -> Check:
    return Check("quotes", OK if facts.quotes else MISSING, "there" if facts.quotes else "none", number=facts.quotes)


def asks(facts: CaseFacts) -> Check:
    return Check("asks", OK if facts.asks else MISSING, "there" if facts.asks else "none", number=len(facts.asks))


def adjusted(facts: CaseFacts) -> Check:
    made = facts.adjustments
    return Check("adjusted", OK if made else MISSING, "there" if made else "none", number=made)


def preread_day(facts: CaseFacts) -> Check:
    """A pre-read is sent for a day."""
    day = facts.presents_on
    return Check("preread_day", OK if day else MISSING, "set" if day else "none", on=day)


def preread(facts: CaseFacts) -> Check:
    """Sent days ahead, so that there is time to digest it."""
    if facts.presents_on is None:
        return Check("preread", MISSING, "no_day")
    by_on = facts.presents_on - timedelta(days=PREREAD_DAYS)
    if facts.preread_on is None:
        return Check("preread", MISSING, "to_send" if by_on >= facts.on else "late", on=by_on)
    days = (facts.presents_on - facts.preread_on).days
    return Check("preread", OK if days >= PREREAD_DAYS else BETTER, "sent", number=max(days, 0), on=facts.preread_on)


def tone(facts: CaseFacts) -> Check:
    """More solution than complaint. A risk with an answer is a solution, one without is none."""
    bare = tuple(what for what, answer in facts.risks if not answer.strip())
    found = tone_of(" ".join((*facts.whys, facts.idea, *facts.asks, *(answer for _, answer in facts.risks))))
    if len(found.complaints) > len(found.solutions):
        return Check("tone", BETTER, "complains", found.complaints, len(found.solutions))
    return Check("tone", BETTER if bare else OK, "bare_risks" if bare else "solves", bare, len(found.solutions))


ALL: dict[str, Callable[[CaseFacts], Check]] = {
    check.__name__: check
    for check in (why, goals, touches, talks, heard, backing, doubts, worries, numbers, quotes, asks, adjusted,
                  preread_day, preread, tone)
}  # fmt: skip
# What the page of a case shows, in the order of the road; the rest only matters for a step.
SHOWN = (
    "why",
    "goals",
    "touches",
    "heard",
    "backing",
    "doubts",
    "worries",
    "numbers",
    "quotes",
    "asks",
    "preread",
    "tone",
)
# What these find is what people think: shown to those who may know it.
THOUGHTS = frozenset({"backing", "doubts", "worries"})


def checks_of(facts: CaseFacts, codes: Iterable[str] = SHOWN) -> list[Check]:
    return [ALL[code](facts) for code in codes]


def missing_for(facts: CaseFacts, codes: Iterable[str]) -> list[Check]:
    """What a step needs and is not there. "Needs to get better" does not hold a case up."""
    return [check for check in checks_of(facts, codes) if check.is_missing]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
