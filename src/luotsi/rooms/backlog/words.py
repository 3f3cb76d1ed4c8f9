"""What this room's codes are called in the activity log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from luotsi.kernel.activity.words import Subject

VERBS = {
    "backlog.item_created": _("put this into the backlog"),
    "backlog.item_edited": _("changed this item"),
    "backlog.item_moved": _("moved this to place {place}"),
    "backlog.reason_given": _("said why it stands here"),
    "backlog.item_started": _("started this"),
    "backlog.item_finished": _("finished this"),
    "backlog.item_dropped": _("took this out of the list, with a reason"),
    "backlog.item_let_go": _("was the last who asked for this: it left the list"),
    "backlog.item_reopened": _("took this up again"),
    "backlog.commented": _("commented"),
    "backlog.view_saved": _("kept a view"),
    "backlog.half_life_set": _("set the half-life of confidence to {weeks} weeks"),
    "backlog.view_forgotten": _("forgot a view"),
    "backlog.forecast_made": _("made a forecast of {remaining} items"),
    "backlog.weeks_told": _("told past weeks ({count})"),
    "backlog.pace_guessed": _("guessed the team’s pace"),
    "backlog.week_marked": _("marked a week of the record"),
    "backlog.ask_link_opened": _("made a guest link to the form to ask"),
    "backlog.request_submitted": _("asked for this"),
    "backlog.request_accepted": _("accepted this into the backlog"),
    "backlog.asked_back": _("asked back"),
    "backlog.question_answered": _("answered"),
    "backlog.request_declined": _("declined this, with a reason"),
    "backlog.request_joined": _("joined this to a like request"),
    "backlog.request_parted": _("took this out of the request it was joined to"),
    "backlog.request_took_over": _("took the place of a request that was withdrawn"),
    "backlog.request_withdrawn": _("withdrew this"),
    "backlog.request_confirmed": _("said whether it is still needed: {answer}"),
    "backlog.asked_whether_needed": _("asked whether it is still needed"),
    "backlog.file_uploaded": _("uploaded a file of requests"),
    "backlog.import_started": _("started to bring in a file"),
    "backlog.requests_imported": _("brought in {added} requests from a file"),
    "backlog.import_failed": _("could not bring in a file"),
    "backlog.import_discarded": _("discarded a file"),
}
BY_GUESTS = (
    "backlog.item_let_go",
    "backlog.request_submitted",
    "backlog.question_answered",
    "backlog.request_withdrawn",
    "backlog.request_confirmed",
)
SUBJECTS = {
    "backlog.workitem": Subject(_("Work item"), "backlog:item", "title"),
    "backlog.request": Subject(_("Request"), "backlog:request", "title"),
    "backlog.importrun": Subject(_("Import"), "backlog:import", "file_name"),
    "backlog.forecastrun": Subject(_("Forecast"), "", "starts_on"),
    "backlog.weekcount": Subject(_("Week"), "", "starts_on"),
    "backlog.paceguess": Subject(_("Guess, items a week"), "", "likely"),
    "backlog.savedview": Subject(_("View"), "", "name"),
}

# The same changes as the asker reads them on the status page; what is not here is the team's own business.
TOLD = {
    "backlog.request_accepted": _("Accepted into the list"),
    "backlog.asked_back": _("The team asked back"),
    "backlog.question_answered": _("Answered"),
    "backlog.request_declined": _("Declined, with a reason"),
    "backlog.request_joined": _("Goes on with a like request"),
    "backlog.request_parted": _("Stands on its own again"),
    "backlog.request_took_over": _("Stands on its own: the request it was joined to was withdrawn"),
    "backlog.request_withdrawn": _("Withdrawn"),
    "backlog.asked_whether_needed": _("The team asked whether it is still needed"),
}
CONFIRMED = {
    "yes": _("Still needed: yes"),
    "no": _("Still needed: no; withdrawn"),
    "later": _("Still needed: later"),
}
