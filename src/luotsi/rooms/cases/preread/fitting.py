"""How wide words are, where lines break, and at which size a text fits: an estimate that leans to the wide side.

Sizes and lengths are points. Widths are those of the sans-serif letters that Arial, Helvetica and Liberation Sans
share, in thousandths of the size (Adobe's font metrics of Helvetica); letters without an entry count as a wide one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
CYRILLIC_WIDE = frozenset("жшщыюмфдц")
MARKS = {
    "–": 556,
    "—": 1000,
    "“": 333,
    "”": 333,
    "„": 333,
    "’": 222,
    "«": 556,
    "»": 556,
    "…": 1000,
    "→": 1000,
    "\xa0": 278,
}
BOLD = 1.07
SPARE = 1.04  # programs space letters a little differently
LINE = 1.25  # of the size, from one line to the next


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide this text is in one line."""
    return sum(map(_width, text)) / 1000 * size * (BOLD if bold else 1) * SPARE


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width`; a word that is wider by itself is broken."""
    return [line for part in text.split("\n") for line in _wrapped(part.split(), size, width, bold)]


def height_of(text: str, size: float, width: float, *, bold: bool = False) -> float:
    return len(lines_of(text, size, width, bold=bold)) * size * LINE


def largest(
    texts: Sequence[str], sizes: Iterable[float], width: float, height: float, *, bold: bool = False
) -> float | None:
    """The first of these sizes, given from large to small, at which each text fits by itself; else None."""
    return next(
        (size for size in sizes if all(height_of(text, size, width, bold=bold) <= height for text in texts)), None
    )


def largest_line(text: str, sizes: Sequence[float], width: float) -> float:
    """The first of these sizes at which the text, bold, is one line; else the last."""
    return next((size for size in sizes if width_of(text, size, bold=True) <= width), sizes[-1])


def portions(text: str, size: float, width: float, height: float) -> list[str]:
    """The text in pieces that each fit; every word is in one of them, and paragraphs stay paragraphs."""
    lines = [
        (line, number == 0)
        for part in text.split("\n")
        for number, line in enumerate(_wrapped(part.split(), size, width, False))
    ]
    most = max(int(height / (size * LINE)), 1)
    return [_together(lines[at : at + most]) for at in range(0, len(lines), most)]


def _together(lines: Sequence[tuple[str, bool]]) -> str:
    said = "".join(("\n" if begins else " ") + line for line, begins in lines)
    return said[1:]


def _wrapped(words: list[str], size: float, width: float, bold: bool) -> list[str]:
    lines, line = [], ""
    for word in (piece for whole in words for piece in _broken(whole, size, width, bold)):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, bold=bold) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _broken(word: str, size: float, width: float, bold: bool) -> list[str]:
    if width_of(word, size, bold=bold) <= width:
        return [word]
    half = max(len(word) // 2, 1)
    return [word] if len(word) < 2 else [
        *_broken(word[:half], size, width, bold), *_broken(word[half:], size, width, bold)
    ]  # fmt: skip


def _width(letter: str) -> int:
    code = ord(letter)
    if 32 <= code < 127:
        return ASCII[code - 32]
    if letter in MARKS:
        return MARKS[letter]
    if "\u0400" <= letter <= "\u04ff":
        return (830 if letter in CYRILLIC_WIDE else 590) if letter.islower() else 790
    base = unicodedata.normalize("NFD", letter)[0]
    return ASCII[ord(base) - 32] if 32 <= ord(base) < 127 else 1000
