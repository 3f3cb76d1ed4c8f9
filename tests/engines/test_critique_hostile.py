"""The critique never breaks: any text, huge texts, foreign scripts, pictures, markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.text.critique import KINDS, Critique, Draft, critique

PIECES = st.sampled_from(
    [
        "innovative ", "“", "”", "«", "»", '"', "— ", "\n\n", "!", "? ", "3 March 2026", "€ 5 million", "SAP", "we said, ",
        "стратегическое партнерство ", "Олег Иванов ", "johtava ", "cada vez más ", "semakin diminati ", "e\u0301", "🚀", "<b>",
        "</b>", "مرحبا ", "\u200f", "\x00", "\ud800", "I\u0307", "ﬁ", "1.", "http://a.b", "a@b.c ", "¡", "buy now ", "…",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


def points_at_its_words(draft: Draft, seen: Critique) -> bool:
    fields = {"title": draft.title, "body": draft.body}
    placed = [*((finding.place, finding.words) for finding in seen.findings), *((f.place, f.words) for f in seen.facts)]
    return all(fields[field][start:end] == words for (field, start, end), words in placed)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(KINDS), st.sampled_from(["", "en", "fi", "ru", "es", "id", "xx"]), TEXTS)
def test_any_text_gets_a_critique_whose_places_point_at_the_words(
    title: str, body: str, kind: str, lang: str, company: str
) -> None:
    draft = Draft(title, body, kind, lang, company)
    seen = critique(draft)
    assert seen.score is None or 0 <= seen.score <= 100
    assert points_at_its_words(draft, seen)
    assert set(seen.first) <= set(seen.findings) if seen.findings else seen.first == ()
    assert critique(draft) == seen


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_an_empty_phrase_more_never_makes_a_text_better(body: str) -> None:
    before = critique(Draft("Hall 7 opens", body, lang="en")).score
    after = critique(Draft("Hall 7 opens", body + "\nWe are pleased to announce it.", lang="en")).score
    assert before is None or (after is not None and after <= before)


@pytest.mark.parametrize(
    "piece",
    ["buy now ", "1 ", '"', "« ", "— said Anna Berg now and then\n", "A ", "Aa ", " ", "<", "e\u0301", "! ", "a.b@"],
)
def test_a_huge_heap_of_anything_is_read_to_its_end(piece: str) -> None:
    draft = Draft("Title", piece * (200_000 // len(piece)) + "\nOn 3 March 2031", "mail", "en")
    seen = critique(draft)
    assert "3 March 2031" in {fact.words for fact in seen.facts} and points_at_its_words(draft, seen)


def test_an_unending_text_of_pushes_shows_the_first_thirty() -> None:
    seen = critique(Draft("Offer", "Buy now! " * 500, "mail", "en"))
    assert sum(finding.code == "push" for finding in seen.findings) == 30
    assert seen.score == 0 or seen.verdict == "pushes"


def test_markup_and_right_to_left_marks_keep_every_place() -> None:
    body = "<p>\u200fWe are <b>pleased to announce</b> it 🚀🚀 in a <i>unique solution</i> for all.</p>"
    draft = Draft("", body, lang="en")
    seen = critique(draft)
    assert [f.words for f in seen.findings if f.code == "boilerplate"] == ["pleased to announce", "unique solution"]
    assert points_at_its_words(draft, seen)
