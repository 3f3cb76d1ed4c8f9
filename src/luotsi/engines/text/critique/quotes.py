"""Spoken words in the marks of every language, with who says them, and which of them say nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from luotsi.engines.text.critique.codes import Finding
from luotsi.engines.text.critique.facts import facts_within
from luotsi.engines.text.critique.names import names_in
from luotsi.engines.text.critique.praise import praise_in
from luotsi.engines.text.critique.prose import WORD, Hit, Prose
from luotsi.engines.text.critique.wording import pattern

# A name in quotation marks is no speech: speech has at least so many words.
LEAST_WORDS = 5
_MARKS = re.compile(
    r"“([^“”„«»]{15,3000})[”“]|„([^“”„]{15,3000})[”“]|«([^«»]{15,3000})»|”([^“”]{15,3000})”"
    r"|\"([^\"\n]{15,3000})\"|»([^«»]{15,3000})»|‘([^‘’\n]{15,1500}(?:’\w[^‘’\n]{0,1500}){0,30})’(?!\w)"
)
_DASHED = re.compile(r"^[ \t]*[—–-][ \u00a0]?(?=[¡¿«“\"]?[^\W\d_])(.{15,3000})$", re.MULTILINE)
_DASH = re.compile(r"(?<=[\s,.!?…])[—–-](?=\s?[^\W\d])")
_REACH = 130
WEIGHT = 14.0


@dataclass(frozen=True, slots=True)
class Quote:
    """What is said, as one or more stretches of the body, and who says it ("" when nobody is named)."""

    start: int
    end: int
    spoken: tuple[Hit, ...]
    speaker: str


def quotes_in(body: Prose) -> tuple[Quote, ...]:
    """Every quote of the body in its order."""
    marked = list(_marked(body))
    dashed = [quote for quote in _dashed(body) if not _overlaps(quote, marked)]
    return tuple(sorted([*marked, *dashed], key=lambda quote: quote.start))


def _overlaps(quote: Quote, others: list[Quote]) -> bool:
    """Whether one of the others, which are in order and apart, shares a stretch with it."""
    before = bisect_left(others, quote.end, key=lambda other: other.start)
    return before > 0 and others[before - 1].end > quote.start


def empty_quotes(title: Prose, body: Prose, company: str) -> Iterator[Finding]:
    """Quotes without number, name, date or a word of the story, in which praise prevails."""
    quotes = quotes_in(body)
    if not quotes:
        return
    story = _story_words(title, body, quotes)
    for quote in quotes:
        if _is_empty(body, quote, story, company):
            place = body.place(quote.start, quote.end)
            words = body.words(quote.start, quote.end)
            yield Finding("quote_empty", place, words, WEIGHT, {"speaker": quote.speaker})


def _is_empty(body: Prose, quote: Quote, story: frozenset[str], company: str) -> bool:
    praise = [hit for part in quote.spoken for hit in praise_in(body, part)]
    if not praise:
        return False
    if _tells(body, quote, company):
        return False
    mine = {stem for part in quote.spoken for stem in _stems(body, part, praise)}
    return len(mine & story) < 1 + len(praise)


def _tells(body: Prose, quote: Quote, company: str) -> bool:
    """Whether a number, a date or a name stands in it, the company's and the speaker's own aside."""
    return any(
        kind != "comparison" and body.text[hit.start : hit.end] not in quote.speaker
        for part in quote.spoken
        for kind, hit in facts_within(body, part, company)
    )


def _stems(prose: Prose, part: Hit, without: list[Hit]) -> Iterator[str]:
    """Stems of the longer words that are not every firm's."""
    for word in WORD.finditer(prose.folded, part.start, part.end):
        if len(word.group()) < 5 or any(hit.start <= word.start() < hit.end for hit in without):
            continue
        if not any(pattern(prose.lang, section).fullmatch(word.group()) for section in ("generic", "function", "said")):
            yield word.group()[:5]


def _story_words(title: Prose, body: Prose, quotes: tuple[Quote, ...]) -> frozenset[str]:
    """Stems of the title and of the lead outside quotes."""
    lead = Hit(body.first_paragraph.start, min(body.first_paragraph.end, quotes[0].start))
    return frozenset((*_stems(title, Hit(0, len(title.text)), []), *_stems(body, lead, [])))


def _marked(body: Prose) -> Iterator[Quote]:
    for found in _MARKS.finditer(body.text):
        group = found.lastindex or 1
        spoken = Hit(found.start(group), found.end(group))
        if len(WORD.findall(found.group(group))) >= LEAST_WORDS:
            yield Quote(spoken.start, spoken.end, (spoken,), _speaker(body, found.start(), found.end()))


def _dashed(body: Prose) -> Iterator[Quote]:
    """Speech behind a dash at the beginning of a line: words, then who says them between dashes, then words again.

    A list with dashes is no speech: without a verb of speaking the line is left alone.
    """
    for line in _DASHED.finditer(body.text):
        cuts = [
            line.start(1),
            *(cut.start() for cut in _DASH.finditer(body.text, line.start(1), line.end(1))),
            line.end(1),
        ]
        parts = [Hit(start, end) for start, end in zip(cuts, cuts[1:], strict=False)]
        if told := next((part for part in (*parts[1:], parts[0]) if body.within("said", part.start, part.end)), None):
            verb = body.within("said", told.start, told.end)[-1 if told is parts[0] else 0]
            spoken = tuple(part for part in parts if part is not told) or (Hit(told.start, verb.start),)
            if sum(len(WORD.findall(body.text[part.start : part.end])) for part in spoken) >= LEAST_WORDS:
                speaker = _first_name(body, Hit(verb.end, told.end)) or _first_name(body, Hit(told.start, verb.start))
                yield Quote(line.start(1), line.end(1), spoken, speaker)


def _speaker(body: Prose, start: int, end: int) -> str:
    """The name beside a verb of speaking, behind the quote or before it."""
    behind = Hit(end, min(len(body.text), end + _REACH))
    before = Hit(max(0, start - _REACH), start)
    for part in (behind, before):
        line = _same_line(body, part, behind=part is behind)
        if body.within("said", line.start, line.end) and (name := _first_name(body, line)):
            return name
    return ""


def _same_line(body: Prose, part: Hit, *, behind: bool) -> Hit:
    text = body.text[part.start : part.end]
    if behind:
        cut = text.find("\n")
        return part if cut < 0 else Hit(part.start, part.start + cut)
    return Hit(part.start + text.rfind("\n") + 1, part.end)


def _first_name(body: Prose, part: Hit) -> str:
    piece = Prose("body", "x " + body.text[part.start : part.end], body.lang)
    return next((piece.text[hit.start : hit.end] for hit, _ in names_in(piece)), "")
