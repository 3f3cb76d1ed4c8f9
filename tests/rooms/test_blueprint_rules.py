"""The arithmetic of the room: hours there are, the usual way, what waiting costs, pasted lists, changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from luotsi.kernel.errors import BadInput
from luotsi.rooms.blueprint.rules import (
    SkillHours,
    Worker,
    changes_between,
    course_lines,
    crowding,
    days_there,
    guessed_shares,
    hours_left,
    lost_per_week,
    read_members,
    skill_hours,
    thinned,
    usual_way,
)
from luotsi.values import Period

MONDAY = date(2026, 11, 23)


def hours_of(*workers: Worker, holidays: tuple[Period, ...] = (), weeks: int = 3) -> dict[str, SkillHours]:
    return skill_hours(workers, {"writer": None, "designer": 3}, holidays, MONDAY, weeks)


def test_hours_are_people_by_share_less_run_work() -> None:
    found = hours_of(Worker(40, 0.25, {"writer": 0.6, "designer": 0.4}), Worker(30, 0.0, {"writer": 1.0}))
    assert found["writer"].hours == (48, 48, 48) and found["writer"].run_work == (6, 6, 6)
    assert found["designer"].hours == (12, 12, 12) and found["designer"].in_progress == 3


def test_a_day_of_leave_takes_a_fifth_of_the_week() -> None:
    away = Period(MONDAY + timedelta(days=9), MONDAY + timedelta(days=10))
    assert hours_of(Worker(40, 0, {"writer": 1}, [away]))["writer"].hours == (40, 24, 40)


def test_leave_over_a_weekend_and_a_holiday_within_leave_count_once() -> None:
    leave = Period(MONDAY + timedelta(days=3), MONDAY + timedelta(days=7))  # Thursday to Monday
    holiday = Period(MONDAY + timedelta(days=4), MONDAY + timedelta(days=4))
    assert days_there(MONDAY, [leave, holiday]) == 3
    assert days_there(MONDAY + timedelta(weeks=1), [leave, holiday]) == 4
    assert hours_of(Worker(40, 0, {"writer": 1}), holidays=(holiday,))["writer"].hours == (32, 40, 40)


def test_what_is_left_of_a_quarter_counts_the_days_left_of_this_week() -> None:
    hours = [SkillHours((50.0, 50.0, 50.0), (0.0, 0.0, 0.0))]
    assert hours_left(hours, MONDAY, MONDAY - timedelta(days=3)) == 150
    assert hours_left(hours, MONDAY, MONDAY) == 150
    assert hours_left(hours, MONDAY, MONDAY + timedelta(days=9)) == 30 + 50  # a Wednesday
    assert hours_left(hours, MONDAY, MONDAY + timedelta(days=13)) == 50  # a Sunday
    assert hours_left(hours, MONDAY, MONDAY + timedelta(weeks=3)) == 0


def test_the_usual_way_takes_as_many_weeks_as_its_slowest_skill() -> None:
    way = usual_way(60, {"writer": 0.75, "designer": 0.25}, {"writer": 36, "designer": 10})
    assert way.weeks == 3  # 45 hours of writing at 20 a week at most
    assert way.hours == {"writer": 15, "designer": 5} and way.main_skill == "writer" and way.total_hours == 60
    assert usual_way(60, {"designer": 1.0}, {"designer": 10}).weeks == 6  # at ten, all there is in a usual week
    assert usual_way(0, {"writer": 1.0}, {"writer": 36}).hours == {}


def test_most_of_a_guessed_recipe_goes_to_the_skill_that_is_named_like_the_work() -> None:
    guessed = guessed_shares("video", {"copywriter": 60, "video editor": 40})
    assert guessed == pytest.approx({"copywriter": 0.18, "video editor": 0.82})
    assert guessed_shares("video", {"copywriter": 60}) is None


def test_a_date_makes_waiting_cost_half_of_the_value_until_then() -> None:
    assert lost_per_week(10, 5, 26) == 1
    assert lost_per_week(10, -3, 26) == 5  # already late: half of it every week
    assert lost_per_week(10, None, 26) == pytest.approx(10 * (1 - 0.5 ** (1 / 26)))


def test_a_pasted_line_is_name_skills_hours_and_run_work() -> None:
    anna, pekka = read_members("Anna, writer 100 %, 37.5 h\n\nPekka Öst; Design 60 %; video; 30,5 h; run-work 10 %")
    assert (anna.name, anna.hours_per_week, anna.run_work_share, anna.skills) == ("Anna", 37.5, 0.2, {"writer": 1})
    assert (pekka.hours_per_week, pekka.run_work_share) == (30.5, 0.1)
    assert pekka.skills == {"design": 0.6, "video": 0.4}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Anna, writer 100 %\nBo, design 80 %, web 40 %", 2, "120 %"),
        ("Anna", 1, "no skill"),
        ("37.5 h, writer", 1, "begin with a name"),
        ("Anna, writer 100 %, 400 h", 1, "more than 80"),
        ("Anna, writer, writer", 1, "twice"),
    ],
)
def test_a_faulty_line_is_named_with_what_is_wrong(text: str, line: int, says: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_members(text)
    assert [fault.line for fault in bad.value.faults] == [line] and says in str(bad.value)


def test_the_same_name_twice_and_an_empty_list_are_refused() -> None:
    for text in ("Anna, writer\nANNA, design", "  \n "):
        with pytest.raises(BadInput):
            read_members(text)


def document(**weeks: tuple[int, int]) -> dict[str, object]:
    items = [
        {"id": int(name[1:]), "title": name, "way": "usual", "start": a, "end": b} for name, (a, b) in weeks.items()
    ]
    return {"items": items}


def test_changes_say_what_came_went_and_moved() -> None:
    before, after = (
        document(i1=(0, 1), i2=(3, 4), i3=(5, 5), i4=(7, 8)),
        document(i1=(0, 1), i2=(6, 7), i3=(5, 6), i5=(2, 2)),
    )
    found = {change.title: change.code for change in changes_between(before, after)}
    assert found == {"i2": "later", "i3": "longer", "i4": "removed", "i5": "added"}
    assert changes_between(before, before) == [] and changes_between(None, after) == []


def stands(start: int, end: int, **hours: float) -> dict[str, object]:
    return {"start": start, "end": end, "hours": hours}


def skill(name: str, hours: float, in_progress: int | None = None) -> dict[str, object]:
    return {"name": name, "hours": [hours] * 13, "in_progress": in_progress}


def test_an_item_is_crowded_out_by_the_hours_that_its_old_weeks_would_lack() -> None:
    skills = [skill("design", 10), skill("writer", 20)]
    others = [stands(2, 3, writer=15), stands(3, 4, design=9)]
    (found,) = crowding(stands(3, 5, writer=8, design=1), others, skills)
    assert (found.skill, found.weeks, found.hours) == ("writer", (3,), 3.0)
    assert crowding(stands(4, 5, writer=8, design=1), others, skills) == ()


def test_an_item_is_crowded_out_where_too_many_things_are_in_progress() -> None:
    skills = [skill("writer", 100, in_progress=2)]
    others = [stands(0, 1, writer=1), stands(1, 2, writer=1)]
    (found,) = crowding(stands(0, 2, writer=1), others, skills)
    assert (found.weeks, found.hours) == ((1,), 0.0)


def test_the_course_of_a_plan_is_two_steps_that_close_in_on_each_other() -> None:
    lines = course_lines([[1, None, 140.0], [2, 90.0, 130.0], [5, 100.0, 110.0]], 10)
    assert lines is not None
    value, bound = (
        [tuple(map(float, point.split(","))) for point in one.split()] for one in (lines.value, lines.bound)
    )
    assert [x for x, _y in value] == sorted(x for x, _y in value) and value[-1][0] > value[-2][0]
    assert value[-1][1] < value[0][1] and bound[-1][1] > bound[0][1]  # downwards is more on a screen
    assert value[-1][1] > bound[-1][1] and all(0 <= y <= lines.height for _x, y in value + bound)
    assert course_lines([[1, None, 140.0]], 10) is None


def test_a_long_course_is_thinned_but_keeps_its_ends() -> None:
    course = [[float(n), 1.0, 2.0] for n in range(1000)]
    kept = thinned(course)
    assert len(kept) == 80 and kept[0] == course[0] and kept[-1] == course[-1]
