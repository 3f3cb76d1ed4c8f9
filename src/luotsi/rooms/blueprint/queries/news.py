"""What is otherwise since a plan was made: leave, people, decisions, items that changed or overran, new musts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from luotsi.kernel.activity.models import Entry, reference_to
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.models import PlanRun
from luotsi.rooms.blueprint.queries.documents import Draft

OPEN_STATES = ("waiting", "in_progress")
PUT_BACK = "blueprint.put_back"
ABOUT = {
    "blueprint.leave_added": "leave", "blueprint.leave_removed": "leave",
    "blueprint.member_saved": "people", "blueprint.member_left": "people", "blueprint.member_returned": "people",
    "blueprint.members_pasted": "people",
    "blueprint.holiday_added": "capacity", "blueprint.holiday_removed": "capacity", "blueprint.skill_saved": "capacity",
    "blueprint.skill_removed": "capacity", "blueprint.recipe_saved": "capacity",
    "blueprint.item_pinned": "decided", "blueprint.item_unpinned": "decided", "blueprint.item_excluded": "decided",
    "blueprint.item_readmitted": "decided", "blueprint.weeks_forbidden": "decided", "blueprint.edited": "decided",
    PUT_BACK: "decided",
}  # fmt: skip
EACH_COUNTS = ("decided",)  # the others are counted by the person or thing they are about


@dataclass(frozen=True, slots=True)
class News:
    """How much of each kind is new, by code."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.counts.values())


def news_since(plan: PlanRun, draft: Draft, on: date) -> News:
    """Two queries; the rows of the draft are there already."""
    versions = plan.facts["versions"]
    known = [slot.work_item for slot in draft.slots] + [left.work_item for left in draft.left_out]
    weeks = range(draft.blueprint.week_of(timezone.localdate(plan.asked_at)), draft.blueprint.week_of(on))
    return News(
        {
            **_recorded(plan, draft),
            "changed": sum(versions.get(str(item.pk), item.version) != item.version and item.state == "waiting"
                           for item in known),
            "overrun": sum(slot.end in weeks and slot.work_item.state in OPEN_STATES for slot in draft.slots),
            "musts": len(draft.unweighed_musts),
            "entered": backlog.open_since(plan.asked_at),
        }
    )  # fmt: skip


def _recorded(plan: PlanRun, draft: Draft) -> Counter[str]:
    found: dict[str, set[object]] = defaultdict(set)
    entries = Entry.objects.filter(at__gt=plan.asked_at, verb__in=list(ABOUT)).order_by("pk")
    own, pins = reference_to(draft.blueprint), defaultdict[object, set[object]](set)
    for pk, verb, subject, details in entries.values_list("pk", "verb", "subject", "details"):
        code = ABOUT[verb]
        if code not in EACH_COUNTS:
            found[code].add(subject)
        elif subject == own and verb == PUT_BACK:
            found[code] -= set().union(*(pins[item] for item in details.get("items", ())))
        elif subject == own:
            found[code].add(pk)
            if verb == "blueprint.item_pinned":
                pins[details.get("item")].add(pk)
    return Counter({code: len(subjects) for code, subjects in found.items()})
