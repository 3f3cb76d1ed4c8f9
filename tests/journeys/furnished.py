"""The workspace that journeys look at: every kind of row once at least, as of today. `python -m tests.journeys.furnished`
fills the database that the environment names and prints, as JSON, an address for every page and a session per reader.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import django

SEED_WEEKS = (3, 5, 2, 4, 6, 3, 4, 2, 5, 4, 3, 6, 4, 5, 3, 2, 4, 5, 6, 4, 3, 5, 4, 2, 5, 4)
OUTCOMES = ("Plant managers book a first talk", "Partners in Spain sell without us", "Customers renew without a call")
REASONS = (
    "Nobody reads printed guides at this fair; last year we brought four boxes home.",
    "The numbers behind it are being audited until January. Before that we would have to take it back.",
)


def fill(at: datetime) -> None:
    """Everything, in the order a team would have done it."""
    people = make_people(at)
    outcomes = make_goals(at, people)
    bring_in_requests(at, people["liisa"])
    triage(at, people, outcomes)
    finish_some(at, people["mikko"])
    tell_volume(at, people["liisa"])
    leave_files(at, people["liisa"])
    open_doors(at, people)
    talk(at, people)
    plan(at, people["liisa"])
    try_small(at, people)
    gather_news(at, people)
    argue_cases(at, people)


def make_people(at: datetime) -> dict[str, Any]:
    from luotsi.rooms.people import actions
    from tests.world import CAST, person

    people = {who: person(who) for who in CAST}
    for who, department in (("sara", "Sales"), ("omar", "Product"), ("eva", "Management"), ("aino", "Sales")):
        user = people[who]
        identity = actions.Identity(user.name, user.email, department=department, function="Head")
        actions.add_stakeholder(identity=identity, by=people["liisa"], at=at)
    gone = actions.add_stakeholder(identity=actions.Identity("Outi Oja"), by=people["liisa"], at=at)
    actions.mark_left(stakeholder=gone, on=at.date(), by=people["liisa"], at=at)
    return people


def make_goals(at: datetime, people: dict[str, Any]) -> list[Any]:
    """A living, a given-up and an expired goal; a Guidepoint of three outcomes with its measurements."""
    from luotsi.rooms.goals import actions, agreeing
    from luotsi.rooms.goals.models import Metric, Strength
    from luotsi.rooms.people.queries import Stakeholder
    from tests import world

    day = at.date()
    span: dict[str, Any] = {"starts_on": day - timedelta(days=150), "by_on": day + timedelta(days=210)}
    goal = world.goal(**span, expires_on=day + timedelta(days=240), created_at=at, owner=stakeholder("Eva Ekström"))
    tired = world.goal("A fair in every country", **span, expires_on=day + timedelta(days=240), created_at=at)
    actions.give_up_goal(goal=tired, by=people["liisa"], at=at)
    old = {"starts_on": day - timedelta(days=500), "by_on": day - timedelta(days=150)}
    world.goal("Be found at all", **old, expires_on=day - timedelta(days=140), created_at=at)
    world.metric("Posts written", kind=Metric.Kind.OUTPUT)
    guidepoint = world.guidepoint(
        starts_on=day - timedelta(days=45), ends_on=day + timedelta(days=150), created_at=at, stated_at=at
    )
    world.guidepoint("We write four posts a week.", starts_on=day - timedelta(days=200),
                     ends_on=day - timedelta(days=46), created_at=at, stated_at=at)  # fmt: skip
    outcomes = [make_outcome(n, title, guidepoint, goal, day, at) for n, title in enumerate(OUTCOMES)]
    everybody = list(Stakeholder.objects.filter(left_on__isnull=True).order_by("pk"))
    for who, strength in zip(everybody, Strength, strict=False):
        agreeing.record_agreement(guidepoint=guidepoint, stakeholder=who, strength=strength, by=people["liisa"], at=at)
    asked = {"guidepoint": guidepoint, "asked_of": everybody[0], "by": people["liisa"], "at": at}
    answered = agreeing.escalate(question="Renewals or new industries: which first?", **asked)
    agreeing.answer_escalation(escalation=answered, answer="Renewals, until March.", by=people["eva"], at=at)
    agreeing.escalate(question="May partners see our prices?", **asked)
    return outcomes


def stakeholder(name: str) -> Any:
    from luotsi.rooms.people.queries import Stakeholder

    return Stakeholder.objects.get(name=name)


def make_outcome(n: int, title: str, guidepoint: Any, goal: Any, day: date, at: datetime) -> Any:
    from tests import world

    metric = world.metric(("First talks", "Partner deals", "Renewals without a call")[n])
    for week in range(6):
        world.measurement(4 + week * (n + 1) * 0.8, day - timedelta(days=42 - 7 * week), metric, recorded_at=at)
    return world.outcome(
        title, guidepoint=guidepoint, goal=goal, metric=metric,
        starts_on=day - timedelta(days=45), by_on=day + timedelta(days=40 + 30 * n),
    )  # fmt: skip


def bring_in_requests(at: datetime, lead: Any) -> None:
    from luotsi.rooms.backlog import actions
    from tests.journeys.served import ROOT

    lines = (ROOT / "tests/data/requests_own.csv").read_text(encoding="utf-8").splitlines()
    pile = "\n".join(lines[:180]).encode()
    actions.import_requests(pile, "requests_own.csv", by=lead, at=at - timedelta(days=100))


def triage(at: datetime, people: dict[str, Any], outcomes: list[Any]) -> None:
    """Most of the pile accepted, with efforts and worths; some asked back, declined, joined, withdrawn."""
    from luotsi.rooms.backlog import actions
    from luotsi.rooms.backlog.models import Request
    from tests.world_backlog import request

    own = [
        request(title, asker=people["sara"], at=at - timedelta(days=40 - n), wanted=title)
        for n, title in enumerate(("Hotels in Lapland renew by themselves", "Welders find our training", "A leaflet"))
    ]
    actions.confirm_needed(own[0], answer="yes", by=people["sara"], at=at)
    pile = list(Request.objects.filter(state="new").exclude(pk__in=[r.pk for r in own]).order_by("pk"))
    for n, asked in enumerate([own[0], *pile[:30]]):
        accept(n, asked, at - timedelta(days=max(1, 30 - n)), people, outcomes)
    first = list(ranked()[:2])
    again = (at + timedelta(days=60)).date()
    for n, asked in enumerate([own[2], *pile[30:34]]):
        actions.decline_request(asked, reason=REASONS[n % 2], goes_first=first[n % 2], look_again_on=again,
                                by=people["liisa"], at=at)  # fmt: skip
    for asked in (own[1], *pile[34:36]):
        actions.ask_back(
            asked, text="Which of the two audiences first, and how will we know?", by=people["mikko"], at=at
        )
    actions.join_request(pile[36], own[0], same_work=True, by=people["liisa"], at=at)
    actions.withdraw_request(pile[37], by=people["liisa"], at=at)
    actions.comment_on_request(pile[38], text="Ask Omar what the audit said.", by=people["mikko"], at=at)


def ranked() -> Any:
    from luotsi.rooms.backlog.models import WorkItem

    return WorkItem.objects.ranked()


def accept(n: int, asked: Any, at: datetime, people: dict[str, Any], outcomes: list[Any]) -> None:
    from luotsi.rooms.backlog import actions
    from luotsi.rooms.backlog.actions import ItemFields

    low = None if n % 9 == 5 else Decimal(4 + (n * 7) % 40)
    fields = ItemFields(
        title=asked.title[:300],
        description="Two audiences, one page." if n % 3 == 0 else "",
        worths={} if n % 5 == 4 else {outcomes[n % 3].pk: Decimal(2 + (n * 3) % 8)},
        moscow=("must", "should", "could", "", "wont")[n % 5],
        deliverable=asked.deliverable,
        confidence=Decimal("0.7"),
        effort_low_hours=low,
        effort_high_hours=low and low * 2,
        owner=people["mikko"] if n % 4 == 0 else None,
    )
    actions.accept_request(asked, fields=fields, by=people["liisa"], at=at)


def finish_some(at: datetime, member: Any) -> None:
    """Some months of finished work, one item in hand, a departure with and one without a reason."""
    from luotsi.rooms.backlog import actions

    items = list(ranked())
    for n, item in enumerate(items[-7:-1]):
        spent = Decimal(6 + 3 * n)
        actions.finish_item(item, spent_hours=spent, by=member, at=at - timedelta(days=12 * n))
    actions.drop_item(items[-1], reason="The fair was cancelled.", by=member, at=at)
    actions.start_item(items[0], by=member, at=at - timedelta(days=3))
    actions.move_item(items[15], place=2, reason="The customer's board meets in two weeks.", by=member, at=at)
    actions.move_item(items[16], place=4, reason="", by=member, at=at)
    actions.add_comment(items[0], text="The numbers are in; the story is not.", by=member, at=at)
    actions.save_view(name="Musts", query="moscow=must", is_shared=True, by=member, at=at)


def tell_volume(at: datetime, lead: Any) -> None:
    from luotsi.rooms.backlog import actions
    from luotsi.rooms.backlog.actions import ToldWeek
    from luotsi.values import monday_of

    this_week = monday_of(at.date())
    weeks = [
        ToldWeek(this_week - timedelta(weeks=len(SEED_WEEKS) - n), done, max(1, done - n % 3))
        for n, done in enumerate(SEED_WEEKS)
    ]
    actions.tell_weeks(weeks, by=lead, at=at)
    actions.guess_pace(low=2, likely=4, high=6, by=lead, at=at)
    for ago in (70, 35, 0):
        day = at - timedelta(days=ago)
        actions.make_forecast(at=day, on=day.date(), by=lead)


def leave_files(at: datetime, lead: Any) -> None:
    """A file to be mapped, one whose import failed, one that waits for the worker; a job that was cancelled."""
    from luotsi.kernel.jobs.actions import cancel, enqueue
    from luotsi.rooms.backlog import actions
    from luotsi.rooms.backlog.models import ImportRun
    from tests.journeys.served import ROOT

    samples = ROOT / "tests/data/imports"
    content = {name: (samples / name).read_bytes() for name in ("plain.csv", "jira.csv", "asana.csv")}
    runs = [actions.upload_file(chunks=[data], name=name, by=lead, at=at) for name, data in content.items()]
    fault = {"file": "jira.csv", "text": "“32.13.2026” is no date.", "line": 4, "column": "Due date", "code": "date",
             "advice": "Write 2026-12-31."}  # fmt: skip
    ImportRun.objects.filter(pk=runs[1].pk).update(state="failed", faults=[fault])
    waiting = enqueue("backlog.forecast", by=lead, at=at, run_after=at + timedelta(days=1))
    ImportRun.objects.filter(pk=runs[2].pk).update(state="queued", job=waiting)
    cancel(enqueue("backlog.forecast", by=lead, at=at, run_after=at + timedelta(days=1)), by=lead, at=at)


def open_doors(at: datetime, people: dict[str, Any]) -> None:
    """What the settings pages list: tokens and guest links."""
    from luotsi.kernel.accounts import guests, tokens
    from luotsi.kernel.accounts.models import Scope

    tokens.make_token(user=people["liisa"], name="Numbers from the CRM", scope=Scope.WRITE, days=90, at=at)
    guests.open_link("/ask/", by=people["liisa"], at=at, label="For the partners in Spain")


def talk(at: datetime, people: dict[str, Any]) -> None:
    """Roles and weights, a conversation held and one planned with half a draft, an investment half way, a domain."""
    from luotsi.rooms.people import actions
    from luotsi.rooms.people.actions import Identity, InvestmentDraft, ObjectionDraft, QuoteDraft, RoleDraft

    lead, sara = people["liisa"], stakeholder("Sara Salo")
    by: dict[str, Any] = {"by": lead, "at": at}
    actions.add_stakeholder(identity=Identity(lead.name, lead.email, department="Marketing"), **by)
    roles = [RoleDraft("influencer"), RoleDraft("detractor", "apathetic")]
    actions.place(stakeholder=sara, roles=roles, influence=4, interest=2, **by)
    eva = stakeholder("Eva Ekström")
    actions.place(stakeholder=eva, roles=[RoleDraft("decision_maker")], influence=5, interest=3, **by)
    for strength, days in (("not_a_no", 100), ("lukewarm", 3)):
        day = at - timedelta(days=days)
        held = actions.plan_conversation(stakeholder=sara, held_by=lead, on=day.date(), purpose="Renewals", **by)
        actions.note_conversation(
            conversation=held, notes="Listens.", needs=["A figure a quarter"], endorsement=strength,
            objections=[ObjectionDraft("Who pays for it?", "That her team pays.")], evidence="She asked for figures.",
            quotes=[QuoteDraft("Show me a number.", "inside")], by=lead, at=day,
        )  # fmt: skip
    omar = stakeholder("Omar Onwudiwe")
    planned = actions.plan_conversation(
        stakeholder=omar, held_by=lead, on=at.date() + timedelta(days=2), purpose="First stories", **by
    )
    actions.keep_draft(conversation=planned, draft={"notes": "Half of it"})
    draft = InvestmentDraft("hours", "Two engineers for interviews", Decimal(12), "h")
    actions.agree_investment(investment=actions.offer_investment(stakeholder=sara, draft=draft, **by), **by)
    actions.offer_investment(stakeholder=sara, draft=InvestmentDraft("advocacy", "A word to the board"), **by)
    actions.add_customer_domain(domain="customer.example", **by)
    actions.open_feed(user=lead, at=at)


def plan(at: datetime, lead: Any) -> None:
    """A quarter from this Monday on, planned by the worker's own code and published."""
    from luotsi.kernel.jobs import worker
    from luotsi.rooms.blueprint import actions
    from luotsi.rooms.blueprint.actions import Frame
    from luotsi.rooms.blueprint.rules import read_members
    from luotsi.rooms.blueprint.rules.scenarios import Changes
    from luotsi.values import monday_of
    from tests.world_blueprint import TEAM

    actions.paste_members(read_members(TEAM), by=lead, at=at)
    blueprint = actions.begin_blueprint(frame=Frame(starts_on=monday_of(at.date())), by=lead, at=at)
    actions.ask_for_plan(blueprint, by=lead, at=at, on=at.date(), time_limit_seconds=5)
    worker.drain()
    blueprint.refresh_from_db()
    missing = [item["id"] for item in actions.musts_left_out(drafted(blueprint))]
    actions.publish(blueprint, note="First version", acknowledged=missing, by=lead, at=at)
    tried: dict[str, Any] = {"name": "One more designer", "changes": Changes(hours={"designer": 1.5})}
    actions.ask_for_scenario(blueprint, **tried, by=lead, at=at, time_limit_seconds=1)
    worker.drain()


def try_small(at: datetime, people: dict[str, Any]) -> None:
    """A campaign that runs, one not started, one closed whose lesson everybody may read."""
    from luotsi.rooms.campaigns import actions
    from tests.world_campaigns import campaign, record

    dates = {"starts_on": at.date() - timedelta(days=21), "ends_on": at.date() + timedelta(days=21)}
    began, since = at - timedelta(days=21), at - timedelta(days=20)
    closed = campaign(title="Posters in the canteen", at=began, **dates)
    record(closed, "." * 50, at=at, since=since)
    actions.abort_campaign(campaign=closed, lesson="Nobody reads posters at lunch.", by=people["liisa"], at=at)
    actions.share_campaign(campaign=closed, by=people["liisa"], at=at)
    running = campaign(contacts_planned=200, at=began, **dates)
    record(running, "n..y.n....y.n.", at=at, since=since)
    actions.share_campaign(campaign=running, by=people["liisa"], at=at)
    campaign(title="Breakfast at the plant", started=False, at=at, **dates)


def gather_news(at: datetime, people: dict[str, Any]) -> None:
    """Two companies with news, one of them corrected; a release planned and one published; a source that broke."""
    from luotsi.rooms.newsroom import actions
    from tests.world_newsroom import NEWS, company, release, source, told

    ours, rival = company(is_ours=True, at=at), company("Rivalta", at=at)
    texts = [
        told(n, on=at.date() - timedelta(days=3 + 5 * n), company=ours if n % 3 else rival) for n in range(len(NEWS))
    ]
    added = actions.add_items(told=texts, source=None, by=people["liisa"], at=at)
    item = ours.items.filter(pk__in=added.new)[0]
    actions.correct_item(item=item, hook="product", by=people["liisa"], at=at)
    release(at=at, planned_on=at.date() + timedelta(days=9))
    out = release("Ranta launches a new version of its mobile app", at=at)
    actions.publish_release(release=out, by=people["liisa"], at=at)
    actions.note_failure(source=source(company=rival, at=at), code="status", at=at)
    tell_the_week(at, people)


def tell_the_week(at: datetime, people: dict[str, Any]) -> None:
    """Two readers; one digest that was sent, and one of the last week in preparation, late already."""
    from luotsi.rooms.newsroom import actions
    from luotsi.rooms.newsroom.rules.digests import week_before
    from tests.world_digest import digest, reader, schedule, week

    reader(who="sara", at=at), reader("partner@example.org", name="Pia Partner", at=at)
    last = week_before(at.date())
    before = last - timedelta(days=7)
    week(before), week(last)
    actions.send_digest(digest=digest(on=before, at=at - timedelta(days=10)), by=people["liisa"], at=at)
    schedule(at=at - timedelta(days=20))
    one = digest(on=last, at=at - timedelta(days=9))
    entry = one.entries.order_by("place")[0]
    actions.annotate_entry(entry=entry, annotation="Ask them how.", by=people["mikko"], at=at)
    actions.choose_entry(entry=one.entries.order_by("-place")[0], is_chosen=False, by=people["mikko"], at=at)


def argue_cases(at: datetime, people: dict[str, Any]) -> None:
    """One at its beginning, one adjusted with a doubt, one presented, one that was a no, one that runs with work."""
    from luotsi.rooms.backlog.models import Request
    from luotsi.rooms.cases import actions
    from luotsi.rooms.cases.drafts import DecisionDraft, WorkDraft
    from luotsi.rooms.goals.models import Goal
    from tests import world_cases as cases

    aim = Goal.objects.living(at.date()).order_by("pk")[0]
    asked = Request.objects.filter(state="new").order_by("pk")[0]
    actions.add_case(draft=cases.draft(title="Fewer leaflets"), request=asked, by=people["mikko"], at=at)
    adjusted = cases.walk(cases.ready_case(title="Training that is found", aim=aim, at=at), "tested", "adjusted", at=at)
    cases.role(adjusted, "Omar Onwudiwe", "influencer", "detractor", kind="resistant", at=at)
    cases.talk(adjusted, "Omar Onwudiwe", "lukewarm", said="Who answers then?", worry="More calls", at=at)
    cases.presented(title="A shop window for service", aim=aim, at=at)
    refused = cases.presented(title="Our own fair", aim=aim, at=at - timedelta(days=40))
    draft = cases.no(look_again_on=at.date() + timedelta(days=30), decided_by=stakeholder("Eva Ekström"))
    actions.decide_case(case=refused, draft=draft, by=people["liisa"], at=at - timedelta(days=20))
    running = cases.presented(title="Answers in five languages", aim=aim, at=at - timedelta(days=50))
    actions.decide_case(case=running, draft=DecisionDraft(answer="yes"), by=people["liisa"], at=at - timedelta(days=30))
    actions.make_work(case=running, draft=WorkDraft(title="Ten pages of answers"), by=people["mikko"], at=at)
    send_and_win(at, people, aim, running)


def send_and_win(at: datetime, people: dict[str, Any], aim: Any, running: Any) -> None:
    """A pre-read that Sara and Eva were sent, with a metric in it; a win that was told, a channel that hears of it."""
    from luotsi.rooms.cases import actions
    from luotsi.rooms.cases.drafts import HookDraft, WinDraft
    from luotsi.rooms.goals.models import Metric
    from tests import world_cases as cases

    ready = cases.walk(cases.ready_case(title="Answers before the call", aim=aim, at=at), "tested", "adjusted", at=at)
    by: dict[str, Any] = {"by": people["liisa"], "at": at}
    actions.add_metric(case=ready, metric=Metric.objects.get(name="First talks"), **by)
    to = [stakeholder("Sara Salo"), stakeholder("Eva Ekström")]
    actions.send_preread(case=ready, to=to, words="Ten minutes.", **by)
    draft = WinDraft(what="Forty calls fewer", measure="calls", after=Decimal(20), source="Service desk", thanks="You.")
    win = actions.note_win(case=running, draft=draft, **by)
    cases.talk(running, "Sara Salo", "full", at=at)
    actions.tell_win(win=win, **by)
    hook = HookDraft(name="#wins", kind="slack", address="https://93.184.216.34/services/T0/B0/x")
    actions.add_hook(draft=hook, **by)


def drafted(blueprint: Any) -> Any:
    from luotsi.rooms.blueprint.queries.documents import document_of, draft_of

    return document_of(draft_of(blueprint))


def main() -> None:
    django.setup()
    from django.utils import timezone

    from tests.journeys.addresses import for_readers

    fill(timezone.now())
    print(json.dumps(for_readers()))


if __name__ == "__main__":
    main()
