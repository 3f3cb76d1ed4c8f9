"""Numbers in company news, made comparable: value and what is counted, in the writing of five languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luotsi.engines.text.words import fold

SCALES = {
    1e3: "thousand thousands тыс тысяч тысяча тысячи tuhat tuhatta tuhannen mil ribu k",
    1e6: "million millions mln mio m млн миллион миллиона миллионов миллионами milj miljoona miljoonaa miljoonan"
    " miljoonalla millon millones mm juta jt",
    1e9: "billion billions bn b млрд миллиард миллиарда миллиардов mrd miljardi miljardia miljardin miliar",
    1e12: "trillion tn трлн триллион триллиона триллионов biljoona biljoonaa billon billones triliun",
}
SCALE = {word: scale for scale, words in SCALES.items() for word in words.split()}
CURRENCIES = {
    "usd": "$ us$ usd dollar dollars долларов доллара доллар dolares dolar dollaria dollarilla dolares",
    "eur": "€ eur euro euros euroa euron eurolla евро",
    "gbp": "£ gbp pounds punta puntaa",
    "rub": "₽ rub руб рублей рубля рубль ruplaa",
    "idr": "rp idr rupiah",
    "sek": "sek kr kruunua",
}
CURRENCY = {word: code for code, words in CURRENCIES.items() for word in words.split()}
PERCENT = frozenset(
    "% percent pct процент процента процентов процентами prosenttia prosentti prosentin pros persen procent".split()
)
PERCENT_IN_TWO = frozenset((("per", "cent"), ("por", "ciento")))
UNITS = {
    "mw": "mw мвт megawatt megawatts megavatios megavatio megawattia megawatin",
    "gw": "gw гвт gigawatt gigawatts gigavatios gigawattia",
    "kwh": "kwh квтч",
    "km": "km км kilometres kilometers kilometros kilometria kilometrin километров километра",
    "ha": "ha га hectares hectareas hehtaaria hektar",
    "t": "tonnes tons тонн тонны toneladas tonnia ton",
    "m2": "sqm m2 кв",
    "gb": "gb гб",
    "tb": "tb тб",
}
UNIT = {word: code for code, words in UNITS.items() for word in words.split()}
WRITTEN = {
    2: "two два две двух двое kaksi kahden dos dua", 3: "three три трех трое kolme kolmen tres tiga",
    4: "four четыре четырех nelja neljan cuatro empat", 5: "five пять пяти viisi viiden cinco lima",
    6: "six шесть шести kuusi kuuden seis enam", 7: "seven семь семи seitseman siete tujuh",
    8: "eight восемь восьми kahdeksan ocho delapan", 9: "nine девять девяти yhdeksan nueve sembilan",
    10: "ten десять десяти kymmenen diez sepuluh", 12: "dozen twelve дюжина tusina doce twelve docena lusin",
    20: "twenty двадцать kaksikymmenta veinte", 100: "hundred сто sata cien seratus",
    1000: "thousand тысяча tuhat mil seribu",
}  # fmt: skip
WORDS = {word: float(value) for value, words in WRITTEN.items() for word in words.split()}
FRACTIONS = (
    (50.0, r"half of|one in two|каждый второй|половин\w+|joka toinen|puolet|la mitad|uno de cada dos|separuh|setengah"),
    (100 / 3, r"one in three|a third of|каждый третий|joka kolmas|kolmannes|kolmasosa|uno de cada tres|sepertiga"),
    (200 / 3, r"two in three|two.thirds|две трети|kaksi kolmasosaa|dos tercios|dua pertiga"),
    (25.0, r"one in four|a quarter of|каждый четвертый|joka neljas|neljannes|uno de cada cuatro|seperempat"),
    (75.0, r"three in four|three.quarters|три четверти|kolme neljasosaa|tres cuartos|tiga perempat"),
    (20.0, r"one in five|каждый пятый|joka viides|uno de cada cinco"),
)

_FRACTIONS = tuple((value, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for value, words in FRACTIONS)
ORDINALS = {
    1: "first перв\\w+ ensimmai\\w+ primer\\w* pertama perdana 1st",
    2: "second втор\\w+ toi(?:nen|se\\w+) segund[oa] kedua 2nd",
    3: "third трет\\w+ kolma(?:s|n\\w+|tta|nt\\w+) tercer\\w* ketiga 3rd",
    4: "fourth четверт\\w+ nelja(?:s|n\\w+|tta) cuart[oa] keempat 4th",
    5: "fifth пят(?:ый|ая|ое|ого|ой|ую) viide(?:s|n\\w+) quint[oa] kelima 5th",
}
_ORDINALS = tuple((n, re.compile(rf"(?<!\w)(?:{words.replace(' ', '|')})(?!\w)")) for n, words in ORDINALS.items())
_PHASE = re.compile(r"(?<!\w)(?:phase|stage) (one|two|three|1|2|3)(?!\w)")
_PHASES = {"one": 1, "two": 2, "three": 3}
_OF_TEN = re.compile(r"(?<!\w)(\w+) (?:in|out of|из|dari|de cada) (?:10|ten|десяти|diez|sepuluh)(?!\w)")
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>us\$|[$€£₽]|rp\.?\s?|eur\s|usd\s|gbp\s|us\$\s)?\s?"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
    r"(?:[\s\u00a0\u202f-]?(?P<mark>%|[$€£₽]))?(?:[\s\u00a0\u202f-]?(?P<next>[^\W\d_]+2?))?(?:\.?\s(?P<after>[^\W\d_]+))?"
)
YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class Amount:
    """One number: `kind` is percent, money, year, version, count or a unit's code; `noun` what is counted, folded."""

    kind: str
    value: float
    unit: str
    noun: str
    start: int
    end: int


def amounts_of(text: str) -> tuple[Amount, ...]:
    """All numbers of a text in their order.

    Example: amounts_of("Crisply sold for $310m")[0].value -> 310000000.0
    """
    folded = fold(text)
    found = [_amount(hit) for hit in _NUMBER.finditer(folded)]
    shares = _written_shares(folded)
    covered = [(share.start, share.end) for share in shares]
    plain = [one for one in found if not any(start <= one.start < end for start, end in covered)]
    return tuple(sorted((*plain, *shares, *_written(folded, covered)), key=lambda one: one.start))


def _amount(hit: re.Match[str]) -> Amount:
    digits, following = hit["digits"], hit["next"] or ""
    scale = SCALE.get(following, 0.0)
    currency = CURRENCY.get((hit["sign"] or hit["mark"] or "").strip().rstrip("."), "")
    if currency == "idr" and following == "m":
        scale = 1e9  # miliar
    tail = (hit["after"] or "") if scale else following
    currency = currency or CURRENCY.get(tail, "")
    value = _value(digits, bool(scale or currency or hit["mark"])) * (scale or 1.0)
    end = hit.end("after") if scale and (tail in CURRENCY or tail in UNIT) and tail else _end(hit, following, scale)
    if (following, hit["after"]) in PERCENT_IN_TWO:
        return Amount("percent", value, "%", "", hit.start(), hit.end("after"))
    if hit["mark"] == "%" or tail in PERCENT:
        return Amount("percent", value, "%", "", hit.start(), end)
    if currency:
        return Amount("money", value, currency, "", hit.start(), end)
    if tail in UNIT:
        return Amount(UNIT[tail], value, UNIT[tail], "", hit.start(), end)
    if _is_year(digits, scale):
        return Amount("year", value, "", "", hit.start(), hit.end("digits"))
    if re.fullmatch(r"\d{1,2}(\.\d{1,3})+", digits) and not scale and not re.fullmatch(r"\d{1,3}(\.000)+", digits):
        return Amount("version", _version(digits), "", "", hit.start(), hit.end("digits"))
    return Amount("money" if scale >= 1e6 else "count", value, "", tail, hit.start(), end)


def _end(hit: re.Match[str], following: str, scale: float) -> int:
    known = scale or following in UNIT or following in PERCENT or following in CURRENCY
    return hit.end("next") if known else hit.end("mark") if hit["mark"] else hit.end("digits")


def _value(digits: str, is_measure: bool) -> float:
    """1.234,5 and 1,234.5 and 1 234: a last group of three digits is thousands, any other a fraction."""
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return float(plain)
    head, _, last = plain.rpartition(marks[-1])
    whole = re.sub(r"[.,]", "", head)
    if len(set(marks)) == 1 and len(last) == 3 and (len(marks) > 1 or len(whole) <= 3) and whole != "0":
        return float(whole + last)
    return float(f"{whole}.{last}")


def _version(digits: str) -> float:
    """A number that keeps 4.10 and 4.1 apart."""
    value = 0.0
    for part in digits.split("."):
        value = value * 1000 + float(part)
    return value


def _is_year(digits: str, scale: float) -> bool:
    return not scale and len(digits) == 4 and digits.isdigit() and YEARS[0] <= int(digits) < YEARS[1]


def _written_shares(folded: str) -> list[Amount]:
    found = [
        Amount("percent", value, "%", "", hit.start(), hit.end())
        for value, pattern in _FRACTIONS
        for hit in pattern.finditer(folded)
    ]
    for hit in _OF_TEN.finditer(folded):
        part = WORDS.get(hit[1], float(hit[1]) if hit[1].isdigit() and len(hit[1]) < 3 else 0.0)
        if 0 < part <= 10:
            found.append(Amount("percent", 10 * part, "%", "", hit.start(), hit.end()))
    return found


def _written(folded: str, covered: list[tuple[int, int]]) -> list[Amount]:
    """Numbers in words, up to twenty and round ones."""
    found = []
    for hit in re.finditer(r"(?<!\w)([^\W\d_]+)(?=[\s-]+([^\W\d_]+))", folded):
        value = WORDS.get(hit[1])
        if value and not any(start <= hit.start() < end for start, end in covered):
            scale = SCALE.get(hit[2], 1.0)
            kind = "money" if scale >= 1e6 else "count"
            found.append(Amount(kind, value * scale, "", "" if scale > 1 else hit[2], hit.start(), hit.end(1)))
    return found


def ordinals_of(folded: str) -> frozenset[int]:
    """Places in a row that a folded text tells: "the second phase", "phase two".

    Example: sorted(ordinals_of("second phase opens")) -> [2]
    """
    found = {number for number, pattern in _ORDINALS if pattern.search(folded)}
    return frozenset(found | {_PHASES.get(hit[1]) or int(hit[1]) for hit in _PHASE.finditer(folded)})
