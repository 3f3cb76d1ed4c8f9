"""What this room draws: an aim's measurements on their way to the target."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from luotsi.kernel.charts import Spec, line_to_target
from luotsi.rooms.goals.models import Aim, Measurement


def way_chart(aim: Aim, values: Sequence[Measurement]) -> Spec:
    """The measured line beside the even pace."""
    return line_to_target(
        [(value.on, float(value.value)) for value in values],
        baseline=(aim.starts_on, float(aim.baseline)),
        target=(aim.by_on, float(aim.target)),
        title=str(aim.metric),
        unit=aim.metric.unit,
        target_label=_("target"),
        pace_label=_("even pace"),
        columns=[_("Day"), _("Measured"), _("Even pace")],
    )
