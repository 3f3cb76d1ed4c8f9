"""The detector on the held-out part of our own labelled pile: the promises of docs/explanation/requests.md."""

from collections import Counter

import pytest
from benchmarks.request_detector import OWN_PILE, Labelled, classify_figures, like_figures, read_pile

from luotsi.engines.text import KINDS


@pytest.fixture(scope="module")
def held_out() -> list[Labelled]:
    return [row for row in read_pile(OWN_PILE) if row.part == "held_out"]


def test_tactic_against_the_rest_is_balanced(held_out: list[Labelled]) -> None:
    assert classify_figures(held_out).balanced_accuracy >= 0.80


def test_the_deliverable_is_told(held_out: list[Labelled]) -> None:
    assert classify_figures(held_out).deliverable_accuracy >= 0.80
    assert classify_figures(held_out, with_body=False).deliverable_accuracy >= 0.80


def test_dates_are_told(held_out: list[Labelled]) -> None:
    assert classify_figures(held_out).date_accuracy >= 0.90


@pytest.mark.parametrize("language", ["en", "fi", "ru", "es", "id"])
def test_each_language_holds_by_itself(held_out: list[Labelled], language: str) -> None:
    figures = classify_figures([row for row in held_out if row.language == language])
    assert figures.count >= 20
    assert figures.balanced_accuracy >= 0.80
    assert figures.deliverable_accuracy >= 0.80
    assert figures.date_accuracy >= 0.90


def test_near_duplicates_are_found_and_no_recurring_or_sibling_is_called_duplicate(held_out: list[Labelled]) -> None:
    figures = like_figures(held_out)
    assert figures.recall_in_top_five >= 0.80
    assert figures.duplicate_recall >= 0.80
    assert figures.false_duplicates == ()


def test_the_pile_holds_every_class(held_out: list[Labelled]) -> None:
    pile = read_pile(OWN_PILE)
    assert len(pile) >= 300
    assert {row.deliverable for row in held_out} == set(KINDS)
    assert {row.phrasing for row in held_out} == {"tactic", "outcome", "both"}
    assert min(Counter(row.like_kind for row in pile if row.like).values()) >= 2
