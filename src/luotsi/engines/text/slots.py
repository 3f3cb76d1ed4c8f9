"""Words that make a request another instance or a twin of a like one, synonyms, and words that say nothing."""

from __future__ import annotations

from luotsi.engines.text.rulebook import sections


def _words(head: str) -> frozenset[str]:
    return frozenset(
        word for (name, *_), lines in sections("slots") if name == head for line in lines for word in line.split()
    )


INSTANCE_WORDS = _words("instance")
TWIN_WORDS = _words("twin")
CONTRASTS = _words("contrast")
FILLER = _words("filler")
FOLLOWING = _words("following")
ORDINALS = {
    word: head[1]
    for head, lines in sections("slots")
    if head[0] == "ordinal"
    for line in lines
    for word in line.split()
}
SYNONYMS = {
    word: line.split()[0]
    for head, lines in sections("slots")
    if head[0] == "same"
    for line in lines
    for word in line.split()
}
