"""Stems for search in five languages."""

from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.text import query_stems, search_stems


def finds(query: str, title: str) -> bool:
    """As the full-text index does: every word of the query by one of its stems or as a prefix."""
    stems = search_stems(title)
    return all(
        any(
            stem.startswith(wanted[:-1]) if wanted.endswith("*") else stem == wanted
            for wanted in word
            for stem in stems
        )
        for word in query_stems(query)
    )


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("brochures", "A brochure about boilers"),
        ("newsl", "Newsletter for dealers"),
        ("esitteet", "Kattilan esitteen päivitys"),
        ("paivitys", "Kattilan esitteen päivitys"),
        ("страницы", "Обновить страницу цен"),
        ("елка", "Ёлка для клиентов"),
        ("páginas", "Pagina de precios"),
        ("perbarui halaman", "Halaman harga diperbarui"),
        ("PUMP", "Ｐｕｍｐ brochure"),
    ],
)
def test_a_word_is_found_in_another_form(query: str, title: str) -> None:
    assert finds(query, title)


def test_a_word_that_is_not_there_is_not_found() -> None:
    assert not finds("webinar", "A brochure about boilers")


def test_each_stem_is_given_once_in_order() -> None:
    stems = search_stems("Pumps, pumps and PUMPS")
    assert len(stems) == len(set(stems))
    assert stems[0] == "pumps"


def test_cyrillic_letters_are_not_turned_into_latin() -> None:
    assert all("a" > letter or letter > "z" for stem in search_stems("страница") for letter in stem)


def test_threads_do_not_disturb_each_other() -> None:
    words = [f"running{letter}s paginas страницами" for letter in "abcdefghij"]
    expected = [search_stems(word) for word in words]
    seen: list[list[tuple[str, ...]]] = []
    threads = [Thread(target=lambda: seen.append([search_stems(word) for word in words])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 4


@given(st.text(max_size=200))
def test_any_text_has_stems_without_spaces(text: str) -> None:
    assert all(stem and not stem.isspace() for stem in search_stems(text))
    assert all(word for word in query_stems(text))
