"""The title: is it empty, does it hide what the body knows, does it only tell of a beginning?

A title is empty when nothing ties it to one firm: no number, no name besides the company, no event that happened,
and its words are those of every firm. It stays true with a rival's name in the company's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luotsi.engines.text.critique.codes import Fact, Finding
from luotsi.engines.text.critique.facts import facts_in
from luotsi.engines.text.critique.names import is_common, is_of_company
from luotsi.engines.text.critique.prose import WORD, Hit, Prose
from luotsi.engines.text.critique.wording import pattern

HIDES_WEIGHT, MISSING_WEIGHT = 16.0, 20.0
# A title alone has nothing else to stand on.
EMPTY_WEIGHT, EMPTY_ALONE_WEIGHT, ALONE_FACTOR = 26.0, 70.0, 2.5
# So many words of its own leave a title empty beside a phrase that is vague, or beside a lofty word alone.
MOST_WORDS_BESIDE_VAGUE, MOST_WORDS_BESIDE_LOFTY = 2, 1
BEGUN_WEIGHT, PROTOTYPE_WEIGHT = 12.0, 10.0
# Facts of the body that a title had better tell.
_TELLING = ("money", "number", "comparison")


def title_findings(title: Prose, facts: tuple[Fact, ...], kind: str, company: str) -> Iterator[Finding]:
    """Everything that is wrong with the title as a whole."""
    if not title.text.strip():
        if kind in ("release", "mail"):
            yield Finding("title_missing", ("title", 0, 0), "", MISSING_WEIGHT)
        return
    whole = Hit(len(title.text) - len(title.text.lstrip()), len(title.text.rstrip()))
    place, words = title.place(whole.start, whole.end), title.words(whole.start, whole.end)
    if is_empty(title, company):
        weight = EMPTY_ALONE_WEIGHT if kind == "title" else EMPTY_WEIGHT
        hidden = _hidden(facts)
        yield Finding("title_empty", place, words, weight, {"lacks": ["number", "name", "event"], "company": company})
        if hidden:
            yield Finding("title_hides", place, words, HIDES_WEIGHT, {"fact": hidden.words})


def is_empty(title: Prose, company: str = "") -> bool:
    """The swap test: would the title be as true with a rival's name?"""
    vague = title.hits("vague")
    rest = _blanked(title, (*vague, *title.hits("boilerplate"), *title.hits("praise")))
    if _has_figure(rest, company) or _has_event(rest):
        return False
    subject = company or (_subject(rest) if vague or rest.hits("lofty") else "")
    if _has_name(rest, subject):
        return False
    if vague or rest.hits("lofty"):
        return _words_told(rest, subject) <= (MOST_WORDS_BESIDE_VAGUE if vague else MOST_WORDS_BESIDE_LOFTY)
    return _is_every_firms(rest, company)


def _blanked(title: Prose, hits: tuple[Hit, ...]) -> Prose:
    """The title without its empty phrases: an event inside one is none ("opens new horizons")."""
    text = title.text
    for hit in hits:
        text = text[: hit.start] + "," * (hit.end - hit.start) + text[hit.end :]
    return Prose("title", text, title.lang)


def _has_figure(title: Prose, company: str) -> bool:
    return any(kind in ("number", "money", "date") for kind, _ in facts_in(title, company))


def _has_event(title: Prose) -> bool:
    return any(title.hits(section) for section in ("done", "begun", "prototype"))


def _subject(title: Prose) -> str:
    """Whose title it is, when nobody said: the capitalised words it begins with; before a colon they are a speaker."""
    words = list(re.finditer(r"[^\s,]+", title.text))
    if any(word.group().endswith(":") for word in words[:4]):
        return ""
    leading: list[str] = []
    for word in words[:4]:
        if not word.group()[0].isupper() or (not leading and is_common(title.lang, word.group(), "")):
            break
        leading.append(word.group())
    return " ".join(leading)


def _has_name(title: Prose, company: str) -> bool:
    """A capitalised word that is not every firm's, nor the company's; a title's first word counts too."""
    words = re.findall(r"[^\s,.:;!?«»“”\"()]+", title.text)
    marked = (word for word in words if any(letter.isupper() or letter.isdigit() for letter in word))
    return any(not is_common(title.lang, word, company) for word in marked)


def _is_common_part(title: Prose, part: str, company: str) -> bool:
    sections = ("function", "generic")
    return (
        len(part) < 2 or any(pattern(title.lang, s).fullmatch(part) for s in sections) or is_of_company(part, company)
    )


def _words_told(title: Prose, company: str) -> int:
    """How many words are neither every firm's nor lofty ("innovation", "future")."""
    lofty = {place for hit in title.hits("lofty") for place in range(hit.start, hit.end)}
    words = [word for word in WORD.finditer(title.folded) if word.start() not in lofty]
    return sum(not _is_common_part(title, word.group(), company) for word in words)


def _is_every_firms(title: Prose, company: str) -> bool:
    """Whether every word could stand in any firm's title; a blanked phrase is one already."""
    words = WORD.findall(title.folded)
    return (len(words) > 1 or "," in title.text) and all(_is_common_part(title, word, company) for word in words)


def _hidden(facts: tuple[Fact, ...]) -> Fact | None:
    """The first telling fact of the body."""
    return next((fact for fact in facts if fact.place[0] == "body" and fact.kind in _TELLING[:2]), None)


def beginnings(title: Prose, body: Prose, kind: str) -> Iterator[Finding]:
    """Begun, planned, agreed or tried out, in the title or the lead, unless the title tells of something done."""
    if _done_apart(title):
        return
    factor = ALONE_FACTOR if kind == "title" else 1.0
    for section, weight in (("begun", BEGUN_WEIGHT), ("prototype", PROTOTYPE_WEIGHT)):
        lead = body.within(section, body.first_paragraph.start, body.first_paragraph.end)
        found = [*((title, hit) for hit in title.hits(section)), *((body, hit) for hit in lead)]
        for prose, hit in found[:2]:
            yield Finding(section, prose.place(hit.start, hit.end), prose.words(hit.start, hit.end), weight * factor)


def _done_apart(title: Prose) -> bool:
    """Whether the title holds an event that is not itself part of a beginning ("signs a letter of intent")."""
    begun = (*title.hits("begun"), *title.hits("prototype"))
    return any(not any(b.start <= d.start < b.end for b in begun) for d in title.hits("done"))
