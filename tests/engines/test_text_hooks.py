"""The reader of hooks: what it answers, why, what corrections do, and that its weights are what the texts give."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.text.hooks import FILLER, HOOKS, LANGUAGES, WORTHY, News, Taught, reader, worthiness_of
from luotsi.engines.text.hooks.languages import language_of
from luotsi.engines.text.hooks.model import shipped
from luotsi.engines.text.hooks.training import (
    all_texts,
    checksum,
    evidence,
    fitted,
    later,
    lighter,
    read_texts,
    unseen_hands,
)
from luotsi.engines.text.hooks.training_views import Labelled

OWN = Path(__file__).parents[1] / "data"
PLAIN = [
    ("Norrby Pumps acquires Danish valve maker Fjeldby", "en", "acquisition"),
    ("Keskivalo Oy avasi uuden toimiston Ouluun", "fi", "division"),
    ("«Сосновка» назначила Анну Белову генеральным директором", "ru", "appointment"),
    ("Ventalba firma un acuerdo de colaboración con la Universidad de Soria", "es", "partnership"),
    ("PT Rimbun Raya bukukan laba bersih Rp 210 miliar pada semester I", "id", "results"),
]


@pytest.fixture
def plain():
    return reader(semantic=False)


def own_texts(langs=LANGUAGES):
    """The second author's texts, which train nothing."""
    found = []
    for lang in langs:
        with (OWN / f"hooks_own_{lang}.csv").open(encoding="utf-8", newline="") as file:
            found += [Labelled(News(row["headline"], row["lead"], lang), row["hook"]) for row in csv.DictReader(file)]
    return found


def test_every_hook_is_worthy_or_filler_or_other():
    assert (len(HOOKS), len(WORTHY), len(FILLER)) == (13, 6, 6)
    assert [worthiness_of(hook) for hook in ("results", "rating", "other")] == ["worthy", "filler", "other"]


@pytest.mark.parametrize(("headline", "lang", "hook"), PLAIN)
def test_plain_news_is_read_in_every_language(plain, headline, lang, hook):
    reading = plain.read(News(headline))
    assert (reading.lang, reading.hook, reading.worthy) == (lang, hook, hook in WORTHY)
    assert reading.probability > 0.5


@pytest.mark.parametrize(
    ("headline", "hook"),
    [
        ("Ostrava Steel will build a second rolling mill in Plzen", "start"),
        ("Ostrava Steel breaks ground on its second rolling mill", "start"),
        ("Ostrava Steel wins a contract to modernise the Brno tram depot", "start"),
        ("Tender offer by Marwick for Ostrava Steel may follow", "acquisition"),
        ("Ostrava Steel completes the acquisition of Marwick", "acquisition"),
        ("Ostrava Steel pays a dividend of 30 cents per share", "other"),
        ("Ostrava Steel named best employer in the region for the third year", "rating"),
        ("Ostrava Steel donates 40 laptops to a children's hospital", "special"),
    ],
)
def test_stage_and_object_part_hooks_that_share_their_words(plain, headline, hook):
    assert plain.read(News(headline, lang="en")).hook == hook


def test_the_lead_decides_where_the_headline_is_silent(plain):
    teasing = "From our house"
    bought = plain.read(News(teasing, "Norrby Pumps has acquired the valve maker Fjeldby for 12 million euros."))
    named = plain.read(News(teasing, "The board has appointed Anna Berg as chief executive officer."))
    assert (bought.hook, named.hook) == ("acquisition", "appointment")


def test_every_reason_stands_where_it_says(plain):
    for one in own_texts()[::12]:
        texts = {"headline": one.news.headline, "lead": one.news.lead}
        for reason in plain.read(one.news).reasons:
            part, start, end = reason.place
            assert texts[part][start:end] == reason.words
            assert reason.code in {"verb", "object", "stage", "pattern", "words", "meaning", "learnt"}


def test_the_verb_is_the_first_reason_for_a_purchase(plain):
    first = plain.read(News("Norrby Pumps acquires Danish valve maker Fjeldby")).reasons[0]
    assert (first.code, first.hook, first.words) == ("verb", "acquisition", "acquires")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_gets_probabilities_that_sum_to_one(headline, lead):
    reading = reader(semantic=False).read(News(headline, lead))
    chances = [chance for _, chance in reading.probabilities]
    assert sum(chances) == pytest.approx(1.0)
    assert chances == sorted(chances, reverse=True)
    assert (reading.hook, reading.probability) == reading.probabilities[0]
    assert sorted(hook for hook, _ in reading.probabilities) == sorted(HOOKS)


def test_the_same_text_always_gets_the_same_reading(plain):
    news = [one.news for one in own_texts()[:40]]
    assert plain.read_all(news) == [plain.read(one) for one in news]


def test_the_second_authors_texts_are_read_as_well_as_the_page_says(plain):
    own = own_texts()
    right = [reading.hook == one.hook for one, reading in zip(own, plain.read_all([o.news for o in own]), strict=True)]
    assert np.mean(right) >= 0.89


def test_probabilities_promise_no_more_than_they_keep(plain):
    """These texts are plainer than those by which the temperature is set, so they are right a little oftener."""
    own = own_texts()
    readings = plain.read_all([one.news for one in own])
    sure = [(r.probability, r.hook == one.hook) for one, r in zip(own, readings, strict=True)]
    for low, high in ((0.0, 0.6), (0.6, 0.9), (0.9, 1.01)):
        part = [pair for pair in sure if low <= pair[0] < high]
        assert -0.03 < np.mean([right for _, right in part]) - np.mean([chance for chance, _ in part]) < 0.12


def test_the_confusion_counts_the_texts_of_the_later_hands(plain):
    judged = later(all_texts())
    assert plain.confusion.hooks == HOOKS
    assert plain.confusion.texts == len(judged) > 10_000
    assert [sum(row) for row in plain.confusion.counts] == [sum(one.hook == hook for one in judged) for hook in HOOKS]


def test_a_hand_is_judged_by_a_model_that_has_not_seen_it():
    some = read_texts("id")[::6]
    unseen = unseen_hands(some)
    assert set(unseen) == {one.hand for one in some} >= {"", "plain", "press"}
    known = fitted(some)

    def right_share(model_of):
        return np.mean([HOOKS[int(np.argmax(evidence(model_of(one), one.news)))] == one.hook for one in some])

    assert right_share(lambda one: unseen[one.hand]) < 0.8 < 0.95 < right_share(lambda one: known)


def test_features_that_weigh_next_to_nothing_are_hardly_missed():
    whole = fitted(read_texts("id")[::10])
    less = lighter(whole)
    assert len(less.rows) < 0.8 * len(whole.rows)
    both = [[int(np.argmax(evidence(model, one.news))) for one in own_texts(["id"])] for model in (whole, less)]
    assert np.mean(np.equal(*both)) >= 0.96


def test_languages_are_told_apart():
    for lang in LANGUAGES:
        some = own_texts([lang])[::5]
        found = [language_of(f"{one.news.headline}. {one.news.lead}") == lang for one in some]
        assert np.mean(found) >= 0.85


def test_a_correction_is_followed_at_once(plain):
    headline = "Norrby Pumps moves into green hydrogen"
    before = plain.read(News(headline))
    taught = plain.taught([Taught(headline, "", "en", "special")])
    after = taught.read(News(headline.upper(), "With a lead that was not there before."))
    assert before.hook != "special"
    assert (after.hook, after.reasons[0].code) == ("special", "learnt")
    assert after.probability > 0.9


def test_the_later_of_two_corrections_holds(plain):
    both = [Taught("Norrby on the move", "", "en", hook) for hook in ("event", "division")]
    assert plain.taught(both).read(News("Norrby on the move")).hook == "division"


def test_a_headline_alike_moves_towards_the_correction(plain):
    taught = plain.taught([Taught("Open day at the Turku pump works draws 400 visitors", "", "en", "special")])
    alike = News("Open day at the Oulu pump works draws 900 visitors", lang="en")
    before, after = (dict(one.read(alike).probabilities)["special"] for one in (plain, taught))
    assert after > before + 0.05
    closer = News("Open day at the Turku pump works draws 950 visitors", lang="en")
    assert taught.read(closer).hook == "special"


def test_several_corrections_move_further_than_one(plain):
    corrections = [
        Taught(f"Open day at the {place} pump works draws 400 visitors", "", "en", "special")
        for place in ("Turku", "Pori", "Vaasa")
    ]
    alike = News("Open day at the Oulu shipyard draws 900 visitors", lang="en")
    none, one, three = (dict(plain.taught(corrections[:n]).read(alike).probabilities)["special"] for n in (0, 1, 3))
    assert none < one < three


def test_one_correction_flips_nothing_unrelated(plain):
    news = [one.news for one in own_texts()[::3]]
    taught = plain.taught([Taught("Open day at the Turku pump works draws 400 visitors", "", "en", "special")])
    pairs = zip(plain.read_all(news), taught.read_all(news), strict=True)
    assert all(before.hook == after.hook for before, after in pairs)


def test_corrections_of_one_workspace_leave_the_built_in_reader_alone(plain):
    before = plain.read(News("Norrby on the move"))
    plain.taught([Taught("Norrby on the move", "", "en", "event")])
    assert plain.read(News("Norrby on the move")) == before


def test_a_correction_to_what_is_no_hook_is_an_error(plain):
    with pytest.raises(ValueError, match="no hook"):
        plain.taught([Taught("Norrby on the move", "", "en", "gossip")])


def test_the_shipped_weights_come_from_the_texts_as_they_are():
    assert shipped().checksum == checksum(), "run bin/train-hooks"


def test_training_again_on_a_part_reads_as_the_shipped_weights_do(plain):
    own, again = own_texts(["fi"]), fitted(read_texts("fi")[::3])
    once_more = [HOOKS[int(np.argmax(evidence(again, one.news)))] == one.hook for one in own]
    assert np.mean(once_more) == pytest.approx(np.mean([plain.read(one.news).hook == one.hook for one in own]), abs=0.2)


def test_training_is_the_same_every_time():
    one, other = (fitted(read_texts("id")[::10]) for _ in range(2))
    assert one.rows == other.rows
    assert np.array_equal(one.weights, other.weights)


def test_names_are_not_learnt():
    words = {name[2:] for name in shipped().rows if name[:2] in ("w:", "W:")}
    assert {"contract", "office", "выручка"} <= words
    assert not words & {"norvane", "tallywright", "brackley", "сбербанк", "tbk"}


def test_the_weights_are_plain_arrays():
    for shipped_file in ("weights.npz", "meaning.npz"):
        content = files("luotsi.engines.text.hooks").joinpath(shipped_file).read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            assert all(file[name].dtype != object for name in file.files)
        assert len(content) < 5_000_000


def test_our_own_texts_cover_every_hook_in_every_language():
    for lang in LANGUAGES:
        counts = {hook: sum(one.hook == hook for one in read_texts(lang)) for hook in HOOKS}
        assert min(counts.values()) >= 40, (lang, counts)
    with (OWN / "hooks_own_en.csv").open(encoding="utf-8", newline="") as file:
        assert set(csv.DictReader(file).fieldnames or ()) == {"hook", "also", "headline", "lead"}
