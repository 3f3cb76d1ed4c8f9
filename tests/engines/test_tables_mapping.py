"""Mapping by hand: guesses in five languages, dates that can be read two ways, faults by line and column."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.kernel.errors import BadInput
from luotsi.kernel.tables import (
    AmbiguousDate,
    AmbiguousNumber,
    Mapped,
    Mapping,
    apply,
    guess_mapping,
    parse_date,
    parse_number,
    read_table,
    signature,
)


def mapped(text: str, mapping: Mapping) -> Mapped:
    return apply(read_table(text.encode(), name="list.csv"), mapping)


def found(result: Mapped) -> list[tuple[str, int | None, str]]:
    return [(fault.code, fault.line, fault.column) for fault in result.faults]


@pytest.mark.parametrize(
    "columns",
    [
        ("Title", "Description", "Created", "Due date", "Status", "Tags", "Requester", "E-mail", "Company"),
        ("Otsikko", "Kuvaus", "Luotu", "Määräaika", "Tila", "Tunnisteet", "Pyytäjä", "Sähköposti", "Yritys"),
        ("Заголовок", "Описание", "Дата создания", "Срок", "Статус", "Метки", "Заказчик", "Почта", "Компания"),
        (
            "Título",
            "Descripción",
            "Fecha de creación",
            "Fecha límite",
            "Estado",
            "Etiquetas",
            "Solicitante",
            "Correo electrónico",
            "Empresa",
        ),
        ("Judul", "Deskripsi", "Tanggal dibuat", "Tenggat", "Keadaan", "Label", "Pemohon", "Surel", "Perusahaan"),
    ],
)
def test_columns_are_guessed_in_five_languages(columns: tuple[str, ...]) -> None:
    fields = (
        "title",
        "body",
        "created_on",
        "needed_on",
        "state",
        "labels",
        "asker_name",
        "asker_email",
        "organisation",
    )
    assert guess_mapping(columns).columns == {field: (name,) for field, name in zip(fields, columns, strict=True)}


def test_a_summary_is_the_title_only_where_there_is_no_better_one() -> None:
    assert guess_mapping(["Summary", "Details"]).columns == {"title": ("Summary",), "body": ("Details",)}
    assert guess_mapping(["Summary", "Title"]).columns == {"title": ("Title",), "body": ("Summary",)}


def test_cells_speak_where_names_do_not() -> None:
    sheet = read_table(
        b"c1,c2,c3,c4\nA page for small ports,anna@example.com,https://example.com/1,2026-03-01\n"
        b"Fewer calls about tides,olli@example.com,https://example.com/2,2026-03-02\n"
    )
    guess = guess_mapping(sheet.columns, sheet.rows)
    assert guess.columns == {"asker_email": ("c2",), "url": ("c3",), "created_on": ("c4",), "title": ("c1",)}


def test_a_column_that_is_called_a_date_and_holds_none_is_not_taken_for_one() -> None:
    sheet = read_table(b"title,due\nx y,soon\nz w,later\n")
    assert "needed_on" not in guess_mapping(sheet.columns, sheet.rows).columns


def test_a_signature_is_the_same_for_the_same_columns_in_any_order() -> None:
    assert signature(["Title", "Labels", "Labels (2)"]) == signature(["labels", "TITLE"])
    assert signature(["Title", "Due"]) != signature(["Title", "Labels"])


def test_a_mapping_is_remembered_as_json() -> None:
    mapping = Mapping({"title": "Name", "labels": ["A", "B", "A"], "url": []}, day_first=True)
    assert mapping.columns == {"title": ("Name",), "labels": ("A", "B")}
    assert Mapping.from_dict(json.loads(json.dumps(mapping.as_dict()))) == mapping


@pytest.mark.parametrize(
    "kept", [{}, {"columns": 3}, {"columns": {"title": ["a"]}, "day_first": "yes"}, {"columns": {"colour": ["a"]}}]
)
def test_a_broken_mapping_is_bad_input(kept: dict) -> None:
    with pytest.raises(BadInput):
        Mapping.from_dict(kept)


def test_a_column_proves_which_comes_first() -> None:
    mapping = Mapping({"title": "t", "created_on": "d"})
    result = mapped("t,d\nx y,03/04/2026\nz w,25/04/2026\n", mapping)
    assert [row.created_on for row in result.rows] == [date(2026, 4, 3), date(2026, 4, 25)]
    result = mapped("t,d\nx y,03/04/2026\nz w,04/25/2026\n", mapping)
    assert [row.created_on for row in result.rows] == [date(2026, 3, 4), date(2026, 4, 25)]


def test_dates_that_can_be_read_two_ways_are_asked_about() -> None:
    text = "t,d\nx y,03/04/2026\nz w,05/05/2026\n"
    result = mapped(text, Mapping({"title": "t", "created_on": "d"}))
    assert found(result) == [("ambiguous_date", 2, "d")]
    assert result.asks_day_order == ("d",)
    assert [row.created_on for row in result.rows] == [None, date(2026, 5, 5)]
    for answer, day in ((True, date(2026, 4, 3)), (False, date(2026, 3, 4))):
        answered = mapped(text, Mapping({"title": "t", "created_on": "d"}, day_first=answer))
        assert (answered.rows[0].created_on, answered.faults) == (day, ())


def test_a_silent_column_follows_the_others_of_its_file_and_says_so() -> None:
    mapping = Mapping({"title": "t", "created_on": "d", "needed_on": "n"})
    result = mapped("t,d,n\nx y,25/04/2026,03/04/2026\n", mapping)
    assert result.rows[0].needed_on == date(2026, 4, 3)
    assert [note.code for note in result.notes] == ["day_order"]


def test_a_column_with_both_orders_proves_nothing() -> None:
    mapping = Mapping({"title": "t", "created_on": "d"})
    result = mapped("t,d\na b,25/04/2026\nc d,04/25/2026\ne f,03/04/2026\n", mapping)
    assert found(result) == [("ambiguous_date", 4, "d")]
    assert [row.created_on for row in result.rows] == [date(2026, 4, 25), date(2026, 4, 25), None]


def test_every_unreadable_cell_is_named_and_the_rest_of_its_row_is_kept() -> None:
    mapping = Mapping({"title": "t", "needed_on": "d", "url": "u", "asker_email": "m", "external_id": "i"})
    result = mapped("i,t,d,u,m\n1,a b,ASAP,javascript:alert(1),none\n1,c d,2026-02-30,,\n2,Untitled,,,\n", mapping)
    assert sorted(found(result)) == [
        ("bad_date", 2, "d"),
        ("bad_date", 3, "d"),
        ("bad_email", 2, "m"),
        ("bad_url", 2, "u"),
        ("empty_title", 4, "t"),
        ("repeated_id", 3, "i"),
    ]
    assert [(row.title, row.url, row.needed_on) for row in result.rows][:2] == [("a b", "", None), ("c d", "", None)]
    assert [row.line for row in result.usable] == [4]
    assert all(fault.file == "list.csv" and fault.advice for fault in result.faults)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "  ",
        "[title]",
        "Untitled",
        "REQUEST: New communication about <topic>",
        "{Insert title here}",
        "Без названия",
        "[Título]",
    ],
)
def test_a_title_never_filled_in_is_noticed(title: str) -> None:
    result = mapped(f"t,b\n{title},x\n", Mapping({"title": "t"}))
    assert [code for code, *_ in found(result)] == ["empty_title"]


@pytest.mark.parametrize(
    "title",
    ["[AMPLIFY]: Showcase entry", "[Blog] Title insurance", "Swag", "(Urgent) Names for ports", "List<int> talk"],
)
def test_brackets_alone_make_no_empty_title(title: str) -> None:
    assert mapped(f"t,b\n{title},x\n", Mapping({"title": "t"})).faults == ()


def test_name_and_address_in_one_cell_are_parted() -> None:
    result = mapped(
        "t,a\nx y,Anna Virtanen <anna@example.com>\nz w,olli@example.com\n", Mapping({"title": "t", "asker_name": "a"})
    )
    assert [(row.asker_name, row.asker_email) for row in result.rows] == [
        ("Anna Virtanen", "anna@example.com"),
        ("", "olli@example.com"),
    ]


@pytest.mark.parametrize(
    ("state", "closed"),
    [("Done", True), ("Done ✅", True), ("Won’t do", True), ("CLOSED", True), ("Valmis", True), ("Выполнено", True)]
    + [("Cerrado", True), ("Selesai", True), ("Done Q1 2026", True), ("not_planned", True)]
    + [
        ("Not done", False),
        ("Valmis julkaistavaksi", False),
        ("Reopened", False),
        ("", False),
        ("Something else", False),
    ],
)
def test_words_for_closed_are_known_and_unknown_words_mean_open(state: str, closed: bool) -> None:
    (row,) = mapped(f"t,s\nx y,{state}\n", Mapping({"title": "t", "state": "s"})).rows
    assert (row.state == "closed", row.state_raw) == (closed, state)


def test_several_columns_feed_one_field() -> None:
    mapping = Mapping({"title": ["a", "b"], "body": ["c", "d"], "labels": ["e", "f"]})
    (row,) = mapped('a,b,c,d,e,f\n,Second,one,two,"x, y",y\n', mapping).rows
    assert (row.title, row.body, row.labels) == ("Second", "one\n\ntwo", ("x", "y"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-12", date(2026, 3, 12)),
        ("2026-03-12T23:59:59.999-11:00", date(2026, 3, 12)),
        ("2026/3/12", date(2026, 3, 12)),
        ("20260312", date(2026, 3, 12)),
        ("12.3.2026 klo 15.41", date(2026, 3, 12)),
        ("ke 12.3.2026", date(2026, 3, 12)),
        ("03.04.2026", date(2026, 4, 3)),
        ("Mar 12, 2026 03:41 PM", date(2026, 3, 12)),
        ("Thu, 12 Mar 2026 10:00:00 GMT", date(2026, 3, 12)),
        ("March 1st, 2026", date(2026, 3, 1)),
        ("12. maaliskuuta 2026", date(2026, 3, 12)),
        ("12 marraskuuta 2026", date(2026, 11, 12)),
        ("12 мая 2026 г.", date(2026, 5, 12)),
        ("12 de marzo de 2026", date(2026, 3, 12)),
        ("12 Agustus 2026", date(2026, 8, 12)),
        ("31/12/69", date(2069, 12, 31)),
        ("31/12/70", date(1970, 12, 31)),
    ],
)
def test_dates_as_people_and_programs_write_them(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "ASAP", "Q3", "2026-02-30", "99999999", "31.2.2026", "3 market 2026", "12", "1.5", "2026", "x" * 100_000],
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_an_ambiguous_date_names_both_days() -> None:
    with pytest.raises(AmbiguousDate) as both:
        parse_date("03/04/2026")
    assert both.value.either == (date(2026, 4, 3), date(2026, 3, 4))
    assert parse_date("3/21/2026", day_first=True) is None


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_any_day_is_read_again_from_each_way_of_writing(day: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d/%b/%y", "%b %d, %Y", "%Y%m%d"):
        assert parse_date(day.strftime(form)) == day
    assert parse_date(day.strftime("%d/%m/%Y"), day_first=True) == day
    assert parse_date(day.strftime("%m/%d/%Y"), day_first=False) == day


@given(st.text(max_size=70))
def test_any_text_is_a_date_a_question_or_nothing(text: str) -> None:
    for read in (parse_date, parse_number):
        try:
            read(text)
        except (AmbiguousDate, AmbiguousNumber):
            pass


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("-5", -5), ("1.5", 1.5), ("1,5", 1.5), ("1 234,5", 1234.5), ("1\u00a0234", 1234), ("1,234.5", 1234.5),
        ("1.234,5", 1234.5), ("1,234,567", 1234567), ("1.234.567", 1234567), ("1'234.50", 1234.5), ("€12", 12),
        ("12,50 €", 12.5), ("12 %", 0.12), ("\u22123", -3), ("1e3", 1000), ("-€3.50", -3.5), ("0,125", 0.125),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: float) -> None:
    assert parse_number(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "12,34,567", "1 2", "1e999", "--3", "NaN", "inf", "3 apples"])
def test_what_names_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_one_comma_before_three_digits_is_asked_about() -> None:
    with pytest.raises(AmbiguousNumber):
        parse_number("1,234")
    assert (parse_number("1,234", decimal_comma=True), parse_number("1,234", decimal_comma=False)) == (1.234, 1234)
    assert parse_number("1.234", decimal_comma=True) == 1234
