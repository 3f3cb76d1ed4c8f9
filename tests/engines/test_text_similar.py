"""Like requests: what is called a duplicate, and above all what is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.text import RequestText, SimilarIndex

WORDS = ["brochure", "pump", "valve", "Oslo", "2026", "2027", "May", "webinar", "page", "about", "dealers", "report"]
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def kind_between(one: str, other: str, **more: object) -> str | None:
    index = SimilarIndex([RequestText(1, one, **more), RequestText(2, other, **more)])  # type: ignore[arg-type]
    found = index.pairs()
    return found[0].kind if found else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brochure for the gas boilers", "We need a leaflet about our gas boilers"),
        ("Landing page: free roof check", "Please create a landing page for the free roof check!"),
        ("Esite kaasukattiloista", "Kaasukattiloiden esite"),
        ("Буклет о газовых котлах", "Нужен буклет: газовые котлы"),
        ("Folleto de calderas de gas", "Necesitamos un folleto sobre las calderas de gas"),
        ("Brosur ketel gas", "Butuh brosur untuk ketel gas"),
    ],
)
def test_the_same_work_in_other_words_is_a_duplicate(one: str, other: str) -> None:
    assert kind_between(one, other) == "duplicate"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Newsletter May 2027", "Newsletter June 2027"),
        ("Release post for Gridview 4.2", "Release post for Gridview 4.3"),
        ("Stand at the water fair 2026", "Stand at the water fair 2027"),
        ("Posts for the Q1 report", "Posts for the Q2 report"),
        ("Webinar on tender law, 4 February", "Webinar on tender law, 6 May"),
        ("Gridview beta 1 announcement", "Gridview RC announcement"),
        ("First dealer survey", "Second dealer survey"),
        ("Fair diary, edition III", "Fair diary, edition IV"),
        ("Invite key accounts to the winter tasting", "Invite key accounts to the summer tasting"),
        ("Uutiskirje toukokuu", "Uutiskirje kesäkuu"),
        ("Рассылка за май", "Рассылка за июнь"),
        ("Boletín de mayo", "Boletín de junio"),
        ("Buletin bulan Mei", "Buletin bulan Juni"),
    ],
)
def test_another_instance_is_recurring(one: str, other: str) -> None:
    assert kind_between(one, other) == "recurring"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Contact page for the Oslo branch", "Contact page for the Bergen branch"),
        ("Contact page for the Aldermere branch", "Contact page for the Brackwater branch"),
        ("Data sheet of the gas sensor for hospitals", "Data sheet of the gas sensor for schools"),
        ("Safety handbook in Finnish", "Safety handbook in Spanish"),
        ("Slides on the service contract for CFOs", "Slides on the service contract for engineers"),
        ("Huoltosopimuksen esite ruotsiksi", "Huoltosopimuksen esite englanniksi"),
        ("Страница филиала в Казани", "Страница филиала в Самаре"),
        ("Página de la delegación de Bilbao", "Página de la delegación de Sevilla"),
        ("Halaman cabang Medan", "Halaman cabang Makassar"),
    ],
)
def test_the_same_for_somebody_else_is_a_sibling(one: str, other: str) -> None:
    assert kind_between(one, other) == "sibling"


def test_the_other_half_of_a_work_is_related() -> None:
    assert kind_between("Interviews with lost dealers", "Synthesize the interviews with lost dealers") == "related"


def test_another_thing_about_the_same_matter_is_related() -> None:
    index = SimilarIndex(
        [
            RequestText(1, "Novak Steel customer story", deliverable="blog"),
            RequestText(2, "Customer story Novak Steel", deliverable="video"),
        ]
    )
    assert [pair.kind for pair in index.pairs()] == ["related"]


def test_a_title_asked_again_after_it_was_finished_is_recurring() -> None:
    index = SimilarIndex([RequestText(1, "Update the ad on the docs", created=date(2026, 1, 5), state="closed")])
    (hit,) = index.similar("Update of ad on docs", created=date(2026, 6, 5))
    assert hit.kind == "recurring"


def test_a_title_asked_again_while_it_is_open_is_a_duplicate() -> None:
    index = SimilarIndex([RequestText(1, "Update the ad on the docs", created=date(2026, 1, 5), state="open")])
    (hit,) = index.similar("Update of ad on docs", created=date(2026, 6, 5))
    assert hit.kind == "duplicate"


def test_one_title_over_different_texts_is_no_duplicate() -> None:
    index = SimilarIndex(
        [
            RequestText(1, "Content request", "Rewrite the tariff calculator help for wholesalers this spring"),
            RequestText(2, "Content request", "Invite sponsors to the robotics dinner with printed cards"),
        ]
    )
    assert [pair.kind for pair in index.pairs()] == ["related"]


def test_places_in_the_bodies_keep_twins_apart() -> None:
    index = SimilarIndex(
        [RequestText(1, "Opening hours page", "For Oslo."), RequestText(2, "Opening hours page", "For Bergen.")]
    )
    assert [pair.kind for pair in index.pairs()] == ["sibling"]


def test_half_a_word_and_a_slip_are_understood() -> None:
    index = SimilarIndex([RequestText(7, "Brochure about condensation"), RequestText(8, "Webinar about tenders")])
    assert index.similar("brochure condens")[0].key == 7
    assert index.similar("webinar about tendres")[0].key == 8


def test_a_request_can_be_replaced_and_taken_out() -> None:
    index = SimilarIndex([RequestText(1, "Brochure about boilers")])
    index.add(RequestText(1, "Film about roofs"))
    assert len(index) == 1
    assert index.similar("brochure about boilers") == ()
    index.discard(1)
    assert index.similar("film about roofs") == ()
    index.discard(1)
    assert 1 not in index


def test_at_most_as_many_as_asked_for_are_given_best_first() -> None:
    index = SimilarIndex(RequestText(n, f"Brochure about boilers {'extra ' * n}") for n in range(9))
    hits = index.similar("brochure about boilers", limit=4)
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_request_is_not_like_itself() -> None:
    index = SimilarIndex([RequestText(1, "Brochure"), RequestText(2, "Brochure")])
    assert [hit.key for hit in index.similar_to(1)] == [2]


def test_a_word_that_everybody_uses_still_finds_its_series() -> None:
    index = SimilarIndex(RequestText(year, f"Newsletter {year}") for year in range(1000, 2000))
    assert index.similar("Newsletter 2026", limit=3)[0].kind == "recurring"


@given(st.lists(TITLES, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_pairs_do_not_depend_on_the_order_of_adding(titles: list[str], chance: object) -> None:
    requests = [RequestText(number, title) for number, title in enumerate(titles)]
    shuffled = requests[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _as_set(SimilarIndex(requests)) == _as_set(SimilarIndex(shuffled))


@given(st.lists(TITLES, min_size=2, max_size=6))
def test_likeness_is_the_same_in_both_directions(titles: list[str]) -> None:
    index = SimilarIndex(RequestText(number, title) for number, title in enumerate(titles))
    seen = {(n, hit.key): (hit.kind, hit.score) for n in range(len(titles)) for hit in index.similar_to(n, 99)}
    assert all(seen.get((other, one)) == found for (one, other), found in seen.items())


@given(
    TITLES, st.sampled_from(["2026", "2027", "May", "Oslo", "III", "v2.1"]), st.sampled_from(["2028", "June", "Lima"])
)
def test_a_slot_that_differs_is_never_a_duplicate(title: str, slot: str, other: str) -> None:
    assert kind_between(f"{title} plan {slot}", f"{title} plan {other}") != "duplicate"


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=6))
def test_any_text_can_be_compared(texts: list[tuple[str, str]]) -> None:
    index = SimilarIndex(RequestText(number, title, body) for number, (title, body) in enumerate(texts))
    for pair in index.pairs():
        assert pair.kind in {"duplicate", "recurring", "sibling", "related"}
        assert 0 < pair.score <= 1
        assert pair.first < pair.second  # type: ignore[operator]


def _as_set(index: SimilarIndex) -> set[tuple[frozenset[object], str, float]]:
    return {(frozenset((pair.first, pair.second)), pair.kind, pair.score) for pair in index.pairs()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Opening hours for site A", "Opening hours for site B"),
        ("Webinar for new customers", "Webinar for existing customers"),
        ("Price list for small shops", "Price list for large shops"),
        ("Banner for Android", "Banner for iOS"),
    ],
)
def test_one_of_several_is_a_sibling(one: str, other: str) -> None:
    assert kind_between(one, other) == "sibling"


def test_names_in_the_bodies_keep_twins_apart() -> None:
    index = SimilarIndex(
        [
            RequestText(1, "Case study", "Talk with Novak Steel"),
            RequestText(2, "Case study", "Talk with Petrov Glass"),
        ]
    )
    assert [pair.kind for pair in index.pairs()] == ["sibling"]
