"""Which of the five languages a text is in: by its script, then by its little words, last by its letters."""

from __future__ import annotations

from functools import cache
from typing import Any

from luotsi.engines.text.critique.wording import LANGUAGES, pattern
from luotsi.engines.text.words import composed, fold

READ_LETTERS = 4000
# In a text of this many words the little words alone decide; a shorter one may have none.
ENOUGH_WORDS, LITTLE_WORDS_SHARE = 25, 0.12


def language_of(text: str) -> str:
    """en, fi, ru, es or id, and "" for another. Example: language_of("El mercado y la vida de los demás") -> "es"."""
    start = composed(text[:READ_LETTERS])
    letters = [letter for letter in start if letter.isalpha()]
    if not letters:
        return ""
    cyrillic = sum("а" <= letter.lower() <= "я" or letter in "ёЁ" for letter in letters) / len(letters)
    latin = sum(letter < "ɐ" for letter in letters) / len(letters)
    if cyrillic > 0.4:
        return "ru"
    return _latin(start) if latin > 0.6 else ""


def _latin(text: str) -> str:
    folded = fold(text)
    counts = {lang: len(pattern(lang, "function").findall(folded)) for lang in LANGUAGES if lang != "ru"}
    best, second = sorted(counts, key=lambda lang: -counts[lang])[:2]
    words = len(folded.split())
    if counts[best] >= 2 and counts[best] >= 1.5 * counts[second] and counts[best] >= LITTLE_WORDS_SHARE * words:
        return best
    return "" if words >= ENOUGH_WORDS and counts[best] < LITTLE_WORDS_SHARE / 2 * words else _by_letters(text)


def _by_letters(text: str) -> str:
    lang, _ = _identifier().classify(text)
    return str(lang)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["en", "fi", "es", "id"])
    return identifier
