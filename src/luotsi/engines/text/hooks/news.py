"""What goes into the reading of company news, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

HOOKS = (
    "acquisition",
    "completion",
    "product",
    "analytics",
    "special",
    "results",
    "division",
    "start",
    "partnership",
    "appointment",
    "event",
    "rating",
    "other",
)
WORTHY = frozenset(HOOKS[:6])
FILLER = frozenset(HOOKS[6:12])
LANGUAGES = ("en", "fi", "ru", "es", "id")


def worthiness_of(hook: str) -> str:
    """`worthy`, `filler` or `other`.

    >>> worthiness_of("completion"), worthiness_of("start")
    ('worthy', 'filler')
    """
    return "worthy" if hook in WORTHY else "filler" if hook in FILLER else "other"


@dataclass(frozen=True, slots=True)
class News:
    """A headline with its lead; an empty language is found out."""

    headline: str
    lead: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """What spoke for the hook: a code, the words and their place (`headline` or `lead`, start, end).

    Codes: `verb` (what is done), `object` (to what), `stage` (planned, begun, done), `pattern` (two of them together),
    `words`, `meaning` (the whole text is like others of this hook), `learnt` (corrected here before). `detail` names
    the family of words (`buy`, `office`, `will`) or, for `learnt`, is empty.
    """

    code: str
    hook: str
    words: str
    place: tuple[str, int, int]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The hook of one news item with its probability (0-1), the others, and why.

    `also` is a second hook that nearly fits as well, or empty.
    """

    lang: str
    hook: str
    worthy: bool
    probability: float
    probabilities: tuple[tuple[str, float], ...]
    alternatives: tuple[tuple[str, float], ...]
    reasons: tuple[Reason, ...]
    also: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """A correction: this news is of that hook."""

    headline: str
    lead: str
    lang: str
    hook: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often a hook (row, in the order of `hooks`) was taken for another (column), on `texts` texts."""

    hooks: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def texts(self) -> int:
        """How many texts were read for it."""
        return sum(map(sum, self.counts))
