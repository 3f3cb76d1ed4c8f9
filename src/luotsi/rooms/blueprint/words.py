"""What this room's codes are called in the activity log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from luotsi.kernel.activity.words import Subject

VERBS = {
    "blueprint.members_pasted": _("brought in {count} people of the team"),
    "blueprint.member_saved": _("changed a person’s hours or skills"),
    "blueprint.member_left": _("noted that somebody left the team"),
    "blueprint.member_returned": _("noted that somebody is back in the team"),
    "blueprint.skill_saved": _("changed a skill"),
    "blueprint.skill_removed": _("removed a skill"),
    "blueprint.leave_added": _("noted leave"),
    "blueprint.leave_removed": _("took leave back"),
    "blueprint.holiday_added": _("noted a holiday"),
    "blueprint.holiday_removed": _("took a holiday back"),
    "blueprint.recipe_saved": _("changed a recipe"),
    "blueprint.way_added": _("described a way of doing this"),
    "blueprint.way_removed": _("took a way of doing this back"),
    "blueprint.begun": _("began this Blueprint"),
    "blueprint.edited": _("changed the frame of this Blueprint"),
    "blueprint.item_pinned": _("pinned an item"),
    "blueprint.item_unpinned": _("took a pin away"),
    "blueprint.item_excluded": _("left an item out of this quarter"),
    "blueprint.item_readmitted": _("let an item back into this quarter"),
    "blueprint.weeks_forbidden": _("closed weeks to an item"),
    "blueprint.plan_asked": _("asked for a plan"),
    "blueprint.plan_stopped": _("was content with the best plan so far"),
    "blueprint.put_back": _("put the draft back as it was before a plan"),
    "blueprint.planned": _("has a new plan with {items} items"),
    "blueprint.scenario_asked": _("asked for a scenario"),
    "blueprint.scenario_solved": _("has a plan for a scenario"),
    "blueprint.scenario_adopted": _("made a scenario’s plan the draft"),
    "blueprint.scenario_removed": _("removed a scenario"),
    "blueprint.shares_set": _("changed the least shares of goals and departments"),
    "blueprint.published": _("published version {number}"),
    "blueprint.link_opened": _("made a guest link to version {number}"),
}
SUBJECTS = {
    "blueprint.blueprint": Subject(_("Blueprint"), "blueprint:show", "starts_on"),
    "blueprint.teammember": Subject(_("Person of the team"), "blueprint:member"),
    "blueprint.skill": Subject(_("Skill"), "blueprint:skill"),
    "blueprint.holiday": Subject(_("Holiday"), "", "name"),
}
