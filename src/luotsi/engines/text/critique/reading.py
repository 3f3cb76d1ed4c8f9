"""One reading of a draft: facts first, then every kind of finding, then the verdict."""

from __future__ import annotations

from dataclasses import replace

from luotsi.engines.text.critique.codes import KINDS, Critique, Draft, Fact, Finding
from luotsi.engines.text.critique.facts import facts_of
from luotsi.engines.text.critique.headline import beginnings, title_findings
from luotsi.engines.text.critique.language import language_of
from luotsi.engines.text.critique.praise import empty_words
from luotsi.engines.text.critique.prose import Prose
from luotsi.engines.text.critique.quotes import empty_quotes, quotes_in
from luotsi.engines.text.critique.reader import (
    fact_findings,
    gain_findings,
    helps,
    is_long_enough,
    length_findings,
    minutes_to_read,
    push_findings,
)
from luotsi.engines.text.critique.verdict import first_things, score_of, verdict_of
from luotsi.engines.text.critique.wording import LANGUAGES


def critique(draft: Draft) -> Critique:
    """The critique of a draft.

    Raises ValueError for a kind that is none of KINDS. Without a body the title is judged alone. A text in another
    language gets its facts and minutes only.
    Example: critique(Draft("Security is becoming more important than ever", kind="title")).verdict -> "empty"
    """
    if draft.kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}, not {draft.kind!r}")
    judged = replace(draft, kind="title") if not draft.body.strip() else draft
    lang = draft.lang or language_of(f"{draft.title}\n{draft.body}")
    known = lang if lang in LANGUAGES else ""
    title, body = Prose("title", draft.title, known), Prose("body", _judged_body(judged), known)
    facts, minutes = facts_of(title, body, draft.company), minutes_to_read(title, body)
    if not (title.text.strip() or body.text.strip()):
        return Critique(lang, "nothing_to_read", None, minutes, facts, (), ())
    if not known:
        return Critique(lang, "unknown_language", None, minutes, facts, (), ())
    findings = tuple(sorted(_findings(judged, title, body, facts, minutes), key=_in_the_text))
    score = score_of(findings)
    verdict = verdict_of(findings, score, judged.kind)
    if verdict == "worth_sending" and draft.kind != "title" and not is_long_enough(body, draft.kind):
        verdict = "worth_writing"
    return Critique(lang, verdict, score, minutes, facts, findings, first_things(findings))


def _judged_body(draft: Draft) -> str:
    """Of a draft that is a title alone, the body is not read."""
    return "" if draft.kind == "title" else draft.body


def _in_the_text(finding: Finding) -> tuple[bool, int, int, str]:
    """What is about the whole comes before what has its place."""
    field, start, end = finding.place
    return field != "title", start, end, finding.code


def _findings(draft: Draft, title: Prose, body: Prose, facts: tuple[Fact, ...], minutes: float) -> list[Finding]:
    said_already = [*beginnings(title, body, draft.kind), *push_findings(title, body, draft.kind)]
    found = [*title_findings(title, facts, draft.kind, draft.company), *said_already]
    found += [words for prose in (title, body) for words in empty_words(prose) if not _is_inside(words, said_already)]
    found += empty_quotes(title, body, draft.company)
    found += length_findings(minutes, facts, body, draft.kind)
    if is_long_enough(body, draft.kind):
        speakers = {quote.speaker for quote in quotes_in(body) if quote.speaker}
        found += fact_findings(facts, speakers)
        if draft.kind == "release" or not helps(title, body):
            found += gain_findings(title, body, draft.company, draft.audience)
    return found


def _is_inside(finding: Finding, others: list[Finding]) -> bool:
    field, start, end = finding.place
    return any(other.place[0] == field and other.place[1] < end and start < other.place[2] for other in others)
