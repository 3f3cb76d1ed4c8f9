"""Boilerplate, self-praise and jargon: words that any firm could say, unless they are a name or have a source."""

from __future__ import annotations

from collections.abc import Iterator

from luotsi.engines.text.critique.codes import Finding
from luotsi.engines.text.critique.names import is_shouted, is_title_case
from luotsi.engines.text.critique.prose import WORD, Hit, Prose

SECTIONS = {"praise": "self_praise", "boilerplate": "boilerplate", "jargon": "jargon"}
# The first of a kind weighs whole, each further one half of the one before; a title tells more than a body.
WEIGHTS = {"self_praise": 7.0, "boilerplate": 6.0, "jargon": 3.0}
IN_TITLE = 1.5


def praise_in(prose: Prose, part: Hit) -> list[Hit]:
    """Boilerplate and self-praise in a stretch; jargon is no praise."""
    hits = [*prose.within("praise", part.start, part.end), *prose.within("boilerplate", part.start, part.end)]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def empty_words(prose: Prose) -> Iterator[Finding]:
    """Each empty phrase once, at its first place; a stretch belongs to one kind only."""
    seen: set[str] = set()
    free_from = 0
    for code, hit in _all_hits(prose):
        words = prose.folded[hit.start : hit.end]
        if hit.start < free_from or words in seen or _is_named(prose, hit) or _is_proven(prose, code, hit):
            continue
        seen.add(words)
        free_from = hit.end
        weight = WEIGHTS[code] * (IN_TITLE if prose.field == "title" else 1.0)
        yield Finding(code, prose.place(hit.start, hit.end), prose.words(hit.start, hit.end), weight)


def _all_hits(prose: Prose) -> list[tuple[str, Hit]]:
    found = [(code, hit) for section, code in SECTIONS.items() for hit in prose.hits(section)]
    return sorted(found, key=lambda each: (each[1].start, -each[1].end))


def _is_named(prose: Prose, hit: Hit) -> bool:
    """Every word with a capital inside a sentence: part of a name ("Global Innovation Index")."""
    words = WORD.findall(prose.text[hit.start : hit.end])
    if is_title_case(prose) or is_shouted(prose) or not words or not all(word[0].isupper() for word in words):
        return False
    before, after = prose.text[max(0, hit.start - 30) : hit.start].split(), prose.text[hit.end : hit.end + 30].split()
    beside = (before[-1:] if before and before[-1][-1].isalnum() else []) + after[:1]
    return any(word[0].isupper() for word in beside)


def _is_proven(prose: Prose, code: str, hit: Hit) -> bool:
    """Praise of oneself in a sentence that names whose finding it is."""
    if code != "self_praise":
        return False
    sentence = prose.sentence_at(hit.start)
    return bool(prose.within("source", sentence.start, sentence.end))
