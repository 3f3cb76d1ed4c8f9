"""A text looked at while it is being written: its hook, and what a good editor would ask about it. Keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luotsi.rooms.newsroom.models.items import worthiness_of
from luotsi.rooms.newsroom.queries import name_of_ours
from luotsi.rooms.newsroom.reading import read

MOST_CHARS = 60_000
AROUND = 40  # letters shown before and after the words of a finding


@dataclass(frozen=True, slots=True)
class Text:
    """What was typed: a headline, perhaps a lead and a body."""

    headline: str = ""
    lead: str = ""
    body: str = ""
    kind: str = "release"
    lang: str = ""
    company: str = ""
    audience: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.headline.strip() or self.lead.strip() or self.body.strip())

    @property
    def whole(self) -> str:
        """Lead and body as one text."""
        return "\n\n".join(part for part in (self.lead.strip(), self.body.strip()) if part)


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding in the text's own language. `part` is where its words stand, `before` and `after` are around them."""

    code: str
    part: str
    words: str
    reason: str
    question: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The hook of what was typed, and the critique of it. `reading` is None where there is no headline."""

    text: Text
    reading: Any
    critique: Any
    verdict: str
    remarks: tuple[Remark, ...]

    @property
    def worthiness(self) -> str:
        return worthiness_of(self.reading.hook) if self.reading else ""


def check(text: Text) -> Checked | None:
    """None for an empty text."""
    from luotsi.engines.text.critique import Draft, critique
    from luotsi.kernel.critique_sayings import verdict_said

    if text.is_empty:
        return None
    reading = read([text])[0] if text.headline.strip() else None
    body = text.whole
    found = critique(
        Draft(
            title=text.headline.strip(), body=body, kind=text.kind, lang=text.lang,
            company=text.company or name_of_ours(), audience=text.audience,
        )
    )  # fmt: skip
    remarks = tuple(_remark(one, found.lang, {"title": text.headline.strip(), "body": body}) for one in found.findings)
    return Checked(text, reading, found, verdict_said(found.verdict, found.lang), remarks)


def _remark(finding: Any, lang: str, parts: dict[str, str]) -> Remark:
    from luotsi.kernel.critique_sayings import said

    reason, question = said(finding.code, lang, finding.details)
    part, start, end = finding.place or ("", 0, 0)
    whole = parts.get(part, "")
    words = whole[start:end][:200]
    return Remark(finding.code, part, words, reason, question, _before(whole, start), _after(whole, end))


def _before(whole: str, start: int) -> str:
    """Some words before a place, with dots where something was left out."""
    part = whole[max(0, start - AROUND) : start]
    return part if start <= AROUND else "…" + part.partition(" ")[2]


def _after(whole: str, end: int) -> str:
    part = whole[end : end + AROUND]
    return part if end + AROUND >= len(whole) else part.rpartition(" ")[0] + "…"
