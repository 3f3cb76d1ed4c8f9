"""Which part of a year news is about: quarter, half, nine months or month, in the writing of five languages."""

from __future__ import annotations

import re

_MONTHS = (
    r"jan(?:uar[yi])?|enero|январ\w+|tammi(?:kuu\w*)?",
    r"feb(?:ruar[yi])?|febrero|феврал\w+|helmi(?:kuu\w*)?",
    r"mar(?:ch|et|zo)|марта?|марте|maalis(?:kuu\w*)?",
    r"apr(?:il)?|abril|апрел\w+|huhti(?:kuu\w*)?",
    r"may|mayo|mei|ма[йяе]|touko(?:kuu\w*)?",
    r"june?|juni[o]?|июн\w+|kesakuu\w*|kesa(?=kuu)",
    r"july?|juli[o]?|июл\w+|heina(?:kuu\w*)?",
    r"aug(?:ust)?|agosto|agustus|август\w*|elo(?:kuu\w*)?",
    r"sep(?:t|tember)?|sept?iembre|сентябр\w+|syys(?:kuu\w*)?",
    r"oct(?:ober)?|octubre|oktober|октябр\w+|loka(?:kuu\w*)?",
    r"nov(?:ember)?|noviembre|ноябр\w+|marras(?:kuu\w*)?",
    r"dec(?:ember)?|diciembre|desember|декабр\w+|joulu(?:kuu\w*)?",
)
# "tammi-syyskuu" is a range; by itself Helmi is a name and loka is dirt.
_ONLY_IN_RANGES = frozenset("tammi helmi maalis huhti touko heina elo syys loka marras joulu".split())
_MONTH = tuple(re.compile(rf"(?<!\w)(?:{names})(?!\w)") for names in _MONTHS)
_ANY = "|".join(f"(?:{names})" for names in _MONTHS)
_RANGE = re.compile(rf"(?<!\w)(?P<first>{_ANY})\s*(?:-|to|through|y|a|по|hingga|sampai)\s*(?P<last>{_ANY})(?!\w)")
_SPANS = {(1, 3): "q1", (4, 6): "q2", (7, 9): "q3", (10, 12): "q4", (1, 6): "h1", (7, 12): "h2", (1, 9): "9m"}
_ORDINALS = (
    r"first|1st|перв\w+|i|1-?\w{0,2}|ensimmai\w+|primer\w*|pertama",
    r"second|2nd|втор\w+|ii|2-?\w{0,2}|toi\w+|segundo|kedua",
    r"third|3rd|треть\w+|iii|3-?\w{0,2}|kolman\w+|tercer\w*|ketiga",
    r"fourth|4th|четверт\w+|iv|4-?\w{0,2}|neljan\w+|cuarto|keempat",
)
_QUARTER = r"(?:quarter|квартал\w*|neljannes\w*|neljannek\w*|vuosineljan\w*|trimestre|kuartal|triwulan)"
_WHOLE_YEAR = re.compile(
    r"full[ -]year|annual (?:results|revenue|profit|sales)|(?:итогам|итоги|результаты|за) (?:\d{4} )?год[ау]?(?!\w)"
    r"|годов\w+ (?:выручк|прибыл|отчет)\w*|koko vuoden|tilinpaatos\w*|resultados? anual\w*|del ejercicio"
    r"|sepanjang (?:tahun )?20\d\d"
)
_HALF = r"(?:half|полугоди\w*|vuosipuolisko\w*|puolivuosi\w*|semestre|semester)"


def periods_of(folded: str) -> frozenset[str]:
    """Codes of the parts of a year in a folded text: q1-q4, h1, h2, 9m, fy, m01-m12.

    Example: sorted(periods_of("revenue up 18 % in the third quarter")) -> ["q3"]
    """
    found = {hit[1] for hit in re.finditer(r"(?<!\w)(q[1-4]|h[12]|9m)(?!\w)", folded)}
    for number, words in enumerate(_ORDINALS, start=1):
        if _beside(words, _QUARTER, folded):
            found.add(f"q{number}")
        if number < 3 and _beside(words, _HALF, folded):
            found.add(f"h{number}")
    if re.search(r"(?:9|nine|девят\w+|yhdeks\w+|nueve|sembilan) (?:months|месяц\w*|kuukau\w*|meses|bulan)", folded):
        found.add("9m")
    if _WHOLE_YEAR.search(folded):
        found.add("fy")
    ranges = list(_RANGE.finditer(folded))
    for hit in ranges:
        span = _number(hit["first"]), _number(hit["last"])
        found.add(_SPANS.get(span, f"m{span[0]:02}-{span[1]:02}"))
    if not ranges:
        found |= {f"m{number:02}" for number, pattern in enumerate(_MONTH, start=1) if _is_month(pattern, folded)}
    return frozenset(found)


def _beside(ordinal: str, noun: str, folded: str) -> bool:
    """ "third quarter" and "kuartal III"."""
    return bool(re.search(rf"(?<!\w)(?:(?:{ordinal})[\s-]+{noun}|{noun}[\s-]+(?:{ordinal}))(?!\w)", folded))


def _number(name: str) -> int:
    return next(number for number, pattern in enumerate(_MONTH, start=1) if pattern.fullmatch(name))


def _is_month(pattern: re.Pattern[str], folded: str) -> bool:
    """May and mar are months beside a number only."""
    hit = pattern.search(folded)
    if hit is None:
        return False
    if hit[0] in _ONLY_IN_RANGES:
        return False
    near = folded[max(0, hit.start() - 4) : hit.end() + 5]
    return hit[0] not in ("may", "mar", "ма", "jan", "dec") or any(letter.isdigit() for letter in near)
