"""Tactic or outcome, the thing asked for, and a Guidepoint that lists tactics."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.text import KINDS, deliverable_of, phrasing_of, reads_as_tactics


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("A brochure about boilers", "", "tactic"),
        ("Fewer cancellations among small clinics", "", "outcome"),
        ("A brochure about boilers", "So that installers stop calling about sizes.", "both"),
        ("Esite kattiloista", "", "tactic"),
        ("Asentajat eivät löydä varaosia", "", "outcome"),
        ("Брошюра о котлах", "", "tactic"),
        ("Брошюра о котлах", "Чтобы монтажники реже ошибались.", "both"),
        ("Folleto de calderas", "", "tactic"),
        ("Reducir las quejas de los instaladores", "", "outcome"),
        ("Brosur ketel uap", "", "tactic"),
        ("Brosur ketel uap", "Agar pemasang paham ukurannya.", "both"),
    ],
)
def test_a_change_named_makes_the_difference(title: str, body: str, kind: str) -> None:
    assert phrasing_of(title, body).kind == kind


@pytest.mark.parametrize(
    "title",
    [
        "Hospitals find our service number at night.",
        "Dealers in Portugal know our new prices by June.",
        "Planners plan the yearly shutdown in Plan and not in a spreadsheet",
        "Plant managers ask us first when a line has to change",
        "Website visitors understand the price",
        "Every dealer knows which pump fits",
        "The service team answers within an hour",
        "Nobody calls the hotline twice",
        "Customers no longer call about invoices",
        "Asiakkaat löytävät oikean varaosan itse",
        "Asiakkaamme eivät enää soita laskuista",
        "Jokainen asentaja osaa valita tiivisteen",
        "Клиенты знают, к кому обратиться ночью",
        "Больницы ночью находят наш номер",
        "Los clientes encuentran el repuesto sin ayuda",
        "Nuestros clientes ya no llaman por las facturas",
        "Pelanggan tahu ke mana harus menelepon",
        "Rumah sakit menemukan nomor kami",
    ],
)
def test_a_result_told_as_if_it_were_there_is_an_outcome(title: str) -> None:
    answer = phrasing_of(title)
    assert answer.kind == "outcome"
    state = next(hit for hit in answer.evidence if hit.code == "state")
    assert title[state.start : state.end] == state.text


@pytest.mark.parametrize(
    "title",
    [
        "Write a brochure",
        "Please post the pictures of the dealers",
        "Post photos customers share with us",
        "Brochures customers take home",
        "Update pages dealers read first",
        "Dealers order form as a PDF",
        "Customers need a brochure",
        "The sales team asks for a leaflet",
        "Prices change on 1 July",
        "Texts and drawings are ready",
        "Esitteet, jotka asiakkaat ottavat mukaan",
        "Hinnat muuttuvat 1. heinäkuuta",
        "Дилеры просят буклет",
        "Цены меняются 1 июля",
        "Los distribuidores piden un folleto",
        "Los precios cambian el 1 de julio",
        "Pelanggan minta brosur",
        "Panduan pengguna baru",
    ],
)
def test_a_wish_a_fact_or_a_thing_with_people_beside_it_is_no_result(title: str) -> None:
    assert phrasing_of(title).kind == "tactic"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Dealers know our new prices", "A mailing to all of them, please."),
        ("Dealers know our new prices thanks to a mailing", ""),
        ("Покупатели понимают счёт", "Подойдёт короткий ролик."),
    ],
)
def test_a_result_with_a_thing_beside_it_is_both(title: str, body: str) -> None:
    assert phrasing_of(title, body).kind == "both"


@pytest.mark.parametrize("text", ["dealers know " * 2000, "\n" * 5000, "dealers in a " * 1000])
def test_endless_repetition_is_still_answered(text: str) -> None:
    assert 0 <= phrasing_of(text, text).score <= 1


def test_the_evidence_of_a_change_stands_where_it_says() -> None:
    title = "Landing page for more demo bookings"
    change = next(hit for hit in phrasing_of(title).evidence if hit.code == "change")
    assert title[change.start : change.end] == change.text == "more demo bookings"


def test_no_word_at_all_is_a_tactic_with_a_low_score() -> None:
    answer = phrasing_of("")
    assert (answer.kind, answer.evidence) == ("tactic", ())
    assert answer.score < 0.1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Write a blog post about valves", "blog"),
        ("LinkedIn posts for the open day", "social"),
        ("Trade fair stand", "event"),
        ("Newsletter for dealers", "email"),
        ("Landing page for the webinar", "web"),
        ("Product video for the booth", "video"),
        ("Artwork for the webinar invitation", "design"),
        ("Survey among dealers about the website", "research"),
        ("Press release on the merger", "pr"),
        ("Glossary of product terms", "other"),
        ("Esite messuille", "design"),
        ("Uutiskirje jälleenmyyjille", "email"),
        ("Ролик о заводе", "video"),
        ("Лендинг для вебинара", "web"),
        ("Nota de prensa sobre la fusión", "pr"),
        ("Encuesta a distribuidores", "research"),
        ("Siaran pers tentang penggabungan", "pr"),
        ("Unggahan LinkedIn", "social"),
    ],
)
def test_the_thing_asked_for_is_told_from_its_occasion(title: str, kind: str) -> None:
    answer = deliverable_of(title)
    assert answer.kind == kind
    assert all(title[hit.start : hit.end] == hit.text for hit in answer.evidence)


def test_what_shall_come_out_counts_more_than_what_goes_in() -> None:
    assert deliverable_of("Turn the webinar recording into two blog articles").kind == "blog"


def test_a_label_helps_where_the_title_says_nothing() -> None:
    assert deliverable_of("Talk with Novak Steel").kind == "other"
    assert deliverable_of("Talk with Novak Steel", labels=["podcast"]).kind == "video"


@pytest.mark.parametrize(
    "statement",
    [
        "Four posts a week, a brochure and two webinars",
        "Neljä postausta viikossa, esite ja kaksi webinaaria",
        "Четыре публикации в неделю, буклет и два вебинара",
        "Cuatro publicaciones por semana, un folleto y dos seminarios web",
        "Empat unggahan seminggu, satu brosur dan dua webinar",
    ],
)
def test_a_list_of_things_is_no_guidepoint(statement: str) -> None:
    answer = reads_as_tactics(statement)
    assert answer
    assert len(answer.things) >= 3


@pytest.mark.parametrize(
    "statement",
    [
        "Hospital IT leads see us as the safe choice",
        "Hospitals find our service page at night",
        "Twice as many enquiries from food manufacturers by June",
        "Dealers quote without calling us, thanks to better training",
        "",
    ],
)
def test_a_change_is_a_guidepoint(statement: str) -> None:
    assert not reads_as_tactics(statement)


@given(st.text(max_size=300), st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_gets_an_answer(title: str, body: str, labels: list[str]) -> None:
    phrasing = phrasing_of(title, body, labels)
    assert phrasing.kind in {"tactic", "outcome", "both"}
    assert 0 <= phrasing.score <= 1
    deliverable = deliverable_of(title, body, labels)
    assert deliverable.kind in KINDS
    assert 0 <= deliverable.score <= 1
    whole = unicodedata.normalize("NFC", title)
    for hit in (*phrasing.evidence, *deliverable.evidence, *reads_as_tactics(title).things):
        if hit.field == "title":
            assert whole[hit.start : hit.end] == hit.text
