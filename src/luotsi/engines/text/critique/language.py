"""Which of the five languages a text is in: by its script, then by its little words, last by its letters."""

from __future__ import annotations

from functools import cache
from typing import Any

from luotsi.engines.text.critique.wording import LANGUAGES, pattern
from luotsi.engines.text.words import composed, fold

READ_LETTERS = 4000
LATIN = tuple(lang for lang in LANGUAGES if lang != "ru")
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
    words = len(folded.split())
    counts = {lang: len(pattern(lang, "function").findall(folded)) for lang in LATIN}
    if words < ENOUGH_WORDS:
        counts = {lang: count + _known_words(lang, folded) for lang, count in counts.items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    if best >= 2 and best >= 1.5 * second and best >= LITTLE_WORDS_SHARE * words:
        return max(LATIN, key=lambda lang: counts[lang])
    if words >= ENOUGH_WORDS and best < LITTLE_WORDS_SHARE / 2 * words:
        return ""
    return _by_letters(text, LATIN if words >= ENOUGH_WORDS else tuple(lang for lang in LATIN if counts[lang] == best))


def _known_words(lang: str, folded: str) -> int:
    """In a title, words of any list tell the language too."""
    return sum(len(pattern(lang, section).findall(folded)) for section in ("generic", "done", "number"))


def _by_letters(text: str, among: tuple[str, ...]) -> str:
    """The likeliest of some languages."""
    if len(among) == 1:
        return among[0]
    return next(str(lang) for lang, _ in _identifier().rank(text) if lang in among)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LATIN))
    return identifier
