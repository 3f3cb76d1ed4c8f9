"""The critique of titles, releases, posts and mails, on texts of our own in five languages."""

import tomllib
from pathlib import Path

import pytest

from luotsi.engines.text.critique import FINDINGS, KINDS, VERDICTS, Critique, Draft, Finding, critique
from luotsi.engines.text.critique.language import language_of

OWN = tomllib.loads((Path(__file__).parents[1] / "data" / "critique_own.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "fi", "ru", "es", "id")


def titles(part: str) -> list[tuple[str, str]]:
    return [(lang, title) for lang in LANGUAGES for title in OWN[lang][part]]


def read(lang: str, name: str) -> Critique:
    text = OWN[lang][name]
    kind = name.split("_")[1]
    return critique(Draft(text["title"], text["body"].strip(), kind, company=OWN[lang]["company"]))


def codes(of: Critique) -> set[str]:
    return {finding.code for finding in of.findings}


def found(of: Critique, code: str) -> list[Finding]:
    return [finding for finding in of.findings if finding.code == code]


@pytest.mark.parametrize(("lang", "title"), titles("bad_titles"))
def test_a_title_true_of_every_firm_is_empty_with_and_without_the_company_known(lang: str, title: str) -> None:
    for company in ("", OWN[lang]["company"]):
        seen = critique(Draft(title, kind="title", company=company))
        assert (seen.lang, seen.verdict) == (lang, "empty")
        assert found(seen, "title_empty")[0].details["lacks"] == ["number", "name", "event"]


@pytest.mark.parametrize(("lang", "title"), titles("good_titles"))
def test_a_short_title_that_tells_something_is_left_alone(lang: str, title: str) -> None:
    for company in ("", OWN[lang]["company"]):
        seen = critique(Draft(title, kind="title", lang=lang, company=company))
        assert (seen.verdict, seen.findings, seen.score) == ("worth_sending", (), 100)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_title_stops_being_empty_as_soon_as_a_number_a_name_or_an_event_ties_it(lang: str) -> None:
    empty = OWN[lang]["bad_titles"][0]
    for tie in ("412", "SAP S/4HANA"):
        assert critique(Draft(f"{empty} ({tie})", kind="title", lang=lang)).verdict != "empty"


def test_the_company_s_own_name_does_not_fill_a_title_but_another_one_does() -> None:
    assert critique(Draft("Nordvik enters a new era with its partners", kind="title")).verdict == "empty"
    assert critique(Draft("Nordvik enters a new era with Tallinn Airport", kind="title")).verdict != "empty"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_release_that_says_nothing_is_empty_and_every_reason_is_found(lang: str) -> None:
    seen = read(lang, "bad_release")
    assert (seen.lang, seen.verdict) == (lang, "empty")
    assert seen.score is not None and seen.score < 10
    assert {"title_empty", "no_fact", "no_gain", "quote_empty", "begun", "self_praise", "boilerplate"} <= codes(seen)
    assert len(seen.first) == 3
    assert found(seen, "quote_empty")[0].details["speaker"] in ("Anna Berg", "Анна Берг")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_release_with_facts_and_a_gain_is_worth_sending_as_it_is(lang: str) -> None:
    seen = read(lang, "good_release")
    assert (seen.lang, seen.verdict, seen.findings) == (lang, "worth_sending", ())
    counts = seen.fact_counts
    assert counts["number"] >= 5 and counts["money"] == 1 and counts["date"] == 2
    assert counts["name"] + counts["place"] >= 3 and counts["comparison"] >= (lang != "fi")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mail_that_pushes_is_told_from_one_that_helps(lang: str) -> None:
    pushing, helping = read(lang, "bad_mail"), read(lang, "good_mail")
    assert pushing.verdict == "pushes" and len(found(pushing, "push")) >= 6 and "no_help" in codes(pushing)
    assert (helping.verdict, helping.findings) == ("worth_sending", ())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["bad_release", "good_release", "bad_mail", "good_mail"])
def test_places_point_at_the_words(lang: str, name: str) -> None:
    seen = read(lang, name)
    fields = {"title": OWN[lang][name]["title"], "body": OWN[lang][name]["body"].strip()}
    for finding in seen.findings:
        field, start, end = finding.place
        assert fields[field][start:end] == finding.words
    for fact in seen.facts:
        field, start, end = fact.place
        assert fields[field][start:end] == fact.words != ""


def test_places_point_at_the_words_of_a_text_in_decomposed_letters() -> None:
    import unicodedata

    body = unicodedata.normalize("NFD", OWN["ru"]["bad_release"]["body"])
    seen = critique(Draft("", body, lang="ru"))
    assert len(found(seen, "boilerplate")) > 5
    for finding in seen.findings:
        _, start, end = finding.place
        assert body[start:end] == finding.words


@pytest.mark.parametrize(
    ("lang", "spoken"),
    [
        ("en", "“{}” said Anna Berg."),
        ("en", '"{}" said Anna Berg.'),
        ("en", "‘{}’ said Anna Berg."),
        ("fi", "”{}” sanoo Anna Berg."),
        ("fi", "– {} sanoo Anna Berg."),
        ("ru", "«{}» — отметила Анна Берг."),
        ("ru", "— {} — отметила Анна Берг."),
        ("es", "«{}», afirmó Anna Berg."),
        ("es", "—¡{}! —afirmó Anna Berg—."),
        ("id", "“{}” ujar Anna Berg."),
        ("id", '"{}" kata Anna Berg.'),
    ],
)
def test_an_empty_quote_is_found_in_the_marks_of_every_language(lang: str, spoken: str) -> None:
    said = {
        "en": "We are proud to announce this important milestone in our journey,",
        "fi": "Olemme ylpeitä voidessamme kertoa tästä merkittävästä askeleesta,",
        "ru": "Мы рады сообщить о важном этапе стратегического партнерства,",
        "es": "Estamos muy orgullosos de anunciar este importante hito histórico",
        "id": "Kami sangat bangga mengumumkan kemitraan strategis ini,",
    }[lang]
    seen = critique(Draft("Title", "Text.\n\n" + spoken.format(said), lang=lang))
    assert [finding.details["speaker"] for finding in found(seen, "quote_empty")] == (
        ["Анна Берг"] if lang == "ru" else ["Anna Berg"]
    )


@pytest.mark.parametrize(
    "told",
    [
        "“We are proud that 412 drivers no longer wait at the gate,” said Anna Berg.",
        "“We are proud to open the hall in Kotka before Christmas,” said Anna Berg.",
        "“The wrong pump cost us eleven days,” said Anna Berg.",
        "The new “Cold and Safe Line” is there.",
        "Three things changed:\n- innovative doors\n- unique ramps",
    ],
)
def test_a_quote_with_a_fact_a_name_in_marks_and_a_list_are_no_empty_quotes(told: str) -> None:
    assert not found(critique(Draft("Title", told, lang="en")), "quote_empty")


def test_a_long_interview_under_a_title_of_no_story_gets_all_three_told() -> None:
    answer = "We see that the market moves on and that everybody in it thinks about what this will mean later on. "
    talk = "Clients ask us about protection. " + answer * 230 + "In the ranking we went from 15 to 21."
    seen = critique(Draft("Security solutions are becoming ever more in demand", talk))
    assert seen.minutes > 15 and {"title_empty", "title_hides", "too_long"} <= codes(seen)
    assert found(seen, "too_long")[0].details["minutes"] == seen.minutes
    assert found(seen, "title_hides")[0].details["fact"] == "15"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Nordvik has started work on a prototype of its next pump"),
        ("fi", "Nordvik aloitti uuden pumpun kehitystyön, prototyyppi syksyllä"),
        ("ru", "Нордвик приступил к созданию прототипа насоса"),
        ("es", "Nordvik inicia el desarrollo de un prototipo de bomba"),
        ("id", "Nordvik mulai mengembangkan prototipe pompa"),
    ],
)
def test_what_has_only_begun_is_told_from_what_is_done(lang: str, title: str) -> None:
    seen = critique(Draft(title, kind="title", lang=lang))
    assert seen.verdict == "only_begun" and "prototype" in codes(seen)


def test_a_pilot_far_down_in_a_finished_story_is_no_beginning() -> None:
    text = OWN["en"]["good_release"]
    assert not codes(critique(Draft(text["title"], text["body"] + "\n\nA pilot project preceded it."))) & {"prototype"}


@pytest.mark.parametrize(
    "fine",
    [
        "Finland came seventh in the Global Innovation Index of the year.",
        "According to a report by Tallis, it is the leading provider of seals in Norway.",
        "Write to innovative@nordvik.example or see https://nordvik.example/innovative-solutions now.",
        "<div class='innovative unique seamless'>The hall is open.</div>",
    ],
)
def test_names_sourced_praise_addresses_and_tags_are_no_boilerplate(fine: str) -> None:
    assert not codes(critique(Draft("", fine, lang="en"))) & {"boilerplate", "self_praise", "jargon"}


def test_the_gain_needs_a_customer_and_a_change_and_better_a_number() -> None:
    base = "The hall in Kotka opened on 3 March 2026 and has 14 doors. " * 8
    assert "no_gain" in codes(critique(Draft("Hall 7 opens in Kotka", base, lang="en")))
    vague = critique(Draft("Hall 7 opens in Kotka", base + "Customers now get their goods faster.", lang="en"))
    assert "no_gain" not in codes(vague)
    assert found(vague, "gain_unmeasured")[0].words == "Customers now get their goods faster."
    measured = critique(Draft("Hall 7 opens in Kotka", base + "Customers now wait 2 hours instead of 8.", lang="en"))
    assert not codes(measured) & {"no_gain", "gain_unmeasured"}


def test_those_a_text_is_for_count_as_its_customers() -> None:
    text = "The hall in Kotka opened on 3 March 2026 and has 14 doors. " * 8 + "Beekeepers wait less there."
    assert "no_gain" in codes(critique(Draft("Hall 7 opens in Kotka", text, lang="en")))
    assert "no_gain" not in codes(critique(Draft("Hall 7 opens in Kotka", text, lang="en", audience="beekeepers")))


def test_a_body_too_short_to_judge_is_worth_writing_on_not_worth_sending() -> None:
    for body in ("", "Kotka has a new hall."):
        assert critique(Draft("Nordvik opens hall 7 in Kotka", body, lang="en")).verdict == "worth_writing"
    assert critique(Draft("Nordvik opens hall 7 in Kotka", kind="title", lang="en")).verdict == "worth_sending"


def test_an_empty_title_without_a_body_has_little_left_of_its_score() -> None:
    for kind in ("title", "release"):
        seen = critique(Draft("Innovation drives success", kind=kind, lang="en"))
        assert (seen.verdict, seen.score) == ("empty", 30)


def test_one_call_and_one_exclamation_mark_are_no_push() -> None:
    mail = "Thank you for coming to the hall! We measured the doors, because you asked. Sign up for the next visit."
    assert not codes(critique(Draft("What the doors taught us", mail, "mail", "en"))) & {"push", "no_help"}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_read_has_no_score(kind: str) -> None:
    seen = critique(Draft(" \n", "", kind))
    assert (seen.verdict, seen.score, seen.findings, seen.first, seen.minutes) == ("nothing_to_read", None, (), (), 0)


def test_a_text_in_another_language_gets_facts_and_minutes_only() -> None:
    for text in (
        "株式会社は2026年に新しい倉庫を開いた。" * 9,
        "وصلت الشركة إلى 412 عميلا" * 9,
        "Das Unternehmen hat am Montag eine neue Halle mit vierzehn Toren in Hamburg eröffnet und wird dort ab Herbst"
        " auch Gemüse lagern, das bisher von weither gebracht werden musste, wie der Leiter sagte.",
    ):
        seen = critique(Draft("", text))
        assert (seen.verdict, seen.score, seen.findings) == ("unknown_language", None, ())


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="kind is one of"):
        critique(Draft("Title", kind="poem"))


def test_an_empty_phrase_counts_once_and_each_further_one_less() -> None:
    once = critique(Draft("Hall 7", "An innovative door.", lang="en"))
    thrice = critique(Draft("Hall 7", "An innovative door. An innovative door. A unique product.", lang="en"))
    assert len(found(once, "boilerplate")) == 1
    assert [finding.words for finding in found(thrice, "boilerplate")] == ["innovative", "unique product"]
    assert (once.score, thrice.score) == (94, 90)


def test_every_code_is_one_of_those_promised() -> None:
    seen = [read(lang, name) for lang in LANGUAGES for name in ("bad_release", "bad_mail", "good_release")]
    assert {finding.code for each in seen for finding in each.findings} <= set(FINDINGS)
    assert {each.verdict for each in seen} <= set(VERDICTS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_is_found_from_titles_and_texts(lang: str) -> None:
    assert language_of(OWN[lang]["good_release"]["body"]) == lang
    right = sum(language_of(title) == lang for _, title in titles("bad_titles") if _ == lang)
    assert right == 6
