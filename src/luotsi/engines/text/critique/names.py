"""Names: capitalised words that are neither a sentence's first word, nor the company, nor a word of any firm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from luotsi.engines.text.critique.prose import WORD, Hit, Prose
from luotsi.engines.text.critique.wording import pattern
from luotsi.engines.text.words import fold

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĻŁŃŅŇŌŐŘŚŠŞŢŤŪŮŰŹŻŽА-ЯЁІЇЄҒҚҢӨҰҮҺ"
_NAME_WORD = rf"[{_CAPITAL}][\w'’]{{0,60}}(?:[-./&+][\w'’]{{1,60}}){{0,4}}"
_RUN = re.compile(rf"(?<![\w’'])(?:{_NAME_WORD})(?:[ \u00a0](?:(?:of|de|la|del|von|van|&|and) )?{_NAME_WORD}){{0,6}}")
_WORD = re.compile(_NAME_WORD)
_BEFORE_A_SENTENCE = frozenset(".!?…:;\n\r\t•*#>|")
_OPENING = " \u00a0\"“”„«»'‘’(-–—¿¡["
_PLACE_ENDING = re.compile(r"\w{2,}(?:ssa|sta|lla|lta|seen|aan|hin)$")
_SHOUTED = 0.7
LEGAL_FORMS = frozenset("inc corp ltd llc plc co oy oyj ab as gmbh sa sl srl spa ооо оао зао пао ао pt tbk cv".split())


def names_in(prose: Prose, company: str = "") -> Iterator[tuple[Hit, bool]]:
    """Every name with whether it is named as a place."""
    capitals_tell = not is_title_case(prose) and not is_shouted(prose)
    for run in _RUN.finditer(prose.text):
        kept = [word for word in _words(run) if not is_common(prose.lang, word.group(), company)]
        if kept and begins_a_sentence(prose.text, run.start()) and capitals_tell:
            kept = _without_a_mere_beginning(run, kept)
        if not capitals_tell:
            kept = [word for word in kept if is_marked(word.group())]
        if kept:
            hit = Hit(run.start() + kept[0].start(), run.start() + kept[-1].end())
            yield hit, _is_place(prose, hit)


def is_title_case(prose: Prose) -> bool:
    """Whether most longer words begin with a capital, so that capitals tell no names."""
    if prose.field != "title":
        return False
    longer = [word.group() for word in WORD.finditer(prose.text) if len(word.group()) > 3]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) > 0.6 * len(longer)


def is_shouted(prose: Prose) -> bool:
    """Whether it is written in capitals."""
    letters = [letter for letter in prose.text[:2000] if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) > _SHOUTED * len(letters)


def is_common(lang: str, word: str, company: str) -> bool:
    """A word of every firm's text (a little word, an abbreviation all use, a month) or of this company's name."""
    return _is_common(lang, fold(word), company)


@lru_cache(maxsize=20_000)
def _is_common(lang: str, folded: str, company: str) -> bool:
    parts = WORD.findall(folded)
    if len(parts) > 1:
        return all(_is_common(lang, part, company) for part in parts)
    return (
        len(folded) < 2
        or folded in LEGAL_FORMS
        or any(pattern(lang, section).fullmatch(folded) for section in ("function", "generic", "month", "weekday"))
        or is_of_company(folded, company)
    )


def is_of_company(folded: str, company: str) -> bool:
    """Whether a word is one of the company's name, whatever its ending."""
    return any(folded.startswith(stem) and len(folded) <= len(stem) + 6 for stem in _stems(company))


@lru_cache(maxsize=500)
def _stems(company: str) -> tuple[str, ...]:
    return tuple(part[: max(3, len(part) - 2)] for part in WORD.findall(fold(company)) if len(part) > 1)


def is_marked(word: str) -> bool:
    """A capital or a digit inside: SAP, S/4HANA, PostNord."""
    return (
        any(letter.isupper() or letter.isdigit() for letter in word[1:])
        and not word.isupper()
        or (word.isupper() and 2 <= len(word) <= 6)
    )


def begins_a_sentence(text: str, place: int) -> bool:
    """Whether only quotes, dashes and spaces lie between a place and the sentence before it."""
    for at in range(place - 1, max(-1, place - 12), -1):
        if text[at] in _BEFORE_A_SENTENCE:
            return True
        if text[at] not in _OPENING:
            return False
    return place < 12


def _words(run: re.Match[str]) -> list[re.Match[str]]:
    return list(_WORD.finditer(run.group()))


def _without_a_mere_beginning(run: re.Match[str], kept: list[re.Match[str]]) -> list[re.Match[str]]:
    """A single capital at a sentence's beginning says nothing, unless it has another inside."""
    if len(kept) == 1 and kept[0].start() == 0 and not is_marked(kept[0].group()):
        return []
    return kept


def _is_place(prose: Prose, hit: Hit) -> bool:
    word = prose.folded[hit.start : hit.end]
    if prose.lang == "fi":
        return bool(_PLACE_ENDING.search(word))
    before = prose.folded[max(0, hit.start - 14) : hit.start].rstrip()
    return bool(before) and any(found.end() == len(before) for found in pattern(prose.lang, "place").finditer(before))
