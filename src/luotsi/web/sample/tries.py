"""What Pajavire tried small: a letter that taught a lesson, a call that grew, two subject lines, mails nobody wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from luotsi.rooms.campaigns import actions
from luotsi.rooms.campaigns.drafts import CampaignDraft, Count, CriterionDraft, Told
from luotsi.rooms.campaigns.models import Batch, Campaign, Criterion
from luotsi.web.sample.aims import Aims
from luotsi.web.sample.cast import Cast
from luotsi.web.sample.timeline import Timeline

LETTER, CALL, WIDER, SUBJECTS = "letter", "call", "wider", "subjects"
MAILS, TABLE, BREAKFAST = "mails", "table", "breakfast"
WORDS = {
    LETTER: (
        "Letter to maintenance managers",
        "A letter on paper with the price of one hour’s standstill makes one manager in ten ask for a calculation.",
        "Maintenance managers of sawmills in Finland", "Two pages, signed by the service engineer of the region.",
    ),
    CALL: (
        "A call with the mill’s own figure",
        "If we name what their last standstill cost, one maintenance manager in ten takes a visit.",
        "Maintenance managers of paper mills in Finland",
        "A call by a service engineer, the figure from public records.",
    ),
    WIDER: (
        "A call with the mill’s own figure, three countries",
        "If we name what their last standstill cost, one maintenance manager in ten takes a visit, abroad as well.",
        "Maintenance managers of paper mills in Finland, Sweden and Spain",
        "A call by a service engineer in the mill’s language, the figure from public records.",
    ),
    SUBJECTS: (
        "Two subject lines for the service letter",
        "Readers open a service letter rather for a question about their own mill than for our news.",
        "Customers with a service contract", "A: our news of the month. B: one question about their own line.",
    ),
    MAILS: (
        "Cold mails to palm oil mills",
        "One palm oil mill in ten answers a mail about vibration monitoring.",
        "Plant managers of palm oil mills on Sumatra", "Three sentences in Indonesian and a link to the pilot in Riau.",
    ),
    TABLE: (
        "A table at the maintenance evening",
        "Five of eighty guests book a visit of our engineer on the spot.",
        "Guests of the maintenance evening in Karaganda", "A gearbox that hums, and a sheet to sign up.",
    ),
    BREAKFAST: (
        "Breakfast at the mill",
        "Shift leaders who eat with our engineer name us when the next gearbox is chosen.",
        "Shift leaders of four mills around Tampere", "Porridge at half past five, no slides.",
    ),
}  # fmt: skip
NO_LETTERS = (
    "Maintenance managers do not read letters: three of sixty remembered it when called. What they asked on the phone "
    "was what their own last standstill had cost. Next time by phone, with that figure."
)
GROWN = "The figure opens the door; the visit must follow within a week, or they forget."


@dataclass
class Tries:
    """Campaigns by their short names, once they have begun."""

    made: dict[str, Campaign] = field(default_factory=dict)

    def now(self, name: str) -> Campaign:
        return Campaign.objects.get(pk=self.made[name].pk)


def attempt(timeline: Timeline, cast: Cast, aims: Aims) -> None:
    """Note everything that was tried."""
    tries = Tries()
    begin = partial(_begin, tries, cast, aims, timeline)
    timeline.note(150, lambda at: begin(LETTER, 150, 50, 60, "", {"name": "Asked for a calculation"}, at))
    timeline.note(118, lambda at: _send(tries, cast, LETTER, "." * 60, at, days=18))
    timeline.note(100, lambda at: _abort(tries, cast, at))
    timeline.note(92, lambda at: begin(CALL, 92, 45, 60, "b2", {"name": "Took a visit"}, at))
    timeline.note(80, lambda at: _send(tries, cast, CALL, "n.y.n.y..ny.yn..y.n.y", at, days=8, code="took_a_visit"))
    timeline.note(50, lambda at: _grow(tries, cast, aims, timeline, at))
    timeline.note(
        40, lambda at: _send(tries, cast, WIDER, ".n..y.n....n.y..n..n....y.n..", at, days=6, code="took_a_visit")
    )
    timeline.note(
        12, lambda at: _send(tries, cast, WIDER, "n...y....n..y.n...n...y..", at, days=6, first=40, code="took_a_visit")
    )
    timeline.note(
        44,
        lambda at: begin(
            SUBJECTS,
            44,
            60,
            400,
            "",
            {"name": "Answered the question", "kind": Criterion.Kind.COMPARE, "target": Decimal("0.2")},
            at,
        ),
    )
    timeline.note(25, lambda at: _compare(tries, cast, at))
    timeline.note(37, lambda at: begin(MAILS, 37, 60, 200, "c1", {"name": "Answered"}, at))
    timeline.note(9, lambda at: _send(tries, cast, MAILS, "." * 70, at, days=26))
    timeline.note(
        20,
        lambda at: begin(
            TABLE, 20, 30, 80, "", {"name": "Booked a visit", "kind": Criterion.Kind.GOAL, "target": Decimal(5)}, at
        ),
    )
    timeline.note(6, lambda at: _count(tries, cast, 42, 2, at))
    timeline.note(
        4,
        lambda at: begin(
            BREAKFAST, -7, 40, 24, "", {"name": "Named us first", "target": Decimal("0.3")}, at, is_started=False
        ),
    )
    timeline.note(1, lambda at: actions.look_at_all(at=at))


def _begin(
    tries: Tries, cast: Cast, aims: Aims, timeline: Timeline, name: str, days: int, length: int, contacts: int,
    outcome: str, criterion: dict[str, object], at: datetime, *, is_started: bool = True,
) -> None:  # fmt: skip
    draft = _draft(name, timeline.day(days), length, contacts, aims.outcomes.get(outcome))
    campaign = actions.add_campaign(draft=draft, by=cast.lead, at=at)
    share = criterion.get("kind", Criterion.Kind.RATE) == Criterion.Kind.RATE
    target = criterion.get("target", Decimal("0.1"))
    assert isinstance(target, Decimal)
    zone = {"floor": (target / 2).quantize(Decimal("0.001")), "ceiling": target * 3 / 2} if share else {}
    given = CriterionDraft(**{"target": target, **zone, **criterion})  # type: ignore[arg-type]
    actions.add_criterion(campaign=campaign, draft=given, by=cast.lead, at=at)
    if is_started:
        actions.start_campaign(campaign=campaign, by=cast.lead, at=at)
    tries.made[name] = campaign


def _draft(name: str, starts_on: object, length: int, contacts: int, outcome: object) -> CampaignDraft:
    title, hypothesis, audience, content = WORDS[name]
    assert hasattr(starts_on, "year")
    return CampaignDraft(
        title=title, hypothesis=hypothesis, audience=audience, content=content, contacts_planned=contacts,
        starts_on=starts_on, ends_on=starts_on + timedelta(days=length), outcome=outcome,  # type: ignore[arg-type,operator]
        fixed_cost=Decimal(120), contact_cost=Decimal("6.50") if name in (CALL, WIDER) else Decimal("1.80"),
    )  # fmt: skip


def _send(
    tries: Tries, cast: Cast, name: str, answers: str, at: datetime, *, days: int, first: int = 1, code: str = ""
) -> None:
    """A file of results: y took it, n declined, a dot has not answered; evenly over the days before."""
    campaign = tries.now(name)
    step = timedelta(days=days) / len(answers)
    told = [
        Told(
            contact=f"{name}-{number:03}",
            invited_at=at - timedelta(days=days) + step * (number - first),
            values={code: Decimal(letter == "y")} if letter in "yn" and code else {},
            answered_at=None,
            line=number,
        )
        for number, letter in enumerate(answers, start=first)
    ]
    _record(campaign, told, cast, at)


def _compare(tries: Tries, cast: Cast, at: datetime) -> None:
    told = [
        Told(
            contact=f"service-{number:03}",
            invited_at=at - timedelta(days=17) + timedelta(hours=number),
            values={"answered_the_question": Decimal(_says_yes(number))},
            arm="AB"[number % 2],
            line=number,
        )
        for number in range(1, 181)
    ]
    _record(tries.now(SUBJECTS), told, cast, at)


def _says_yes(number: int) -> bool:
    """Every ninth of arm A, every sixth of arm B."""
    return number // 2 % 6 == 1 if number % 2 else number // 2 % 9 == 4


def _record(campaign: Campaign, told: Iterable[Told], cast: Cast, at: datetime) -> None:
    actions.record_results(
        campaign=campaign, told=list(told), source=Batch.Source.FILE, by=cast.users["tuomas"], at=at, name="results.csv"
    )


def _count(tries: Tries, cast: Cast, invited: int, booked: int, at: datetime) -> None:
    criterion = tries.now(TABLE).criteria.get(code="booked_a_visit")
    actions.count_by_hand(
        campaign=tries.now(TABLE), counts=[Count(criterion, invited, booked)], by=cast.users["lucia"], at=at
    )


def _abort(tries: Tries, cast: Cast, at: datetime) -> None:
    closed = actions.abort_campaign(campaign=tries.now(LETTER), lesson=NO_LETTERS, by=cast.lead, at=at)
    actions.share_campaign(campaign=closed, by=cast.lead, at=at)


def _grow(tries: Tries, cast: Cast, aims: Aims, timeline: Timeline, at: datetime) -> None:
    parent = tries.now(CALL)
    draft = _draft(WIDER, timeline.day(50), 120, 400, aims.outcomes["c1"])
    child = actions.scale_campaign(campaign=parent, draft=draft, lesson=GROWN, by=cast.lead, at=at)
    tries.made[WIDER] = actions.start_campaign(campaign=child, by=cast.lead, at=at)
    actions.share_campaign(campaign=child, by=cast.lead, at=at)
    actions.share_campaign(campaign=tries.now(CALL), by=cast.lead, at=at)
