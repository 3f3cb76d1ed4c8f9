"""What this room draws: cases by stage, and each one's way to an answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from luotsi.kernel.charts import Spec, Stretch, stretches_chart
from luotsi.kernel.charts import stages_chart as drawn
from luotsi.rooms.cases.codes import Answer, State
from luotsi.rooms.cases.queries import Way

KINDS = {Answer.YES: "good", Answer.NOT_YET: "watch", Answer.NO: "bad"}


def stages_chart(stages: Sequence[tuple[State, int]]) -> Spec:
    return drawn(
        [(str(state.label), number) for state, number in stages],
        title=_("Cases by stage"),
        columns=[_("Stage"), _("Cases")],
    )


def ways_chart(ways: Sequence[Way]) -> Spec:
    return stretches_chart(
        [Stretch(way.case.title, way.began_on, way.ended_on, _kind(way), word_of(way)) for way in ways],
        title=_("From the first day to an answer"),
        columns=[_("Case"), _("From"), _("To"), _("Days"), _("Answer")],
    )


def word_of(way: Way) -> str:
    """The answer, or that it is on its way."""
    return str(Answer(way.answer).label) if way.answer else _("on its way")


def _kind(way: Way) -> str:
    return KINDS[Answer(way.answer)] if way.answer else "open"
