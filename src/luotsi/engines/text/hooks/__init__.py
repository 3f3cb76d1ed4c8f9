"""Hooks: the occasion a piece of company news hangs on, read from headline and lead.

Families of words (what is done, to what, at which stage) in five languages, weighed by a model trained on texts that
were written for Luotsi. Everything public is imported from here.
"""

from luotsi.engines.text.hooks.news import (
    FILLER,
    HOOKS,
    LANGUAGES,
    WORTHY,
    Confusion,
    News,
    Reading,
    Reason,
    Taught,
    worthiness_of,
)
from luotsi.engines.text.hooks.reading import Reader, reader

__all__ = [
    "FILLER",
    "HOOKS",
    "LANGUAGES",
    "WORTHY",
    "Confusion",
    "News",
    "Reader",
    "Reading",
    "Reason",
    "Taught",
    "reader",
    "worthiness_of",
]
