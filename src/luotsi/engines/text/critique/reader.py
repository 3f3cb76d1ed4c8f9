"""The reader: what changes for a customer, does the text push or help, is it worth its minutes?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from luotsi.engines.text.critique.codes import Fact, Finding
from luotsi.engines.text.critique.facts import facts_within
from luotsi.engines.text.critique.names import is_of_company
from luotsi.engines.text.critique.praise import praise_in
from luotsi.engines.text.critique.prose import WORD, Hit, Prose

LETTERS_PER_MINUTE = 1500
# Below so many characters a text need not have said yet what it is for.
SHORT_BODY = {"release": 300, "post": 200, "mail": 200, "title": 10**9}
NO_GAIN_WEIGHT, UNMEASURED_WEIGHT, NO_FACT_WEIGHT, NO_NUMBER_WEIGHT = 16.0, 5.0, 26.0, 10.0
PUSH_WEIGHT = {"release": 5.0, "title": 5.0, "post": 8.0, "mail": 8.0}
NO_HELP_WEIGHT = 18.0
# A text that pushes more often than this for each help is a push; of the pushes so many are shown.
PUSHES_A_HELP, MOST_PUSHES = 3, 30
HELPS_ENOUGH = 2
# A text may take longer than this only when each further minute brings so many facts.
MINUTES_FREE = {"release": 1.4, "post": 1.0, "mail": 0.8, "title": 10**9}
FACTS_A_MINUTE = {"release": 4.0, "post": 2.5, "mail": 2.5, "title": 0.0}
TOO_LONG_WEIGHT = 18.0
# Without a number it takes so many other facts to make a text; a place and a date at its very beginning are its stamp.
FEWEST_FACTS, DATELINE_LETTERS = 3, 40


def minutes_to_read(title: Prose, body: Prose) -> float:
    """At 1,500 characters a minute, as the practitioner reckons; to a tenth."""
    return round((title.letters + body.letters) / LETTERS_PER_MINUTE, 1)


def is_long_enough(body: Prose, kind: str) -> bool:
    """Whether there is a body to judge."""
    return body.letters >= SHORT_BODY[kind]


def fact_findings(facts: tuple[Fact, ...], speakers: Collection[str]) -> Iterator[Finding]:
    """Next to no fact, or none with a number. Who is quoted and where the text was sent from are no facts of it."""
    if any(fact.kind in ("number", "money") for fact in facts):
        return
    telling = [fact for fact in facts if fact.kind != "comparison" and not _is_formal(fact, speakers)]
    if len(telling) < FEWEST_FACTS:
        yield Finding("no_fact", ("body", 0, 0), "", NO_FACT_WEIGHT)
    else:
        yield Finding("no_number", ("body", 0, 0), "", NO_NUMBER_WEIGHT)


def _is_formal(fact: Fact, speakers: Collection[str]) -> bool:
    field, start, _ = fact.place
    return (field == "body" and start < DATELINE_LETTERS and fact.kind in ("place", "date")) or any(
        fact.words in speaker or speaker in fact.words for speaker in speakers
    )


def gain_findings(title: Prose, body: Prose, company: str = "", audience: str = "") -> Iterator[Finding]:
    """Who gets what, and how much? A customer and a change in one sentence, or a change that is measured."""
    gains = [
        (prose, sentence)
        for prose in (title, body)
        for sentence in prose.sentences
        if _is_gain(prose, sentence, company, audience)
    ]
    if not gains:
        named = bool(title.hits("customer") or body.hits("customer"))
        yield Finding("no_gain", ("body", 0, 0), "", NO_GAIN_WEIGHT, {"who_is_named": named})
    elif not any(_is_measured(prose, sentence, company) for prose, sentence in gains):
        prose, sentence = gains[0]
        words = prose.words(sentence.start, sentence.end).strip()
        start = prose.text.index(prose.text[sentence.start : sentence.end].strip(), sentence.start)
        place = prose.place(start, start + len(prose.text[sentence.start : sentence.end].strip()))
        yield Finding("gain_unmeasured", place, words, UNMEASURED_WEIGHT)


def _is_gain(prose: Prose, sentence: Hit, company: str, audience: str) -> bool:
    """A question, a call to hurry and an empty phrase promise nothing."""
    if prose.text[sentence.start : sentence.end].rstrip(" \n\t\"”»'").endswith("?") or _in(prose, "urge", sentence):
        return False
    empty = praise_in(prose, sentence)
    changes = len(_outside(_in(prose, "change", sentence), empty))
    if changes and (_outside(_in(prose, "customer", sentence), empty) or _is_for(prose, sentence, audience)):
        return True
    if not changes:
        return False
    compared = bool(_in(prose, "compare", sentence))
    return (changes > 1 or compared) and _is_measured(prose, sentence, company)


def _is_for(prose: Prose, sentence: Hit, audience: str) -> bool:
    """Whether the sentence names those the text is for."""
    words = WORD.finditer(prose.folded, sentence.start, sentence.end) if audience else ()
    return any(is_of_company(word.group(), audience) for word in words)


def _in(prose: Prose, section: str, sentence: Hit) -> list[Hit]:
    return prose.within(section, sentence.start, sentence.end)


def _outside(hits: list[Hit], others: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if not any(other.start < hit.end and hit.start < other.end for other in others)]


def _is_measured(prose: Prose, sentence: Hit, company: str) -> bool:
    return any(kind in ("number", "money") for kind, _ in facts_within(prose, sentence, company))


def helps(title: Prose, body: Prose) -> bool:
    """Whether a post or mail helps by itself, so that it need not tell of a gain: advice, steps, reasons."""
    return len(title.hits("help")) + len(body.hits("help")) >= HELPS_ENOUGH


def push_findings(title: Prose, body: Prose, kind: str) -> Iterator[Finding]:
    """Urgency always, calls beyond the first where nothing helps, two exclamation marks; mails and posts weigh more."""
    calls = _apart([*_at(title, "call"), *_at(body, "call")], [*_at(title, "urge"), *_at(body, "urge")])
    helps = len(body.hits("help")) + len(title.hits("help"))
    pushes = [*_at(title, "urge"), *_at(body, "urge")]
    if kind in ("post", "mail") and len(calls) > 1 + helps // 3:
        pushes += calls[1:]
    pushes += [(prose, hit) for prose in (title, body) for hit in _exclamations(prose)]
    in_order = sorted(pushes, key=lambda each: (each[0].field != "title", each[1].start))
    for prose, hit in in_order[:MOST_PUSHES]:
        yield Finding("push", prose.place(hit.start, hit.end), prose.words(hit.start, hit.end), PUSH_WEIGHT[kind])
    if kind in ("post", "mail") and len(pushes) > PUSHES_A_HELP * helps:
        yield Finding("no_help", ("body", 0, 0), "", NO_HELP_WEIGHT)


def _at(prose: Prose, section: str) -> list[tuple[Prose, Hit]]:
    return [(prose, hit) for hit in prose.hits(section)]


def _apart(calls: list[tuple[Prose, Hit]], urges: list[tuple[Prose, Hit]]) -> list[tuple[Prose, Hit]]:
    urging = {(prose.field, place) for prose, urge in urges for place in range(urge.start, urge.end)}
    return [(prose, call) for prose, call in calls if (prose.field, call.start) not in urging]


def _exclamations(prose: Prose) -> list[Hit]:
    """The second of several in one field stands for all; one alone is a tone, not a push."""
    second = prose.text.find("!", prose.text.find("!") + 1)
    return [Hit(second, second + 1)] if second > 0 else []


def length_findings(minutes: float, facts: tuple[Fact, ...], body: Prose, kind: str) -> Iterator[Finding]:
    """Minutes to read against facts."""
    if minutes <= MINUTES_FREE[kind]:
        return
    a_minute = len(facts) / minutes
    if a_minute < FACTS_A_MINUTE[kind]:
        details = {"minutes": minutes, "facts": len(facts), "facts_a_minute": round(a_minute, 1)}
        yield Finding("too_long", ("body", 0, 0), "", TOO_LONG_WEIGHT, details)
