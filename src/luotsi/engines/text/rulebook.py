"""Reads the word lists that the detector goes by (wordlists/*.txt), written for Luotsi.

A list has sections `[head …]`; `#` starts a comment line. `[= name]` defines alternatives that patterns of the
same file use as «name».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

# A pattern may start with a bracket too, but is never a bracketed word alone.
_HEAD = re.compile(r"\[((?:= )?[a-z_]+(?: [\d.]+)?)\]")
Section = tuple[tuple[str, ...], tuple[str, ...]]


@cache
def sections(name: str) -> tuple[Section, ...]:
    """The sections of a list in their order: the words of the head, and the lines."""
    return tuple(_parse(files(__package__).joinpath("wordlists", f"{name}.txt").read_text(encoding="utf-8")))


@cache
def patterns(name: str) -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """For each section of patterns: its code, its weight (0 when it has none) and one pattern for whole words."""
    return tuple(
        (head[0], float(head[1]) if len(head) > 1 else 0.0, whole_words(_expanded(name, lines)))
        for head, lines in sections(name)
        if head[0] != "="
    )


def whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern, not starting or ending inside a word."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _parse(text: str) -> Iterator[Section]:
    head: tuple[str, ...] = ()
    lines: list[str] = []
    for line in text.splitlines():
        if heading := _HEAD.fullmatch(line):
            if head:
                yield head, tuple(lines)
            head, lines = tuple(heading.group(1).split()), []
        elif line.strip() and not line.startswith("#"):
            lines.append(line)
    yield head, tuple(lines)


def _expanded(name: str, lines: tuple[str, ...]) -> str:
    pattern = "|".join(lines)
    for head, alternatives in sections(name):
        if head[0] == "=":
            pattern = pattern.replace(f"«{head[1]}»", "|".join(alternatives))
    return pattern
