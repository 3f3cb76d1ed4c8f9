"""Dates and time limits in five languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.text import names_date


@pytest.mark.parametrize(
    ("text", "named", "code"),
    [
        ("Flyer, needed by 14 March 2027", "14 March 2027", "day"),
        ("Send on March 3rd, please", "March 3rd", "day"),
        ("Fair in Lyon (Sep 24-27)", "Sep 24-27", "day"),
        ("Live 2027-02-09", "2027-02-09", "day"),
        ("Until 9.2.2027", "9.2.2027", "day"),
        ("Kokous on 5.5. aamulla", "5.5.", "day"),
        ("Webinar on 4/15", "4/15", "day"),
        ("Ready by June", "by June", "month"),
        ("Launch in Q3 2027", "Q3 2027", "quarter"),
        ("Goes out in week 42", "week 42", "week"),
        ("Seminar on Thursday", "Thursday", "weekday"),
        ("Online next month", "next month", "relative"),
        ("Print by the end of the quarter", "by the end of the quarter", "relative"),
        ("Film, within ten days", "within ten days", "limit"),
        ("Poster asap", "asap", "asap"),
        ("Esite 14. maaliskuuta mennessä", "14. maaliskuuta", "day"),
        ("Esite kesäkuussa", "kesäkuussa", "month"),
        ("Uutinen ensi viikolla", "ensi viikolla", "relative"),
        ("Kutsu mahdollisimman pian", "mahdollisimman pian", "asap"),
        ("Буклет к 14 марта", "14 марта", "day"),
        ("Сайт до конца квартала", "до конца квартала", "relative"),
        ("Статья как можно скорее", "как можно скорее", "asap"),
        ("Folleto para el 14 de marzo", "14 de marzo", "day"),
        ("Vídeo en el segundo trimestre", "segundo trimestre", "quarter"),
        ("Cartel lo antes posible", "lo antes posible", "asap"),
        ("Brosur tanggal 14 Maret 2027", "14 Maret 2027", "day"),
        ("Situs sebelum Lebaran", "sebelum Lebaran", "relative"),
        ("Poster secepatnya", "secepatnya", "asap"),
    ],
)
def test_a_date_is_found_where_it_stands(text: str, named: str, code: str) -> None:
    (found,) = names_date(text).expressions
    assert (found.text, found.code) == (named, code)
    assert text[found.start : found.end] == named


@pytest.mark.parametrize(
    "text",
    [
        "A brochure about pumps",
        "Release post for Gridview 2.10.3",
        "Stand at the 2027 water fair",
        "Support is there 24/7",
        "Newsletter March 2027",
        "Uutiskirje maaliskuu 2027",
        "This may help our dealers march on",
        "Slides, part 1/3",
        "Black Friday lessons for wholesalers",
        "Saves 14 % gas",
    ],
)
def test_names_versions_and_fractions_are_no_dates(text: str) -> None:
    assert not names_date(text)


def test_title_and_body_are_both_read() -> None:
    found = names_date("Poster by Friday", "The fair opens on 3 May.").expressions
    assert [hit.field for hit in found] == ["title", "body"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_read_and_spans_lie_inside_it(title: str, body: str) -> None:
    for hit in names_date(title, body).expressions:
        assert 0 <= hit.start < hit.end
        assert len(hit.text) == hit.end - hit.start
