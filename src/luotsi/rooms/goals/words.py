"""What this room's codes are called in the activity log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from luotsi.kernel.activity.words import Subject

VERBS = {
    "goals.goal_added": _("added this goal"),
    "goals.goal_edited": _("changed this goal"),
    "goals.goal_given_up": _("gave this goal up"),
    "goals.goal_taken_up": _("took this goal up again"),
    "goals.guidepoint_added": _("wrote this Guidepoint"),
    "goals.guidepoint_edited": _("changed this Guidepoint"),
    "goals.outcome_added": _("added this outcome"),
    "goals.outcome_edited": _("changed this outcome"),
    "goals.outcome_removed": _("removed an outcome"),
    "goals.agreement_recorded": _("recorded where a stakeholder stands"),
    "goals.question_escalated": _("took a question up"),
    "goals.question_answered": _("kept the answer to a question"),
    "goals.metric_added": _("added this metric"),
    "goals.metric_edited": _("changed this metric"),
    "goals.measured": _("recorded values ({count})"),
    "goals.measurement_removed": _("removed a value"),
}
SUBJECTS = {
    "goals.goal": Subject(_("Goal"), "goals:goal", "title"),
    "goals.guidepoint": Subject(_("Guidepoint"), "goals:guidepoint", "statement"),
    "goals.outcome": Subject(_("Outcome"), "goals:outcome", "title"),
    "goals.metric": Subject(_("Metric"), "goals:metric"),
}
