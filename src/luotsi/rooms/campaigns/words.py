"""What this room's codes are called: in the activity log, and where a verdict is said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.kernel.activity.words import Subject
from luotsi.rooms.campaigns.models import Campaign, Verdict

VERBS = {
    "campaigns.added": _("began this campaign"),
    "campaigns.edited": _("changed this campaign"),
    "campaigns.started": _("started this campaign"),
    "campaigns.horizon_changed": _("changed how many contacts are planned, with results in sight ({contacts})"),
    "campaigns.criterion_added": _("added a criterion"),
    "campaigns.criterion_edited": _("changed a criterion"),
    "campaigns.criterion_weakened": _("changed a criterion with results in sight"),
    "campaigns.criterion_removed": _("removed a criterion"),
    "campaigns.order_drawn": _("drew the order of invitations ({count})"),
    "campaigns.results_recorded": _("recorded results ({contacts} invited, {answers} answers)"),
    "campaigns.counted": _("counted by hand ({contacts} invited, {answers} yes)"),
    "campaigns.taken_back": _("took a delivery of results back"),
    "campaigns.says_continue": _("said “continue” of this campaign"),
    "campaigns.says_scale": _("said “scale” of this campaign"),
    "campaigns.says_abort": _("said “abort” of this campaign"),
    "campaigns.says_inconclusive": _("said “inconclusive” of this campaign"),
    "campaigns.scaled": _("scaled this campaign"),
    "campaigns.aborted": _("aborted this campaign and wrote its lesson"),
    "campaigns.undecided": _("ended this campaign undecided and wrote its lesson"),
    "campaigns.shared": _("let everybody read its verdict and lesson"),
    "campaigns.unshared": _("keeps its verdict with the team"),
    "campaigns.secret_renewed": _("gave its webhook a new address"),
}
SUBJECTS = {"campaigns.campaign": Subject(_("Campaign"), "campaigns:campaign", "title")}

Word, Ending = Verdict.Word, Campaign.Ending
# code -> (kind of the chip, word)
CHIPS: dict[str, tuple[str, Any]] = {
    Word.SCALE: ("good", pgettext_lazy("verdict", "Scale")),
    Word.CONTINUE: ("idle", pgettext_lazy("verdict", "Continue")),
    Word.ABORT: ("bad", pgettext_lazy("verdict", "Abort")),
    Word.INCONCLUSIVE: ("watch", pgettext_lazy("verdict", "Inconclusive")),
    Ending.SCALED: ("good", pgettext_lazy("campaign", "Scaled")),
    Ending.ABORTED: ("bad", pgettext_lazy("campaign", "Aborted")),
    Ending.UNDECIDED: ("watch", pgettext_lazy("campaign", "Ended undecided")),
    "draft": ("idle", pgettext_lazy("campaign", "Not started")),
}
GUARANTEES: dict[str, Any] = {
    "calibrated": _("computed exactly, step by step, for the contacts planned"),
    "any_horizon": _("holds for any number of contacts"),
    "horizon_changed": _("computed anew for the contacts still to come, so that both errors stay as small"),
    "target_changed": _(
        "the weaker rule that holds for all targets at once, because the target was changed with results in sight"
    ),
    "betting": _("by betting on the amounts; holds for any number of contacts"),
    "betting_and_rate": _("by betting on the amounts, and on how many buy at all"),
    "gamma_mixture": _("for counts over time, with the unevenness of earlier weeks"),
    "assumed_dispersion": _("for counts over time; how uneven weeks are is assumed, not measured"),
    "predictive": _("by what is still possible until the end"),
}
REASONS: dict[str, Any] = {
    "too_few": _("too few contacts so far for either verdict"),
    "pending_only": _("nobody has answered or run out of time yet"),
    "window_open": _("some may still answer; silence is not counted as a no before their time is over"),
    "crossed_scale": _("crossed the boundary for scaling"),
    "crossed_abort": _("crossed the boundary for aborting"),
    "on_track": _("on track for its number"),
    "out_of_reach": _("the number cannot be reached any more"),
    "reached": _("the number is reached"),
    "too_short_to_scale": _("as planned it can never come to a scale"),
    "too_short_to_abort": _("as planned it can never come to an abort"),
    "target_changed": _("its target was changed with results in sight"),
    "horizon_changed": _("its plan of contacts was changed"),
    "window_unknown": _("nobody said how long an answer may take, so silence is never a no before the end"),
    "no_cap": _("without a largest amount it cannot come to an abort"),
    "dispersion_assumed": _("how uneven weeks are is assumed"),
    "undecided_at_end": _("it ended between its boundaries"),
    "waits_for_answers": _("it has ended; answers may still come in"),
    "no_zone": _("strict: no zone between bad and good"),
}
WEAK: dict[str, Any] = {
    "only_output": _(
        "What decides counts what we put out ourselves (sent, posted, shown). "
        "That can be counted, but it is never a sign that anything works."
    ),
    "no_must": _("Nothing decides yet: add a criterion that does."),
    "cannot_scale": _("With so few contacts “{criterion}” can never come to a scale."),
    "cannot_abort": _("With so few contacts “{criterion}” can never come to an abort."),
    "target_not_a_share": _("The target of “{criterion}” is no share between 0 % and 100 %."),
    "goal_above_contacts": _("“{criterion}” wants more than there are contacts."),
    "goal_too_large": _(
        "“{criterion}” is too large a number among so many contacts. Ask for the share of them instead."
    ),
    "no_cap": _("Without a largest amount “{criterion}” can scale, but never abort."),
    "no_response_days": _(
        "Nobody said how long an answer may take for “{criterion}”: silence is no answer, "
        "so it cannot abort before the end."
    ),
    "zone_outside_target": _("The zone of “{criterion}” does not hold its target."),
    "unknown_of": _("“{criterion}” is counted among something that is not here."),
    "twice_named": _("“{criterion}” is there twice."),
}  # fmt: skip
FAULTS: dict[str, Any] = {
    "duplicate": _("there twice"),
    "outcome_before_invitation": _("answered before the invitation"),
    "outcome_in_future": _("answered in the future"),
    "invited_in_future": _("invited in the future"),
    "before_start": _("invited before the campaign began"),
    "after_end": _("invited after the campaign’s end"),
    "impossible_date": _("a day that cannot be"),
    "not_a_yes_or_no": _("neither yes nor no"),
    "not_an_amount": _("no amount"),
    "negative_amount": _("an amount below 0"),
    "result_without_parent": _("counted among a yes that is not there"),
}
