"""More texts for training: patterns of headlines (texts/slots.txt) with names, places, trades and figures put in."""

from __future__ import annotations

from pathlib import Path
from random import Random

from luotsi.engines.text.hooks.news import News
from luotsi.engines.text.hooks.training_views import Labelled

PATTERNS = Path(__file__).parent / "texts" / "slots.txt"
EACH, SEED = 3, 1
STARTS = ("Nor", "Val", "Ter", "Kor", "Mer", "Lan", "Sav", "Bel", "Or", "Tal", "Vik", "Ren", "Sol", "Ald", "Pri")
ENDS = ("vik", "tek", "via", "dor", "mar", "lund", "sta", "ten", "ria", "gen", "wick", "lia")
RUSSIAN_STARTS = ("Сев", "Вол", "Тех", "Рос", "Урал", "Нева", "Бел", "Дон", "Гор", "Альт", "Мир", "Сиб")
RUSSIAN_ENDS = ("тех", "мар", "строй", "лайн", "софт", "пром", "энерго", "связь", "транс", "инвест")
PEOPLE = {
    "en": ("Anna Berg", "David Moore", "Laura Chen", "Peter Hale"),
    "fi": ("Anna Mäkelä", "Juha Virtala", "Sanna Koskela", "Petri Laine"),
    "ru": ("Анна Белова", "Игорь Савин", "Мария Крылова", "Олег Петренко"),
    "es": ("Ana Robles", "Javier Soto", "Lucía Campos", "Diego Marín"),
    "id": ("Andi Wijaya", "Siti Rahma", "Budi Hartono", "Dewi Lestari"),
}
PLACES = {
    "en": ("Ohio", "Northern Europe", "Leeds", "Singapore", "the Midwest", "Poland"),
    "fi": ("Oulussa", "Tampereella", "Ruotsissa", "Turussa", "Lahdessa"),
    "ru": ("Казани", "Самаре", "Сибири", "Екатеринбурге", "Казахстане"),
    "es": ("Sevilla", "Chile", "México", "Valencia", "Colombia"),
    "id": ("Surabaya", "Medan", "Jawa Barat", "Makassar", "Bali"),
}
TRADES = {
    "en": (
        "cloud",
        "energy storage",
        "payments",
        "logistics",
        "cybersecurity",
        "water treatment",
        "insurance",
        "steel",
    ),
    "fi": ("energia", "logistiikka", "maksaminen", "terveydenhuolto", "puhdistus", "tietoturva", "rakentaminen"),
    "ru": ("логистики", "энергетики", "платежей", "информационной безопасности", "видеосвязи", "документооборота"),
    "es": ("energía", "logística", "pagos digitales", "ciberseguridad", "agua", "seguros", "movilidad"),
    "id": ("energi", "logistik", "pembayaran digital", "keamanan siber", "air bersih", "asuransi", "telekomunikasi"),
}
MONEY = {
    "en": ("$120 million", "€45 million", "$1.2 billion", "£30m"),
    "fi": ("12 miljoonaa euroa", "3 miljoonaa euroa"),
    "ru": ("3 млрд рублей", "450 млн рублей"),
    "es": ("120 millones de euros", "45 millones de dólares"),
    "id": ("Rp 1,2 triliun", "Rp 350 miliar"),
}


def slot_texts() -> list[Labelled]:
    """Each pattern three times, filled anew; the same every time."""
    chance = Random(SEED)  # noqa: S311  it only has to be the same every time
    lines = [line for line in PATTERNS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = []
    for line in lines:
        lang, hook, pattern = line.split("\t")
        found += [Labelled(News(_filled(pattern, lang, chance), "", lang), hook) for _ in range(EACH)]
    return found


def _filled(pattern: str, lang: str, chance: Random) -> str:
    one, other = _company(lang, chance), _company(lang, chance)
    person, second = chance.sample(PEOPLE[lang], 2)
    whole = pattern.format(
        C=one,
        D=other,
        P=person,
        P2=second,
        L=chance.choice(PLACES[lang]),
        I=chance.choice(TRADES[lang]),
        M=chance.choice(MONEY[lang]),
        N=chance.choice((3, 5, 12, 20, 40, 75, 150)),
        Y=chance.choice((2017, 2022, 2024, 2025)),
    )
    return whole[:1].upper() + whole[1:]


def _company(lang: str, chance: Random) -> str:
    if lang == "ru":
        return chance.choice(RUSSIAN_STARTS) + chance.choice(RUSSIAN_ENDS)
    name = chance.choice(STARTS) + chance.choice(ENDS)
    return f"PT {name} Tbk" if lang == "id" and chance.random() < 0.5 else name
