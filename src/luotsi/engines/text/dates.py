"""Which dates and time limits a request names, in English, Finnish, Russian, Spanish and Indonesian.

A bare year ("the 2027 fair") and the month in an issue's name ("newsletter March 2027") are names, not dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luotsi.engines.text.words import composed, fold

MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|march|mar|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
    r"|(?:tammi|helmi|maalis|huhti|touko|kesa|heina|elo|syys|loka|marras|joulu)kuu\w*"
    r"|январ[ьяею]\w{0,2}|феврал[ьяею]\w{0,2}|март[аеу]?|апрел[ьяею]\w{0,2}|ма[йяею]|июн[ьяею]\w{0,2}|июл[ьяею]\w{0,2}"
    r"|август[аеу]?|сентябр[ьяею]\w{0,2}|октябр[ьяею]\w{0,2}|ноябр[ьяею]\w{0,2}|декабр[ьяею]\w{0,2}"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|januari|februari|maret|mei|juni|juli|agustus|oktober|desember"
)
# "may" and "march" are verbs and "mar" is the sea: without a number beside them they are no month.
SURE_MONTHS = "|".join(part for part in MONTHS.replace("|may|", "|").replace("|march|mar|", "|").split("|") if part)
WEEKDAYS = (
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|(?:maanan|tiis|keskiviik|tors|perjan|lauan|sunnun)\w*ta[ik]\w*|keskiviik(?:ko|on)\w*"
    r"|понедельник\w?|вторник\w?|сред[аеуы]|четверг\w?|пятниц\w|суббот\w|воскресень\w"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    r"|hari (?:senin|selasa|rabu|kamis|sabtu|minggu)|senin|selasa|rabu|kamis|jumat"
)
BEFORE = (
    r"by|before|until|till|no later than|not later than|due|deadline|starting|from|since|on|in|for|during|after|late|early|mid|end of"
    r"|ennen|к|до|не позднее|с|в|на|para|antes del?|hasta|en|a finales de|a principios de|desde|el"
    r"|sebelum|pada|di|bulan|akhir|awal|paling lambat|hingga|sampai|mulai"
)
NUMBER_WORDS = (
    r"\d{1,3}|an?|one|two|three|four|five|six|eight|ten|twelve|next few|few|couple of"
    r"|kahden|kolmen|neljan|viiden|kuuden|yhden|dos|tres|cuatro|cinco|seis|una?"
    r"|две|два|три|четыре|пять|неделю|dua|tiga|empat|lima|enam|satu"
)
UNITS = (
    r"(?:hours?|days?|weeks?|months?|working days?|business days?|tunni\w*|paiva\w*|viiko\w*|viikko\w*|kuukau\w*"
    r"|час\w*|дн\w+|день|недел\w*|месяц\w*|horas?|dias?|semanas?|mes(?:es)?|jam|hari|minggu|bulan)"
)
DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
FRACTIONS = {"24/7", "9/11", "1/2", "1/3", "1/4", "2/3", "3/4", "1/1", "12/7", "50/50"}

_RULES: tuple[tuple[str, str], ...] = (
    ("day", rf"{YEAR}-[01]?\d-[0-3]?\d"),
    ("day", rf"[0-3]?\d[./][01]?\d[./](?:{YEAR}|\d\d)(?![./]?\d)"),
    (
        "day",
        rf"{DAY}\.?(?:\s*(?:-|to|and|y|и|al|dan|sampai)\s*{DAY}\.?)?\s*(?:of\s+|de\s+)?(?:{MONTHS})(?:\.|,)?(?:\s+(?:de\s+)?{YEAR})?",
    ),
    ("day", rf"(?:{MONTHS})\.?\s+{DAY}(?:\s*(?:-|to|and)\s*{DAY})?(?:,?\s+{YEAR})?(?!\d|[.:]\d|%|\s*(?:%|percent))"),
    ("day", r"(?:[0-3]?\d)\.(?:1[0-2]|0?\d)\.(?!\d)"),
    ("day", r"(?<![\d/.])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\d/%])"),
    (
        "day",
        r"(?:by|before|until|from|on|due) (?:the )?(?:[0-3]?\d)(?:st|nd|rd|th)(?! (?:floor|edition|issue|anniversary|place|version|attempt|time))",
    ),
    ("month", rf"(?:{MONTHS})\.?,?\s+(?:de\s+|г\.?\s+)?{YEAR}"),
    (
        "month",
        rf"(?:{BEFORE})\s+(?:the\s+)?(?:end of\s+|beginning of\s+|middle of\s+|начала\s+|конца\s+|середины\s+|bulan\s+|de\s+)*(?:{MONTHS})(?!\w)",
    ),
    (
        "month",
        r"(?:tammi|helmi|maalis|huhti|touko|kesa|heina|elo|syys|loka|marras|joulu)kuu(?:ssa|n|hun|ta|sta|lle|lla|ksi)\b",
    ),
    ("quarter", rf"(?:q[1-4]|h[12]|[1-4]q|kv\.?\s?[1-4])(?:[\s/'-]*(?:{YEAR}|\d\d))?(?!\w)"),
    ("quarter", rf"(?:{YEAR})[\s-]*(?:q[1-4]|h[12])"),
    (
        "quarter",
        r"(?:first|second|third|fourth|last|next|this) (?:quarter|half(?: of)?)|(?:ensimmais|tois|kolman|neljan)\w+ (?:neljannes|kvartaal)\w*",
    ),
    (
        "quarter",
        r"(?:[iv]{1,3}|перв\w+|втор\w+|треть\w+|четв[её]рт\w+|[1-4](?:-[а-я]{1,2})?)\s*квартал\w*|(?:primer|segundo|tercer|cuarto) trimestre",
    ),
    ("quarter", r"(?:triwulan|kuartal) (?:[1-4]|i{1,3}v?|pertama|kedua|ketiga|keempat)"),
    (
        "week",
        r"(?:calendar )?(?:week|wk|kw|viikolla|viikon|viikko|vko|semana|minggu ke|недел[яею]) ?-?(?:[1-5]?\d)(?![\w%])|week of\b",
    ),
    ("weekday", rf"(?<!every )(?<!each )(?<!black )(?<!cyber )(?<!giving )(?:{WEEKDAYS})"),
    (
        "relative",
        r"today|tonight|tomorrow|next year|(?:by|before|end of|later|until) this year|(?:this|next|coming) (?:week|month|quarter|spring|summer|autumn|fall|winter|weekend)",
    ),
    (
        "relative",
        r"(?:tanaan|huomenna|ensi (?:viiko|kuu|kuussa|vuo|keva|kesa|syksy|talve)\w*|(?:talla|taman) (?:viikolla|viikon|kuussa|kuun|vuoden)|loppuvuo\w+|alkuvuo\w+)",
    ),
    (
        "relative",
        r"(?:сегодня|завтра|послезавтра|(?:на |до конца )?(?:этой|следующей|будущей) недел\w|(?:в )?(?:этом|следующем|будущем) (?:месяце|году|квартале))",
    ),
    (
        "relative",
        r"(?:hoy|manana mismo|para manana|(?:esta|proxima) semana|(?:este|proximo) (?:mes|trimestre|ano)|(?:semana|mes|trimestre|ano) que viene)",
    ),
    ("relative", r"(?:hari ini|besok|lusa|(?:minggu|bulan|kuartal|tahun) (?:ini|depan))"),
    (
        "relative",
        r"(?:by|before|until|at|towards?) (?:the )?(?:end|close|start|beginning|middle) of (?:the |this |next )?(?:day|week|month|quarter|year)|(?:eo[dwmqy]|year[ -]end|month[ -]end)",
    ),
    (
        "relative",
        r"(?:(?:viikon|kuun|kuukauden|vuoden|kvartaalin) (?:loppuun|loppua|alkuun|lopussa|vaihteessa|vaihdetta)|vuodenvaihte\w+)",
    ),
    (
        "relative",
        r"(?:до|к|в|на) (?:концу?|конца|конце|начал[ауе]|середин[еыу]) (?:дня|недели|месяца|квартала|года|лета|осени|зимы|весны)|(?:a |para |antes de(?:l)? )?(?:finales?|fin|principios|mediados) de(?:l)? (?:dia|semana|mes|trimestre|ano|verano|otono|invierno)",
    ),
    ("relative", r"(?:akhir|awal|pertengahan) (?:hari|pekan|minggu|bulan|kuartal|tahun)"),
    (
        "relative",
        r"(?:by|before|until|in time for|ahead of) (?:the )?(?:christmas|new year|easter|black friday|cyber monday|ramadan|eid|spring|summer|autumn|winter|holidays?|(?:summer|winter|christmas|spring|autumn) (?:holidays?|break|season))",
    ),
    (
        "relative",
        r"(?:ennen (?:joul|paasia|vap|juhannus|kesa|lom|vuodenvaih|syksy|keva)\w*|(?:keva|syksy|kesa|talvi)\w*(?:lla|ksi) mennessa|до (?:нового года|рождества|праздников|пасхи|лета|осени|отпусков)|antes de (?:navidad|semana santa|las vacaciones|verano|pascua)|sebelum (?:lebaran|natal|idul fitri|ramadan|tahun baru))",
    ),
    (
        "limit",
        rf"(?:within|in|in under|over the next|for|no more than) (?:the (?:next|coming) )?(?:{NUMBER_WORDS})[\s-]+(?:short )?{UNITS}(?! (?:old|ago|of (?:experience|history)))",
    ),
    (
        "limit",
        rf"(?:{NUMBER_WORDS})[\s-]+{UNITS} (?:before|ahead|prior|from now|notice|kuluessa|sisalla|aikana|lagi|ke depan|sebelum)",
    ),
    (
        "limit",
        rf"(?:в течение|за|через|dentro de|en|dalam(?: waktu)?|antes de) (?:{NUMBER_WORDS})\s+{UNITS}|через (?:неделю|месяц|две недели)|(?:{NUMBER_WORDS})\s+{UNITS} (?:kuluttua|до)",
    ),
    ("limit", r"(?:viikon|kuukauden|paivan) (?:kuluessa|kuluttua|sisalla|paasta)"),
    (
        "asap",
        r"asap|as soon as possible|soonest possible|right away|(?:mahdollisimman|niin) pian(?: kuin mahdollista)?|heti kun mahdollista|как можно (?:скорее|быстрее)|lo antes posible|cuanto antes|secepatnya|sesegera mungkin",
    ),
    (
        "limit",
        r"(?:by|before|until) (?:the )?(?:20\d\d)(?!\w)|vuoden 20\d\d (?:loppuun|alkuun)|(?:до|к) (?:концу?|конца) 20\d\d|antes de(?:l)? 20\d\d",
    ),
    ("clock", r"(?:at|klo|kello|в|a las|pukul|jam) (?:[01]?\d|2[0-3])[:.][0-5]\d|(?:[1-9]|1[0-2])\s?(?:am|pm)"),
)
_COMPILED = tuple((code, re.compile(rf"(?<![\w])(?:{pattern})(?!\w)")) for code, pattern in _RULES)
_ISSUE = r"(?:newsletters?|digest|bulletin|roundup|uutiskirje\w*|kuukausikirje\w*|рассылк\w*|дайджест\w*|bolet[ií]n|buletin|edition|issue)"
_IN_ISSUE_NAME = (
    re.compile(rf"{_ISSUE}[\s,:\-–(]+(?:de\s+|за\s+|edisi\s+|bulan\s+)*$"),
    re.compile(rf"^[\s,:\-]*{_ISSUE}(?!\w)"),
)
_NOT_A_DATE = re.compile(r"(?:part|slide|page|osa|часть|parte|bagian|version|v|№|no\.?|nr\.?)\s*$")


@dataclass(frozen=True, slots=True)
class DateExpression:
    """One expression: `field` is title or body, `start` and `end` count letters in its composed (NFC) text."""

    field: str
    start: int
    end: int
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class NamedDates:
    """`found` says whether any date or time limit is named; expressions stand in their order."""

    found: bool
    expressions: tuple[DateExpression, ...]

    def __bool__(self) -> bool:
        return self.found


def names_date(title: str, body: str = "") -> NamedDates:
    """The dates and time limits named in a request.

    Codes: day, month, quarter, week, weekday, relative ("next month"), limit ("within ten days"), asap, clock.
    """
    found = (*_expressions("title", title), *_expressions("body", body))
    return NamedDates(bool(found), found)


def _expressions(field: str, text: str) -> tuple[DateExpression, ...]:
    whole = composed(text)
    folded = fold(whole)
    chosen: list[tuple[int, int, str]] = []
    for start, end, code in sorted(_matches(folded), key=lambda hit: (hit[0], -hit[1])):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end, code))
    return tuple(DateExpression(field, start, end, whole[start:end], code) for start, end, code in chosen)


def _matches(folded: str) -> Iterator[tuple[int, int, str]]:
    for code, pattern in _COMPILED:
        for hit in pattern.finditer(folded):
            if not _is_name(folded, hit, code):
                yield hit.start(), hit.end(), code


def _is_name(folded: str, hit: re.Match[str], code: str) -> bool:
    """A fraction, a part number or the month in an issue's name."""
    before, after = folded[max(0, hit.start() - 24) : hit.start()], folded[hit.end() : hit.end() + 24]
    if code == "month":
        return bool(_IN_ISSUE_NAME[0].search(before) or _IN_ISSUE_NAME[1].search(after))
    if code == "day":
        return hit.group() in FRACTIONS or bool(_NOT_A_DATE.search(before))
    return False
