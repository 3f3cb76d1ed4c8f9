"""What this room's codes are called in the activity log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from luotsi.kernel.activity.words import Subject

VERBS = {
    "people.stakeholder_added": _("entered this person"),
    "people.stakeholder_edited": _("changed who this is"),
    "people.stakeholder_left": _("noted that this person left"),
    "people.stakeholder_came_back": _("noted that this person is back"),
}
SUBJECTS = {"people.stakeholder": Subject(_("Stakeholder"), "people:stakeholder")}
