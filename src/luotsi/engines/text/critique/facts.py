"""What a text gives to hold on to: numbers, money, dates, names, places, comparisons. The same words count once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from luotsi.engines.text.critique.codes import Fact
from luotsi.engines.text.critique.names import names_in
from luotsi.engines.text.critique.prose import Hit, Prose
from luotsi.engines.text.critique.wording import pattern

_FIGURE = r"(?:\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?P<sign>[$€£¥₽] ?|(?:rp|eur|usd|gbp|rub|us\$)\.? ?)?{_FIGURE}"
    rf"(?P<unit> ?(?:%|[$€£¥₽]|(?:k|m|bn|x|km|kg|t|mw|kw|gw|mwh|kwh|gb|tb|mb|h|mm|cm|m2|m3|st|nd|rd|th)(?!\w)))?(?!\w)"
)
_LIST_NUMBER = re.compile(r"^[ \t]*\d{1,2}[.)] ", re.MULTILINE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ISO = re.compile(
    r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d))(?!\d)|(?<!\w)q[1-4](?: ?/? ?\d{4})?(?!\w)"
)
_NEXT_WORDS = re.compile(r" ?([^\W\d_]+)(?:[ -](?:de )?([^\W\d_]+))?")


def facts_of(title: Prose, body: Prose, company: str = "") -> tuple[Fact, ...]:
    """All different facts, title first, in the order of the text."""
    found: dict[tuple[str, str], Fact] = {}
    for prose in (title, body):
        for kind, hit in facts_in(prose, company):
            words = prose.words(hit.start, hit.end)
            found.setdefault(
                (kind, _key(kind, prose.folded[hit.start : hit.end])),
                Fact(kind, prose.place(hit.start, hit.end), words),
            )
    return tuple(found.values())


def facts_in(prose: Prose, company: str = "") -> list[tuple[str, Hit]]:
    """Every fact of one field with its kind, in order; a stretch of text is one fact only."""
    key = f"facts {company}"
    if key not in prose.memo:
        prose.memo[key] = sorted(_facts(prose, company), key=_start)
    return list(prose.memo[key])


def facts_within(prose: Prose, part: Hit, company: str = "") -> list[tuple[str, Hit]]:
    """The facts that lie in a stretch of the text."""
    facts_in(prose, company)
    facts: list[tuple[str, Hit]] = prose.memo[f"facts {company}"]
    first, last = bisect_left(facts, part.start, key=_start), bisect_left(facts, part.end, key=_start)
    return [fact for fact in facts[first:last] if fact[1].end <= part.end]


def _start(fact: tuple[str, Hit]) -> int:
    return fact[1].start


def _facts(prose: Prose, company: str) -> Iterator[tuple[str, Hit]]:
    dates = list(_dates(prose))
    taken = _Taken(dates)
    figures = [(kind, hit) for kind, hit in _figures(prose) if taken.is_free(hit)]
    taken = _Taken([*dates, *(hit for _, hit in figures)])
    yield from (("date", hit) for hit in dates)
    yield from figures
    for hit, is_place in names_in(prose, company):
        if taken.is_free(hit):
            yield "place" if is_place else "name", hit
    yield from (("number", hit) for hit in prose.hits("number") if taken.is_free(hit))
    yield from (("comparison", hit) for hit in prose.hits("compare"))


class _Taken:
    """Stretches that are facts already."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._places = {place for hit in hits for place in range(hit.start, hit.end)}

    def is_free(self, hit: Hit) -> bool:
        """Whether it begins and ends in no other fact."""
        return hit.start not in self._places and hit.end - 1 not in self._places


def _key(kind: str, folded: str) -> str:
    """Names and places in another case are the same; figures are compared whole."""
    return folded[: max(4, len(folded) - 3)] if kind in ("name", "place") else folded


def _dates(prose: Prose) -> Iterator[Hit]:
    for hit in _ISO.finditer(prose.folded):
        yield Hit(hit.start(), hit.end())
    for month in prose.hits("month"):
        start, end = _with_day_and_year(prose.folded, month)
        if (start, end) != (month.start, month.end):
            yield Hit(start, end)
    yield from prose.hits("weekday")


def _with_day_and_year(folded: str, month: Hit) -> tuple[int, int]:
    """A month is a date beside a day or a year only: "may" and "март" alone are words."""
    before = re.search(r"\d{1,2}(?:st|nd|rd|th|\.|o)?(?: de| of)? ?$", folded[max(0, month.start - 10) : month.start])
    after = re.match(r",? ?(?:de |del )?\d{1,4}(?:st|nd|rd|th)?(?:, ?\d{4})?(?!\w)", folded[month.end : month.end + 16])
    start = max(0, month.start - 10) + before.start() if before else month.start
    return start, month.end + (after.end() if after else 0)


def _figures(prose: Prose) -> Iterator[tuple[str, Hit]]:
    listed = {hit.start() + len(hit.group()) - len(hit.group().lstrip()) for hit in _LIST_NUMBER.finditer(prose.folded)}
    for number in _NUMBER.finditer(prose.folded):
        if number.start() not in listed:
            yield _figure(prose, number)


def _figure(prose: Prose, number: re.Match[str]) -> tuple[str, Hit]:
    sign, unit = number.group("sign"), (number.group("unit") or "").strip()
    following = _NEXT_WORDS.match(prose.folded, number.end())
    if following and pattern(prose.lang, "function").fullmatch(following.group(1)):
        following = None
    end = following.end(1) if following else number.end()
    if sign or (unit and unit in "$€£¥₽"):
        is_scaled = following and pattern(prose.lang, "number").fullmatch(following.group(1))
        return "money", Hit(number.start(), end if is_scaled else number.end())
    if following and not unit:
        for group in (1, 2):
            if following.group(group) and pattern(prose.lang, "money").fullmatch(following.group(group)):
                return "money", Hit(number.start(), following.end(group))
    if _YEAR.fullmatch(number.group()):
        return "date", Hit(number.start(), number.end())
    return "number", Hit(number.start(), number.end() if unit else end)
