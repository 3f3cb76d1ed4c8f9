"""In which of the five languages a text is written."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from luotsi.engines.text.hooks.news import LANGUAGES

_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_LATIN = re.compile(r"[a-zA-Z]")
# Russian news names foreign firms in Latin letters: a third of Cyrillic letters is enough.
RUSSIAN_SHARE = 1 / 3


def language_of(text: str) -> str:
    """One of en, fi, ru, es, id.

    >>> language_of("Банк открыл офис"), language_of("Yhtiö avasi toimiston Turkuun")
    ('ru', 'fi')
    """
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic and cyrillic >= (cyrillic + latin) * RUSSIAN_SHARE:
        return "ru"
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([lang for lang in LANGUAGES if lang != "ru"])
    return identifier
