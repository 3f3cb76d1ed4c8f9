"""A deck made from a case as it stands on a day: texts from its parts, numbers live from what was measured.

Quotes only with leave, and as the leave says. What people think and how far they stand behind it is never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.rooms.cases.codes import Kind
from luotsi.rooms.cases.models import Case, Evidence
from luotsi.rooms.cases.preread.deck import (
    Aim,
    Answer,
    Asked,
    Bars,
    Curve,
    Danger,
    Deck,
    Effect,
    Figure,
    Opening,
    Point,
    Said,
    Slide,
)
from luotsi.rooms.cases.words import WHYS
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.goals.templatetags.goals import amount

BACK = timedelta(days=550)  # of measurements; a year and what led to it


def deck_of(case: Case, on: date, *, is_for_outside: bool = False) -> Deck:
    """In the language that is active; a fixed number of queries, and one more for each metric that is shown.

    What leaves the company holds only words whose leave says so.
    """
    slides = [slide for slide in _slides(case, on, is_for_outside) if slide.rows]
    return Deck(case.title, get_language() or "en", tuple(slides))


def _slides(case: Case, on: date, is_for_outside: bool) -> Iterator[Slide]:
    aims = _aims(case)
    yield Slide("title", case.title, (_opening(case, on),))
    yield Slide("why", _("Why"), tuple(_whys(case)))
    yield Slide("goals", _("What it serves"), tuple(_goals(aims, on)), (_("Goals and outcomes as Luotsi holds them."),))
    yield from _effects(case)
    yield from _numbers(case, aims, on)
    yield Slide(
        "quotes",
        _("What colleagues say"),
        tuple(_quotes(case, is_for_outside)),
        (_("Said in conversations, with leave."),),
    )
    if case.idea.strip():
        yield Slide("idea", _("What we would do"), (Answer("", case.idea.strip()),))
    yield Slide("asks", _("What we ask for"), tuple(_asks(case)))
    yield Slide("risks", _("What may go wrong, and what we would do"), tuple(_risks(case)))


def _opening(case: Case, on: date) -> Opening:
    lines = [_("Pre-read of %(day)s") % {"day": _day(on)}]
    if case.presents_on is not None:
        lines.append(_("To be presented on %(day)s") % {"day": _day(case.presents_on)})
    if case.owner is not None:
        lines.append(case.owner.name)
    return Opening(_first_sentence(case.why_do), tuple(lines))


def _first_sentence(text: str) -> str:
    """Up to the first end of a sentence, for the title page."""
    line = " ".join(text.split())
    ends = [at for mark in (". ", "! ", "? ") if (at := line.find(mark)) > 0]
    return line[: min(ends) + 1] if ends else line


def _whys(case: Case) -> Iterator[Answer]:
    for name, text in zip(("why_do", "why_goals", "why_care"), case.whys, strict=True):
        if text.strip():
            yield Answer(str(WHYS[name]), text.strip())


def _aims(case: Case) -> list[Any]:
    """Outcomes and goals it serves, each by itself."""
    links = case.goals.select_related("goal__metric", "outcome__metric", "outcome__goal")
    return [link.outcome or link.goal for link in links]


def _goals(aims: Sequence[Any], on: date) -> Iterator[Aim]:
    for line in goals.lines(aims, on):
        aim, unit = line.aim, line.aim.metric.unit
        way = _("%(metric)s: from %(baseline)s to %(target)s by %(day)s") % {
            "metric": aim.metric.name, "baseline": amount(aim.baseline), "target": amount(aim.target, unit),
            "day": _day(aim.by_on),
        }  # fmt: skip
        value, measured_on = line.standing.value, line.standing.measured_on
        if value is None or measured_on is None:
            yield Aim(aim.title, way, _("Not measured yet"))
            continue
        today = _("%(value)s on %(day)s") % {"value": amount(value, unit), "day": _day(measured_on)}
        yield Aim(aim.title, way, today, line.standing.share)


def _effects(case: Case) -> Iterator[Slide]:
    touches = list(case.touches.select_related("metric"))
    rows = tuple(_effect(touch) for touch in touches)
    yield Slide("effects", _("Whom it helps"), rows, tuple(_measured_by(touch) for touch in touches))
    timed: dict[str, float] = {}
    for touch in touches:
        if touch.hours:
            timed[touch.team] = timed.get(touch.team, 0.0) + float(touch.hours)
    if len(timed) > 1:
        source = _("Estimated for this case, hours a year")
        bars = Bars(_("Hours a year, by team"), _("hours"), source, tuple(timed.items()))
        yield Slide("bars", _("Hours it gives back"), (bars,), (source,))


def _effect(touch: Any) -> Effect:
    change = ""
    if touch.baseline is not None and touch.expected is not None:
        unit = touch.unit or (touch.metric.unit if touch.metric else "")
        change = f"{amount(touch.baseline)} → {amount(touch.expected, unit)}"
    parts = []
    if touch.hours:
        parts.append(_("%(hours)s hours a year") % {"hours": amount(touch.hours)})
    if touch.people_count:
        parts.append(_("%(count)s people") % {"count": amount(Decimal(touch.people_count))})
    return Effect(touch.team, touch.effect.strip(), change, " · ".join(parts))


def _measured_by(touch: Any) -> str:
    by = touch.metric.name if touch.metric else touch.measure
    said = _("measured by %(measure)s") % {"measure": by} if by else _("estimated")
    return f"{touch.team}: {said}"


def _numbers(case: Case, aims: Sequence[Any], on: date) -> Iterator[Slide]:
    """A chart for each metric that was measured more than once; other numbers stand beside each other."""
    rows = list(case.evidence.exclude(kind=Kind.QUOTE).select_related("metric"))
    ways = {aim.metric_id: aim for aim in reversed(aims)}
    figures: list[Figure] = []
    for row in rows:
        values = goals.values_since(row.metric, on - BACK) if row.metric is not None else []
        values = [value for value in values if value.on <= on]
        if len(values) > 1:
            curve = _curve(row, values, ways.get(row.metric_id))
            yield Slide("number", row.metric.name if row.metric else "", (curve,), (curve.source,))
        elif row.metric is None or values:
            figures.append(_figure(row, values))
    yield Slide("figures", _("Numbers"), tuple(figures), tuple(f"{one.says}: {one.source}" for one in figures))


def _curve(row: Evidence, values: Sequence[Any], aim: Any) -> Curve:
    metric, last = row.metric, values[-1]
    assert metric is not None
    ends = ((aim.starts_on, aim.baseline), (aim.by_on, aim.target)) if aim is not None else ()
    return Curve(
        name=metric.name,
        unit=metric.unit,
        value=amount(last.value, metric.unit),
        says=row.says,
        source=_source(last),
        points=tuple(_point(value.on, value.value) for value in values),
        aim=tuple(_point(day, value) for day, value in ends),
    )


def _figure(row: Evidence, values: Sequence[Any]) -> Figure:
    if row.metric is not None:
        return Figure(amount(values[-1].value, row.metric.unit), row.says or row.metric.name, _source(values[-1]))
    source = f"{row.source}, {_day(row.as_of_on)}" if row.as_of_on else row.source
    return Figure(amount(row.value, row.unit), row.says, source)


def _source(last: Any) -> str:
    return _("Source: %(metric)s, measured in Luotsi, last on %(day)s (%(how)s)") % {
        "metric": last.metric.name, "day": _day(last.on), "how": last.get_source_display(),
    }  # fmt: skip


def _quotes(case: Case, is_for_outside: bool) -> Iterator[Said]:
    rows = case.evidence.filter(kind=Kind.QUOTE).select_related("quote__conversation__stakeholder")
    for quote in (row.quote for row in rows if row.quote is not None and row.quote.may_be_quoted):
        if is_for_outside and not quote.may_leave_the_company:
            continue
        who = quote.conversation.stakeholder
        named = ", ".join(part for part in (who.name, who.function) if part)
        yield Said(quote.words.strip(), named if quote.shows_name else _("A colleague"), who.pk)


def _asks(case: Case) -> Iterator[Asked]:
    for ask in case.asks.select_related("of"):
        much = amount(ask.amount, ask.unit) if ask.amount is not None else ""
        yield Asked(ask.what, str(ask.get_kind_display()), ask.of.name if ask.of else "", much, ask.of_id)


def _risks(case: Case) -> Iterator[Danger]:
    for risk in case.risks.all():
        yield Danger(risk.what, risk.answer)


def _point(day: date, value: Decimal) -> Point:
    return day.isoformat(), float(value)


def _day(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
