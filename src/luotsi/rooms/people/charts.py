"""What this room draws: the endorsement picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from luotsi.kernel.charts import Spec, Stand, standing_chart
from luotsi.rooms.people.codes import Strength
from luotsi.rooms.people.queries import Picture


def picture_chart(picture: Picture) -> Spec:
    """Influence upwards, endorsement to the right; a line shows where somebody came from within the quarter."""
    return standing_chart(
        [
            Stand(
                name=one.stakeholder.name,
                height=one.stakeholder.influence or 0,
                places=tuple(strength.place for strength in ((one.before,) if one.before else ()) + one.steps),
            )
            for one in picture.drawn
        ],
        words=[str(strength.label) for strength in Strength],
        title=_("Influence against endorsement, %(quarter)s") % {"quarter": picture.quarter.code},
        height_title=_("influence"),
        agreed_label=_("counts as agreement"),
        agreed_from=Strength.FULL.place,
        columns=[_("Stakeholder"), _("Influence"), _("Before"), _("Now")],
    )
