"""The whole: a score from what the findings weigh, one verdict, and the three things to do first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from luotsi.engines.text.critique.codes import Finding

FIRST_THINGS = 3
# Of one code the heaviest counts whole, each further one this share of the one before.
FADING = 0.6
# One empty phrase is too many for a title alone.
WORTH_SENDING, TITLE_WORTH_SENDING, EMPTY_BELOW = 80, 93, 45


def score_of(findings: Iterable[Finding]) -> int:
    """0-100: what is left of 100 when every code has taken its part."""
    weights = defaultdict(list)
    for finding in findings:
        weights[finding.code].append(finding.weight)
    taken = sum(
        weight * FADING**place
        for each in weights.values()
        for place, weight in enumerate(sorted(each, reverse=True)[:8])
    )
    return max(0, round(100 - taken))


def verdict_of(findings: Sequence[Finding], score: int, kind: str) -> str:
    """One code for the whole text, the gravest first."""
    codes = {finding.code for finding in findings}
    if kind == "title":
        return _title_verdict(codes, score)
    if "no_help" in codes:
        return "pushes"
    if "no_fact" in codes and ("title_empty" in codes or "quote_empty" in codes or score < EMPTY_BELOW):
        return "empty"
    if "no_fact" in codes:
        return "needs_the_fact"
    if "too_long" in codes:
        return "too_long_for_its_facts"
    if codes & {"begun", "prototype"} and codes & {"no_number", "no_gain"}:
        return "only_begun"
    if codes & {"title_empty", "title_hides", "no_number"}:
        return "needs_the_fact"
    if "no_gain" in codes:
        return "needs_the_gain"
    return "worth_sending" if score >= WORTH_SENDING else "needs_work"


def _title_verdict(codes: set[str], score: int) -> str:
    if "title_empty" in codes:
        return "empty"
    if codes & {"begun", "prototype"}:
        return "only_begun"
    return "worth_sending" if score >= TITLE_WORTH_SENDING else "needs_work"


def first_things(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The heaviest finding of each code, the three heaviest codes by all they take together."""
    by_code = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    heaviest = sorted(by_code.values(), key=lambda each: (-score_taken(each), each[0].code))
    return tuple(max(each, key=lambda finding: finding.weight) for each in heaviest[:FIRST_THINGS])


def score_taken(findings: Sequence[Finding]) -> float:
    """What the findings of one code take together."""
    ordered = sorted((finding.weight for finding in findings), reverse=True)[:8]
    return sum(weight * FADING**place for place, weight in enumerate(ordered))
