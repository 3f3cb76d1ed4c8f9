"""What the critique's codes say to the writer, in the language of the text (critique_words/*.toml). No Django here.

A reason and a better question to answer for each finding, one sentence for each verdict; English where the text is
in a language we have no sentences for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

SPOKEN = ("en", "fi", "ru", "es", "id")


def said(code: str, lang: str, details: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """The reason and the better question for a finding.

    Example: said("no_number", "en")[0] -> "No number in the whole text."
    """
    sayings = _sayings(lang)
    filled = {"speaker": "", "fact": "", "minutes": "", "facts": "", **(details or {})}
    filled["speaker"] = filled["speaker"] or sayings["words"]["somebody"]
    reason, question = sayings["findings"][code]
    return reason.format(**filled), question.format(**filled)


def verdict_said(code: str, lang: str) -> str:
    """The verdict in one sentence."""
    return str(_sayings(lang)["verdicts"][code])


@cache
def _sayings(lang: str) -> dict[str, Any]:
    file = files(__package__).joinpath("critique_words", f"{lang if lang in SPOKEN else 'en'}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
