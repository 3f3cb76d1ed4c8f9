"""What a pre-read says: slides of a few kinds, each with its rows, all in words. Frozen, and the same after keeping.

Nothing here knows rows of the database. `about` is whose words a row holds, so that they can be forgotten.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

Point = tuple[str, float]  # a day as 2026-11-23, and the value measured on it


@dataclass(frozen=True, slots=True)
class Opening:
    """The title page: one sentence under the title, and a few lines on the day and whose case it is."""

    lead: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what the case answers; a text of its own has no question."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal or outcome it serves: its way in words, where it stands, and how much of the way is done (0–1)."""

    title: str
    way: str
    today: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for a team: from what to what, and how large it is."""

    team: str
    effect: str
    change: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A metric as it was measured, oldest first; `aim` are the two ends of the way to its target."""

    name: str
    unit: str
    value: str
    says: str
    source: str
    points: tuple[Point, ...]
    aim: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts side by side."""

    name: str
    unit: str
    source: str
    points: tuple[Point, ...]  # a label instead of a day


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it says and where it is from."""

    value: str
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words; `who` is what the leave allows to name."""

    words: str
    who: str
    about: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom."""

    what: str
    kind: str
    of: str = ""
    amount: str = ""
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Danger:
    """What may go wrong, and what would be done."""

    what: str
    answer: str


Row = Opening | Answer | Aim | Effect | Curve | Bars | Figure | Said | Asked | Danger
ROWS: dict[str, type[Any]] = {
    "title": Opening, "why": Answer, "idea": Answer, "goals": Aim, "effects": Effect, "number": Curve, "bars": Bars,
    "figures": Figure, "quotes": Said, "asks": Asked, "risks": Danger,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slide:
    """One subject. `kind` is a key of ROWS; `sources` go into the speaker's notes."""

    kind: str
    heading: str
    rows: tuple[Any, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """The pre-read of one case in one language."""

    title: str
    language: str
    slides: tuple[Slide, ...]


def to_document(deck: Deck) -> dict[str, Any]:
    """As JSON keeps it."""
    return asdict(deck)


def from_document(document: dict[str, Any]) -> Deck:
    """The deck again, equal to the one it was made from."""
    return Deck(document["title"], document["language"], tuple(_slide(one) for one in document["slides"]))


def without(deck: Deck, stakeholder_id: int, *, words_only: bool = False) -> Deck:
    """The same without the words of one person, and without their name where something is asked of them."""
    slides = (replace(slide, rows=tuple(_forgotten(slide.rows, stakeholder_id, words_only))) for slide in deck.slides)
    return replace(deck, slides=tuple(slide for slide in slides if slide.rows))


def without_words(deck: Deck, stakeholder_id: int, words: str, instead: str) -> Deck:
    """The same without these words of one person; with them under another name where `instead` is one."""
    slides = (replace(slide, rows=tuple(_unsaid(slide.rows, stakeholder_id, words, instead))) for slide in deck.slides)
    return replace(deck, slides=tuple(slide for slide in slides if slide.rows))


def speaks_of(deck: Deck, stakeholder_id: int) -> bool:
    return any(getattr(row, "about", None) == stakeholder_id for slide in deck.slides for row in slide.rows)


def _forgotten(rows: tuple[Any, ...], stakeholder_id: int, words_only: bool) -> list[Any]:
    kept = []
    for row in rows:
        if getattr(row, "about", None) != stakeholder_id:
            kept.append(row)
        elif isinstance(row, Asked):
            kept.append(row if words_only else replace(row, of="", about=None))
    return kept


def _unsaid(rows: tuple[Any, ...], stakeholder_id: int, words: str, instead: str) -> list[Any]:
    kept = []
    for row in rows:
        if not (isinstance(row, Said) and row.about == stakeholder_id and row.words == words):
            kept.append(row)
        elif instead:
            kept.append(replace(row, who=instead))
    return kept


def _slide(kept: dict[str, Any]) -> Slide:
    made = ROWS[kept["kind"]]
    rows = tuple(made(**{name: _tupled(value) for name, value in row.items()}) for row in kept["rows"])
    return Slide(kept["kind"], kept["heading"], rows, tuple(kept["sources"]))


def _tupled(value: Any) -> Any:
    """JSON knows lists only."""
    return tuple(_tupled(part) for part in value) if isinstance(value, list | tuple) else value
