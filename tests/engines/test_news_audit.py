"""The audit of newsrooms: exact where people counted, with honest doubt where a machine read."""

from __future__ import annotations

import random
from itertools import product

import pytest

from luotsi.engines.statistics.news_audit import Counted, Quarter, Read, ahead, audit
from luotsi.engines.statistics.news_audit.doubt import shortest, worthy_chances
from luotsi.engines.text.hooks.news import HOOKS, WORTHY, Confusion

# A source's own hand-counted quarter: four firms with their sums (domain.md, newsroom).
FIRMS = {
    "Lanit": ({"completion": 6, "product": 3, "analytics": 2, "division": 2, "partnership": 6, "event": 12, "rating": 3}, 11, 23, 34, "quantity"),
    "Technoserv": ({"completion": 3, "product": 2, "results": 1, "division": 1, "start": 1, "partnership": 3, "event": 9}, 6, 14, 20, "quantity"),
    "Croc": ({"completion": 6, "product": 1, "analytics": 1, "special": 4, "results": 1, "start": 1, "partnership": 1, "event": 1}, 13, 3, 16, "quality"),
    "I-Teco": ({"completion": 3, "product": 3, "special": 1, "partnership": 3, "event": 4, "rating": 1}, 7, 8, 15, "quality"),
}  # fmt: skip


def sure_of(hook: str, chance: float) -> dict[str, float]:
    """A reading that leans on one hook; the rest is spread over all others."""
    return {one: chance if one == hook else (1 - chance) / (len(HOOKS) - 1) for one in HOOKS}


def a_confusion(right: int = 20, wrong: int = 1) -> Confusion:
    return Confusion(HOOKS, tuple(tuple(right if a == b else wrong for b in HOOKS) for a in HOOKS))


def spread(quarter: Quarter) -> float:
    """Standard deviation of the number of worthy items."""
    mean = sum(count * chance for count, chance in enumerate(quarter.chances))
    return sum(chance * (count - mean) ** 2 for count, chance in enumerate(quarter.chances)) ** 0.5


@pytest.mark.parametrize("firm", FIRMS)
def test_hand_counted_quarters_give_the_sources_own_sums(firm):
    counts, worthy, filler, items, camp = FIRMS[firm]
    (quarter,) = audit([Counted(firm, "2017Q2", counts)])
    assert (quarter.worthy, quarter.filler, quarter.items, quarter.camp) == (worthy, filler, items, camp)
    assert quarter.share == quarter.low == quarter.high == pytest.approx(worthy / items)
    assert quarter.exact == items


def test_a_quarter_corrected_to_the_last_item_is_a_point():
    rows = [Read("A", "2026Q1", {"product": 1.0}, True) for _ in range(6)]
    rows += [Read("A", "2026Q1", {"event": 1.0}, True) for _ in range(9)]
    (quarter,) = audit(rows, a_confusion())
    assert quarter.low == quarter.share == quarter.high == 0.4
    assert quarter.camps == {"quantity": 1.0}


def test_each_correction_narrows_the_interval():
    said = ["product", "event", "results", "rating", "completion", "start"] * 4
    widths = []
    for corrected in (0, 8, 16, 24):
        rows = [
            Read("A", "2026Q1", {hook: 1.0} if place < corrected else sure_of(hook, 0.7), place < corrected)
            for place, hook in enumerate(said)
        ]
        (quarter,) = audit(rows, a_confusion())
        widths.append(quarter.high - quarter.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0.2 and widths[-1] == 0


def test_chances_without_a_confusion_are_those_of_every_possible_outcome():
    import numpy as np

    chances = (0.9, 0.3, 0.55, 0.2)
    items = [{"product": chance, "event": 1 - chance} for chance in chances]
    found = worthy_chances(1, 2, items, WORTHY, None, np.random.default_rng(1))
    brute = [0.0] * 7
    for outcome in product((0, 1), repeat=4):
        weight = 1.0
        for one, chance in zip(outcome, chances, strict=True):
            weight *= chance if one else 1 - chance
        brute[1 + sum(outcome)] += weight
    assert found == pytest.approx(brute, abs=1e-9)


def test_many_items_are_counted_by_the_normal_curve_and_agree_with_the_exact_count():
    import numpy as np

    from luotsi.engines.statistics.news_audit import doubt

    chances = np.random.default_rng(3).uniform(0.05, 0.95, (5, 300))
    exact, normal = doubt._counts(chances), doubt._normal_counts(chances)
    assert np.abs(exact.cumsum() - normal.cumsum()).max() < 0.003


def test_readings_that_are_right_as_often_as_they_say_are_covered():
    """Simulated: the reader says .6 to .98 and is right that often; no confusion, so nothing widens."""
    rng = random.Random(1)
    held = 0
    for _ in range(200):
        rows, true = [], 0
        for _ in range(20):
            hook, chance = rng.choice(("product", "event", "results", "start")), rng.uniform(0.6, 0.98)
            reading = {hook: chance, "other" if hook in WORTHY else "special": 1 - chance}
            rows.append(Read("A", "2026Q1", reading))
            true += (hook in WORTHY) == (rng.random() < chance)
        (quarter,) = audit(rows)
        held += quarter.low - 1e-9 <= true / 20 <= quarter.high + 1e-9
    assert 0.88 <= held / 200 <= 0.98


def test_fewer_test_texts_behind_the_reader_mean_more_doubt():
    rows = [Read("A", "2026Q1", sure_of("product", 0.8)) for _ in range(60)]
    (little,), (much,) = audit(rows, a_confusion(2, 1)), audit(rows, a_confusion(200, 100))
    assert spread(little) > 1.05 * spread(much)
    assert audit(rows, a_confusion())[0] == audit(rows, a_confusion())[0]


def test_an_interval_always_holds_the_share_it_belongs_to():
    rows = [Read("A", "2026Q1", {"product": 0.51, "event": 0.49}) for _ in range(30)]
    (quarter,) = audit(rows)
    assert quarter.share == 1.0 and quarter.low < 0.7 and quarter.high == 1.0
    assert quarter.likely == pytest.approx(0.51)


@pytest.mark.parametrize(
    ("worthy", "filler", "camp"),
    [(2, 2, "silent"), (9, 11, "quality"), (6, 9, "neither_by_one"), (5, 10, "quantity"), (4, 6, "neither")],
)
def test_camps_begin_and_end_where_the_formats_say(worthy, filler, camp):
    (quarter,) = audit([Counted("A", "2026Q1", {"product": worthy, "event": filler})])
    assert quarter.camp == {"neither_by_one": "quantity"}.get(camp, camp)


def test_a_trend_is_called_only_when_it_is_sure():
    few = [Counted("A", f"2026Q{n}", {"product": n, "event": 5 - n}) for n in (1, 2)]
    many = [Counted("A", f"2026Q{n}", {"product": 10 * n, "event": 60 - 10 * n}) for n in (1, 2, 3, 4)]
    assert [quarter.trend and quarter.trend.code for quarter in audit(few)] == [None, "unclear"]
    last = audit(many)[-1].trend
    assert last.code == "rising" and last.low > 0 and last.quarters == 4
    assert last.change == pytest.approx(1 / 6, abs=0.02)
    assert [q.period for q in audit(list(reversed(many)))] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]


def test_a_quarter_left_out_counts_in_the_trend():
    near = audit([Counted("A", p, {"product": w, "event": 40 - w}) for p, w in (("2026Q1", 10), ("2026Q2", 30))])
    far = audit([Counted("A", p, {"product": w, "event": 40 - w}) for p, w in (("2025Q1", 10), ("2026Q2", 30))])
    assert near[-1].trend.change == pytest.approx(5 * far[-1].trend.change, rel=0.05)


def test_rivals_are_compared_by_their_chances():
    low, high, even = audit(
        [
            Counted(name, "2026Q1", {"product": worthy, "event": 10 - worthy})
            for name, worthy in (("A", 3), ("B", 7), ("C", 7))
        ]
    )
    assert (ahead(high, low), ahead(low, high), ahead(high, even)) == (1.0, 0.0, 0.5)
    read = audit([Read("D", "2026Q1", {"product": 0.5, "event": 0.5}) for _ in range(10)])[0]
    assert 0.03 < ahead(read, high) < 0.2
    assert ahead(read, high) + ahead(high, read) == pytest.approx(1)


def test_the_shortest_range_holds_its_level():
    assert shortest([0.05, 0.1, 0.6, 0.2, 0.05], 0.9) == (1, 3)
    assert shortest([0, 0, 1.0, 0], 0.9) == (2, 2)


@pytest.mark.parametrize(
    "row", [Counted("A", "q", {"gossip": 1}), Counted("A", "q", {"event": -1}), Read("A", "q", {"event": 0.4})]
)
def test_nonsense_is_an_error(row):
    with pytest.raises(ValueError):
        audit([row])
