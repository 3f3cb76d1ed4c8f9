"""The week's digest: each story once, by the piece that tells most, in the order of what it is worth."""

from __future__ import annotations

from luotsi.engines.text.digest import Candidate, propose
from luotsi.engines.text.stories import Story


def news(id: str, headline: str, hook: str, chance: float, company: str = "", lead: str = "") -> Candidate:
    return Candidate(Story(id, headline, lead, "en", company), hook, chance)


BOUGHT = news("1", "Norrby buys pump maker Kolvi for EUR 12 million", "acquisition", 0.93, "Norrby")
AGAIN = news("2", "Kolvi sold to Norrby for 12 million euros", "acquisition", 0.9, "", "The price is 12 million euros.")
FAIR = news("3", "Kaarna at the Hannover fair", "event", 0.05, "Kaarna")
SURVEY = news("4", "Survey: spare parts are scarce in plants", "analytics", 0.7, "Saarni")


def test_a_story_is_told_once_by_the_piece_that_tells_most():
    (first, second) = propose([BOUGHT, AGAIN, FAIR, SURVEY])
    assert (first.group, first.leading, first.why) == (("1", "2"), "2", ("worthy", "has_number"))
    assert first.number.words == "12 million euros"
    assert (second.leading, second.number, second.why) == ("4", None, ("worthy",))


def test_filler_is_left_out_unless_many_tell_it():
    told = [news(str(n), "Kaarna at the Hannover fair in Hannover", "event", 0.1, f"Paper {n}") for n in range(3)]
    (found,) = propose([*told, news("9", "Saarni names auditor Otto Lind", "appointment", 0.02)])
    assert found.why == ("told_by_many", "filler") and len(found.group) == 3


def test_what_is_unsure_says_so_and_comes_after_what_is_sure():
    unsure = news("5", "Saarni and its new way of working", "product", 0.55)
    found = propose([unsure, BOUGHT])
    assert [one.why[0] for one in found] == ["worthy", "maybe_worthy"]
    assert found[0].score > found[1].score


def test_no_more_than_wanted_and_nothing_of_nothing():
    assert len(propose([BOUGHT, SURVEY], most=1)) == 1
    assert propose([]) == ()
