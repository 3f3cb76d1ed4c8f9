"""What goes into a critique and what comes out: codes, places and counts, no sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Place = tuple[str, int, int]
KINDS = ("release", "title", "post", "mail")
FACTS = ("number", "money", "date", "name", "place", "comparison")
FINDINGS = (
    "title_missing",
    "title_empty",
    "title_hides",
    "begun",
    "prototype",
    "no_fact",
    "no_number",
    "no_gain",
    "gain_unmeasured",
    "quote_empty",
    "too_long",
    "push",
    "no_help",
    "self_praise",
    "boilerplate",
    "jargon",
)
VERDICTS = (
    "worth_sending",
    "worth_writing",
    "needs_work",
    "needs_the_fact",
    "needs_the_gain",
    "only_begun",
    "empty",
    "too_long_for_its_facts",
    "pushes",
    "nothing_to_read",
    "unknown_language",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text before it goes out. `kind` is one of KINDS; an empty `lang` is found out; `company` is whose it is.

    `audience` names those it is for ("bakers"), so that they count as customers where the text tells of a gain.
    """

    title: str = ""
    body: str = ""
    kind: str = "release"
    lang: str = ""
    company: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to hold on to: its kind (one of FACTS), place and words. The same words count once."""

    kind: str
    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and where. `weight` (0-70) is taken off the score; a place of no length is the whole field."""

    code: str
    place: Place
    words: str
    weight: float
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Critique:
    """The judgement on one draft.

    `score` is 0-100, None where nothing could be judged; `minutes` to read it; `findings` in the order of the text;
    `first` holds the up to three to mend first, the heaviest of each code.
    """

    lang: str
    verdict: str
    score: int | None
    minutes: float
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    first: tuple[Finding, ...]

    @property
    def fact_counts(self) -> dict[str, int]:
        """Different facts by kind."""
        counted = Counter(fact.kind for fact in self.facts)
        return {kind: counted[kind] for kind in FACTS}
