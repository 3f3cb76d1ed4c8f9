"""What the critique says: complete and filled in all five languages."""

import re

import pytest

from luotsi.engines.text.critique import FINDINGS, VERDICTS
from luotsi.kernel.critique_sayings import SPOKEN, said, verdict_said


@pytest.mark.parametrize("lang", SPOKEN)
def test_every_finding_has_a_reason_and_a_question_in_every_language(lang: str) -> None:
    for code in FINDINGS:
        reason, question = said(code, lang, {"fact": "412", "minutes": 3.4, "facts": 5, "speaker": "Anna Berg"})
        assert reason and "?" in question and "{" not in reason + question
        assert "!" not in reason + question
        assert bool(re.search("[а-я]", reason)) == (lang == "ru")


def test_no_two_languages_say_the_same() -> None:
    for code in FINDINGS:
        assert len({said(code, lang)[1] for lang in SPOKEN}) == len(SPOKEN)
    for code in VERDICTS:
        assert len({verdict_said(code, lang) for lang in SPOKEN}) == len(SPOKEN)


def test_a_speaker_nobody_named_is_called_the_speaker_and_a_named_one_by_name() -> None:
    assert "the speaker" in said("quote_empty", "en", {"speaker": ""})[1]
    assert "Анна Берг" in said("quote_empty", "ru", {"speaker": "Анна Берг"})[1]


def test_braces_in_the_words_of_the_writer_stay_what_they_are() -> None:
    assert "{0} {x}" in said("title_hides", "en", {"fact": "{0} {x}"})[0]


def test_another_language_is_spoken_to_in_english() -> None:
    assert verdict_said("nothing_to_read", "de") == verdict_said("nothing_to_read", "en")
