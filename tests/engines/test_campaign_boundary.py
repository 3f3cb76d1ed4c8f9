"""Boundaries of the rate rule: against the specification's table, against brute force, and what must hold always.

Reference values: design statistics 3.2 to 3.4 (exact recursions of the rule specified there in 10.3).
"""

from __future__ import annotations

from itertools import product
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.statistics.boundary import rate_table, table_of, ville_table
from luotsi.engines.statistics.campaign import Criterion, HorizonChange, boundary
from luotsi.engines.statistics.crossing import crossing, upper_hits, walk
from luotsi.engines.statistics.horizon import moved
from luotsi.engines.statistics.looks import first_crossing, looks_of

STRICT = (0.10, 0.10)
ZONE = (0.05, 0.15)


def chance_of_paths(contacts: int, p: float, wanted) -> float:
    """The mass of all yes-and-no paths for which `wanted(path)` holds."""
    return sum(
        p ** sum(path) * (1 - p) ** (contacts - sum(path)) for path in product((0, 1), repeat=contacts) if wanted(path)
    )


def crosses_up(table, path) -> bool:
    return any(sum(path[:n]) >= table.up[n] for n in range(1, len(path) + 1))


def crosses_lo(table, path) -> bool:
    return any(sum(path[:n]) <= table.lo[n] for n in range(1, len(path) + 1))


@pytest.mark.parametrize(
    ("contacts", "c_up", "c_lo"), [(100, 6.96, 8.26), (500, 10.82, 13.50), (1000, 12.33, 15.12), (2000, 13.41, 16.29)]
)
def test_the_strict_thresholds_are_those_of_the_specification(contacts, c_up, c_lo):
    table = rate_table(*STRICT, contacts)
    assert (round(table.c_up, 2), round(table.c_lo, 2)) == (c_up, c_lo)
    assert table.wrong_scale <= 0.05
    assert table.wrong_abort <= 0.05


def test_the_strict_lines_at_500_are_those_of_the_specification():
    table = rate_table(*STRICT, 500)
    lines = {n: (table.lo[n], table.up[n]) for n in (25, 50, 100, 200, 300, 500)}
    assert lines == {25: (-1, 8), 50: (0, 12), 100: (3, 19), 200: (9, 32), 300: (17, 45), 500: (32, 69)}
    assert next(n for n in range(501) if table.lo[n] >= 0) == 43


@pytest.mark.parametrize(
    ("zone", "rates", "most"),
    [(STRICT, (0.05, 0.15, 0.20), (177, 220, 73)), (ZONE, (0.05, 0.10, 0.15), (59, 76, 44))],
)
def test_expected_contacts_stay_below_the_ceilings(zone, rates, most):
    table = rate_table(*zone, 500)
    expected = [walk(table.up, table.lo, rate).expected for rate in rates]
    assert all(found <= limit for found, limit in zip(expected, most, strict=True)), expected


def test_zone_thresholds_are_those_of_the_specification():
    table = rate_table(*ZONE, 500)
    assert (round(table.c_up, 1), round(table.c_lo, 1)) == (11.5, 15.5)


@pytest.mark.parametrize("zone", [(0.3, 0.3), (0.2, 0.4), (0.6, 0.7)])
def test_the_errors_are_those_of_all_paths_counted_one_by_one(zone):
    table = rate_table(*zone, 11, 0.1, 0.1)
    assert chance_of_paths(11, zone[0], lambda path: crosses_up(table, path)) == pytest.approx(table.wrong_scale)
    assert chance_of_paths(11, zone[1], lambda path: crosses_lo(table, path)) == pytest.approx(table.wrong_abort)
    assert table.wrong_scale <= 0.1
    assert table.wrong_abort <= 0.1


def test_a_walk_between_both_lines_is_that_of_all_paths():
    table, contacts, p = rate_table(0.3, 0.3, 11, 0.1, 0.1), 11, 0.45
    ended = walk(table.up, table.lo, p)

    def first(path):
        return first_crossing(table.up, table.lo, looks_of(map(bool, path)))

    assert ended.scale == pytest.approx(chance_of_paths(contacts, p, lambda path: first(path)[0] == 1))
    assert ended.abort == pytest.approx(chance_of_paths(contacts, p, lambda path: first(path)[0] == -1))
    later = sum(
        n * chance_of_paths(contacts, p, lambda path, n=n: (first(path)[1] or contacts) == n) for n in range(12)
    )
    assert ended.expected == pytest.approx(later)


def test_a_smaller_threshold_would_break_the_promise():
    table = rate_table(*STRICT, 200)
    stops = table.above.stops(log(table.c_up * (1 - 1e-6)), 200)
    assert crossing(upper_hits(stops, 0.10)) > 0.05


def test_a_moved_horizon_keeps_the_error_over_all_paths():
    """Whoever lengthens the campaign only when it looks bad, at contact 6, still errs at most as promised."""
    short = rate_table(0.3, 0.3, 8, 0.1, 0.1)

    def wrongly_scales(path):
        s = sum(path[:6])
        if s > 2:
            return crosses_up(short, path[:8])
        return crosses_up(moved(short, [HorizonChange(6, 12)], lambda n: s), path)

    wrong = chance_of_paths(12, 0.3, wrongly_scales)
    assert 0 < wrong <= short.wrong_scale + 1e-12


def test_a_moved_horizon_still_decides_later():
    table = moved(rate_table(*STRICT, 100), [HorizonChange(60, 200)], lambda n: 9)
    assert table.contacts == 200
    assert table.up[:61] == tuple(
        min(level, 201) if level <= 100 else 201 for level in rate_table(*STRICT, 100).up[:61]
    )
    assert table.up[200] <= 40


def test_nothing_after_the_change_decides_while_an_answer_before_it_is_open():
    table = moved(rate_table(*STRICT, 100), [HorizonChange(60, 200)], lambda n: None)
    assert all(level > n for n, level in enumerate(table.up) if n > 60)
    assert all(level < 0 for level in table.lo[61:])


def test_a_shorter_horizon_needs_no_new_thresholds():
    table = rate_table(*STRICT, 200)
    assert moved(table, [HorizonChange(50, 120)], lambda n: 5).up == table.up[:121]


def test_at_most_is_the_rule_for_the_complement():
    rare = table_of(Criterion("x", 0.02, direction="at_most"), 400, 0.05)
    common = rate_table(0.98, 0.98, 400)
    for n in range(1, 401):
        assert (rare.up[n] <= n) == (common.lo[n] >= 0)
        if rare.up[n] <= n:
            assert rare.up[n] == n - common.lo[n]
        if rare.lo[n] >= 0:
            assert rare.lo[n] == n - common.up[n]


def test_a_horizon_of_twenty_cannot_abort_and_says_so_in_its_rows():
    table = boundary(Criterion("rate", 0.10), 20)
    assert table.first_abort is None
    assert table.first_scale is not None
    assert table.guarantee.wrong_abort == 0


def test_the_same_table_has_the_same_name_and_another_has_another():
    assert boundary(Criterion("rate", 0.10), 60).id == boundary(Criterion("rate", 0.10), 60).id
    assert boundary(Criterion("rate", 0.10), 60).id != boundary(Criterion("rate", 0.11), 60).id


@given(
    target=st.floats(0.02, 0.98),
    width=st.floats(0, 0.5),
    contacts=st.integers(1, 120),
    errors=st.tuples(st.floats(0.01, 0.2), st.floats(0.01, 0.2)),
)
@settings(max_examples=25, deadline=None)
def test_every_table_keeps_both_errors_and_its_lines_rise(target, width, contacts, errors):
    zone = target * (1 - width), target + (1 - target) * width * 0.9
    table = rate_table(*zone, contacts, *errors)
    assert table.wrong_scale <= errors[0]
    assert table.wrong_abort <= errors[1]
    none = contacts + 1
    rising = [level for level in table.up[1:] if level != none]
    assert rising == sorted(rising)
    assert list(table.lo) == sorted(table.lo)
    assert all(low < high for low, high in zip(table.lo, table.up, strict=True))
    assert walk(table.up, table.lo, float(zone[0])).scale <= errors[0] + 1e-12
    assert walk(table.up, table.lo, float(zone[1])).abort <= errors[1] + 1e-12


@given(answers=st.lists(st.sampled_from([True, False, None]), max_size=60), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_sure_verdict_stays_whatever_the_open_contacts_answer(answers, data):
    table = rate_table(0.3, 0.3, 60, 0.2, 0.2)
    side, at = first_crossing(table.up, table.lo, looks_of(answers))
    finished = [data.draw(st.booleans()) if answer is None else answer for answer in answers]
    if side:
        look = looks_of(finished)[at - 1]
        assert look.successes >= table.up[at] if side > 0 else look.successes <= table.lo[at]


def test_without_a_horizon_the_thresholds_are_one_over_the_error():
    table = ville_table(*STRICT, 300, 0.05, 0.05)
    calibrated = rate_table(*STRICT, 300)
    assert table.c_up == 20
    assert all(wide >= tight for wide, tight in zip(table.up[1:], calibrated.up[1:], strict=True))
    assert walk(table.up, table.lo, 0.10).scale <= 0.05
