"""The families of words that company news is told by (wordlists/hooks_*.txt): what is done, to what, at which stage."""

from __future__ import annotations

from functools import cache

from luotsi.engines.text.rulebook import sections

VERBS = frozenset(
    "buy sell merge bid appoint leave_post launch update discontinue open expand begin build invest win select sign "
    "order finish close_deal commission deliver implement partner join_in extend end_deal report grow fall reach find "
    "forecast donate initiative host attend sponsor celebrate awarded ranked rate issue sue cut suspend comment plan "
    "test develop provide".split()
)
STAGES = frozenset({"will", "done", "first_time"})
SHORTEST_START = 2
# A pattern of several words: those after the first, each with whether it is only a beginning, and the family.
Phrase = tuple[tuple[tuple[str, bool], ...], str]


class Families:
    """The families of one language (with those that all use alike), looked up word by word."""

    def __init__(self, *names: str) -> None:
        self._whole: dict[str, list[Phrase]] = {}
        self._starts: dict[str, list[Phrase]] = {}
        self._known: dict[str, tuple[Phrase, ...]] = {}
        for name in names:
            for head, lines in sections(name):
                for pattern in ",".join(lines).split(","):
                    if pattern.strip():
                        self._add(head[0], pattern.split())

    def _add(self, family: str, words: list[str]) -> None:
        parts = [(word.rstrip("*"), word.endswith("*")) for word in words]
        (first, is_start), rest = parts[0], tuple(parts[1:])
        (self._starts if is_start else self._whole).setdefault(first, []).append((rest, family))

    def beginning_with(self, word: str) -> tuple[Phrase, ...]:
        """All patterns whose first word is this one."""
        known = self._known.get(word)
        if known is None:
            found = list(self._whole.get(word, ()))
            for size in range(SHORTEST_START, len(word) + 1):
                found += self._starts.get(word[:size], ())
            known = self._known[word] = tuple(dict.fromkeys(found))
            if len(self._known) > 100_000:
                self._known.clear()
        return known

    def found_in(self, words: list[str]) -> list[tuple[int, int, str]]:
        """(index of the first word, how many words, family) for every hit, in their order."""
        hits = []
        for at, word in enumerate(words):
            for rest, family in self.beginning_with(word):
                if not rest:
                    hits.append((at, 1, family))
                elif len(words) - at > len(rest) and _goes_on(rest, words, at + 1):
                    hits.append((at, 1 + len(rest), family))
        return hits


def _goes_on(rest: tuple[tuple[str, bool], ...], words: list[str], at: int) -> bool:
    return all(
        words[at + n].startswith(part) if is_start else words[at + n] == part for n, (part, is_start) in enumerate(rest)
    )


@cache
def families_of(lang: str) -> Families:
    """The families of a language."""
    return Families(f"hooks_{lang}", "hooks_any")
