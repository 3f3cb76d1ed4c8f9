"""Looks words up in the lists of stories (wordlists/story_*.txt): ideas, stages, places, words that say little."""

from __future__ import annotations

from functools import cache, lru_cache

from luotsi.engines.text.rulebook import sections

SHORTEST_START = 2
_NONE: frozenset[str] = frozenset()


class Forms:
    """Whole words and starts of words (`start*`), each standing for a code; the longest start goes first."""

    def __init__(self) -> None:
        self._whole: dict[str, str] = {}
        self._starts: dict[str, str] = {}

    def add(self, form: str, code: str) -> None:
        """Let a form stand for a code; who came first stays."""
        kept = self._starts if form.endswith("*") else self._whole
        kept.setdefault(form.rstrip("*"), code)

    def code(self, word: str) -> str:
        """The code a word stands for, or empty."""
        if found := self._whole.get(word):
            return found
        for length in range(len(word), SHORTEST_START, -1):
            if found := self._starts.get(word[:length]):
                return found
        return ""


@cache
def _forms(name: str, *heads: str) -> Forms:
    forms = Forms()
    for (head, *_), lines in sections(name):
        if not heads or head in heads:
            for line in lines:
                for form in line.split():
                    forms.add(form, head)
    return forms


@lru_cache(maxsize=100_000)
def idea_of(word: str) -> str:
    """What a word is about ("acquire", "plant"), in any of the five languages; empty when no list has it."""
    return _forms("story_events").code(word)


@lru_cache(maxsize=100_000)
def stages_of(word: str) -> frozenset[str]:
    """The stages a word may tell: every section of the list that has it."""
    whole, starts = _stages()
    found = set(whole.get(word, ()))
    for length in range(SHORTEST_START + 1, len(word) + 1):
        found |= starts.get(word[:length], _NONE)
    return frozenset(found)


def stages_of_two(one: str, other: str) -> frozenset[str]:
    """The stages two words tell together: "in talks"."""
    return frozenset(_stages()[0].get(f"{one}_{other}", _NONE))


@cache
def _stages() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Stages by whole words, and by starts of words."""
    whole: dict[str, set[str]] = {}
    starts: dict[str, set[str]] = {}
    for (head, *_), lines in sections("story_stages"):
        for form in " ".join(lines).split():
            (starts if form.endswith("*") else whole).setdefault(form.rstrip("*"), set()).add(head)
    return whole, starts


@lru_cache(maxsize=100_000)
def is_stop(word: str) -> bool:
    """A word of grammar."""
    return bool(_forms("story_plain", "stop").code(word))


@lru_cache(maxsize=100_000)
def is_common(word: str) -> bool:
    """A word so usual in company news that it tells no story from another."""
    return bool(_forms("story_plain", "common").code(word))


@cache
def _places() -> tuple[Forms, Forms, dict[str, str]]:
    """Names of places, their inhabitants, and what each place lies in."""
    names, people, lies_in = Forms(), Forms(), {}
    for _, lines in sections("story_places"):
        for line in lines:
            head, _, forms = line.partition(":")
            code, _, outer = (part.strip() for part in head.partition("<"))
            own, _, adjectives = forms.partition("~")
            for form in own.split():
                names.add(form, code)
            for form in adjectives.split():
                people.add(form, code)
            if outer:
                lies_in[code] = outer
    return names, people, lies_in


@lru_cache(maxsize=100_000)
def place_of(word: str) -> tuple[str, bool]:
    """The place a word names, and whether as a noun ("Chile") and not as an adjective ("Chilean")."""
    names, people, _ = _places()
    if found := people.code(word):
        return found, False
    found = names.code(word)
    return found, bool(found)


def lies_within(one: str, other: str) -> bool:
    """Whether two places are the same, or one lies in the other."""
    return other in _upwards(one) or one in _upwards(other)


def _upwards(place: str) -> set[str]:
    lies_in = _places()[2]
    found = {place}
    while place in lies_in:
        place = lies_in[place]
        found.add(place)
    return found
