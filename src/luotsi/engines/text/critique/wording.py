"""Reads the word lists of the critique (lists/*.txt) into patterns; the notation stands at the head of en.txt."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from luotsi.engines.text.words import fold

LANGUAGES = ("en", "fi", "ru", "es", "id")
_GAP = r"[\s\-]{1,4}"
_UP_TO_THREE = r"(?:[^\w\n]{1,6}\w{1,40}){0,3}?[^\w\n]{1,6}"
_SECTION = re.compile(r"^\[([a-z]+)\]$", re.MULTILINE)
NEVER = re.compile(r"(?!)")


@cache
def pattern(lang: str, section: str) -> re.Pattern[str]:
    """One pattern for whole words over folded text; matches nothing in a language without lists."""
    phrases = _sections(lang).get(section, ())
    if not phrases:
        return NEVER
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(_as_pattern, longest_first)) + r")(?!\w)")


@cache
def beginnings(lang: str, section: str) -> frozenset[str]:
    """The one or two letters that a phrase of the list can begin with: where else need nobody look."""
    return frozenset(first for phrase in _sections(lang).get(section, ()) for first in _firsts(fold(phrase)))


def _firsts(phrase: str) -> set[str]:
    """Each beginning of a phrase, two letters where they are letters for sure."""
    if not phrase.startswith("("):
        return {phrase[:2] if phrase[1:2].isalnum() and phrase[2:3] != "?" else phrase[:1]}
    close = _closing(phrase)
    rest = phrase[close + 1 :]
    firsts = {first for choice in _choices(phrase[1:close]) for first in _firsts(choice + rest.removeprefix("?"))}
    return firsts | _firsts(rest[1:].lstrip()) if rest.startswith("?") else firsts


def _closing(phrase: str) -> int:
    depth = 0
    for place, letter in enumerate(phrase):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place
    raise ValueError(f"a bracket is open in {phrase!r}")


def _choices(inner: str) -> list[str]:
    depth, choices = 0, [""]
    for letter in inner:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            choices.append("")
        else:
            choices[-1] += letter
    return choices


@cache
def _sections(lang: str) -> dict[str, tuple[str, ...]]:
    if lang not in LANGUAGES:
        return {}
    text = files(__package__).joinpath("lists", f"{lang}.txt").read_text(encoding="utf-8")
    _, *parts = _SECTION.split(text)
    return {head: _phrases(body) for head, body in zip(parts[::2], parts[1::2], strict=True)}


def _phrases(body: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for line in body.splitlines() for phrase in line.split(",") if phrase.strip())


def _as_pattern(phrase: str) -> str:
    spelled = (
        fold(phrase)
        .replace(" ~ ", "~")
        .replace("(", "(?:")
        .replace("*", r"\w*")
        .replace("+", r"\w{0,4}")
        .replace("#", r"\d+")
    )
    return spelled.replace(" ", _GAP).replace("~", _UP_TO_THREE)
