"""An example address for every page of ours, found in the database at hand: a furnished or a sample workspace.

A route without an example fails `test_every_page.py`: whoever adds a page adds its line here.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Pages that askers, stakeholders and guests open on a telephone (pages.md): axe looks at them at 390 pixels too.
FOR_PHONES = {
    "", "ask/", "requests/mine/", "requests/<int:pk>/status/", "search/", "goals/", "backlog/", "g/<str:token>/",
    "blueprint/", "blueprint/<int:pk>/versions/<int:number>/", "cases/prereads/<int:pk>/", "people/me/", "people/<int:pk>/about/",
    "people/conversations/", "people/conversations/<int:pk>/", "people/conversations/<int:pk>/note/",
}  # fmt: skip
FILES = ("plan.pdf", "plan.ics", "plan.csv")
GUEST_PAGES = ("ask/", "requests/<int:pk>/status/", "people/<int:pk>/about/", "cases/prereads/<int:pk>/")
NOT_PAGES = {
    "account/email/": "hides a page of the sign-in library: nobody gives themselves another address",
    "styleguide/": "test_design_system.py looks at it closer",
    "healthz": "one word for machines",
    "enter/<str:token>/": "answers in a sample workspace only, with a redirection",
}


class NoSuchRow(LookupError):
    """This workspace has nothing of that kind to show."""


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of ours with its view, without the API (its reference page has its own line)."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and _is_ours(path, pattern):
            yield path, pattern.callback


def _is_ours(path: str, pattern: URLPattern) -> bool:
    return pattern.callback.__module__.startswith("luotsi.") and not path.startswith("api/")


def page_routes() -> list[str]:
    """The routes that answer GET with a page."""
    return [path for path, view in routes() if path not in NOT_PAGES and not only_posts(view)]


def only_posts(view: Any) -> bool:
    """Whether Django's own decorator refuses GET before the view is reached."""
    from django.http import HttpResponseNotAllowed
    from django.test import RequestFactory

    while view is not None:
        if view.__code__.co_filename.endswith("django/views/decorators/http.py"):
            return _answers(view, RequestFactory().get("/"), HttpResponseNotAllowed)
        view = getattr(view, "__wrapped__", None)
    return False


def _answers(view: Any, request: Any, kind: type) -> bool:
    try:
        return isinstance(view(request), kind)
    except Exception:  # it went on to its own work, for which this request is too little
        return False


def examples() -> dict[str, Callable[[], Any]]:
    """Route → the values of its arguments, in order. Evaluated over the database at hand."""
    from luotsi.kernel.charts import bundle_name
    from luotsi.kernel.jobs.models import Job
    from luotsi.rooms.backlog.models import ImportRun, Request, WorkItem
    from luotsi.rooms.goals.models import Goal, Guidepoint, Metric, Outcome
    from luotsi.rooms.people.queries import Stakeholder

    undecided = one(Request.objects.filter(state__in=("new", "asked_back")))
    item = one(WorkItem.objects.filter(outcome__isnull=False, score__isnull=False).ranked())
    mapped = one(ImportRun.objects.filter(state="uploaded"))
    metric = one(Metric.objects.filter(measurements__isnull=False))
    return {
        "welcome/<int:pk>/<str:token>/": welcome,
        "g/<str:token>/": lambda: (link_to("ask"),),
        "jobs/<int:pk>/": one(Job.objects.all()),
        "people/<int:pk>/": one(Stakeholder.objects.filter(endorsements__isnull=False).distinct()),
        "people/<int:pk>/edit/": one(Stakeholder.objects.all()),
        "goals/<int:pk>/": one(Goal.objects.filter(outcomes__isnull=False)),
        "goals/<int:pk>/edit/": one(Goal.objects.filter(outcomes__isnull=False)),
        "goals/guidepoint/<int:pk>/": one(Guidepoint.objects.filter(outcomes__isnull=False)),
        "goals/guidepoint/<int:pk>/edit/": one(Guidepoint.objects.filter(outcomes__isnull=False)),
        "goals/guidepoint/<int:pk>/outcomes/add/": one(Guidepoint.objects.filter(outcomes__isnull=False)),
        "goals/outcome/<int:pk>/": one(Outcome.objects.all()),
        "goals/outcome/<int:pk>/edit/": one(Outcome.objects.all()),
        "goals/metrics/<int:pk>/": metric,
        "goals/metrics/<int:pk>/edit/": metric,
        "backlog/<int:pk>/": item,
        "backlog/<int:pk>/edit/": item,
        "backlog/<int:pk>/move/": item,
        "requests/<int:pk>/": undecided,
        "requests/<int:pk>/accept/": undecided,
        "requests/<int:pk>/ask-back/": undecided,
        "requests/<int:pk>/decline/": undecided,
        "requests/<int:pk>/join/": undecided,
        "requests/<int:pk>/status/": one(Request.objects.filter(state="accepted", asker__user__isnull=False)),
        "import/<int:pk>/": mapped,
        "forecast/<slug:name>.<slug:suffix>": lambda: ("fan", "svg"),
        "drawing/<str:name>": lambda: (bundle_name(),),
        **blueprint_examples(),
        **people_examples(),
        **campaign_examples(),
        **newsroom_examples(),
        **case_examples(),
    }


def blueprint_examples() -> dict[str, Callable[[], Any]]:
    """The newest published version, its draft, an item with a place in it, and one of the team."""
    from luotsi.rooms.blueprint.models import Blueprint, PlanRun, Scenario, Skill, TeamMember, Version

    quarter = one(Blueprint.objects.filter(versions__isnull=False, slots__isnull=False))

    def version() -> tuple[Any, ...]:
        newest = Version.objects.order_by("-published_at")[0]
        return (newest.blueprint_id, newest.number)

    def placed() -> tuple[Any, ...]:
        blueprint = Blueprint.objects.get(pk=quarter()[0])
        return (blueprint.pk, blueprint.slots.order_by("pk")[0].work_item_id)

    around = "what-if scenarios scenarios/new scenarios/compare doubt fairness fairness/prices worth".split()
    return {
        **{f"blueprint/<int:pk>/{end}/": quarter for end in around},
        "blueprint/scenarios/<int:pk>/": one(Scenario.objects.filter(finished_at__isnull=False)),
        **{f"blueprint/<int:pk>/{end}": quarter for end in ("", "history/", "draft/", "frame/", "publish/")},
        **{f"blueprint/<int:pk>/versions/<int:number>/{end}": version for end in ("", "print/", *FILES)},
        "blueprint/feed/<str:token>/plan.ics": lambda: (link_to("blueprint/{}/versions/{}".format(*version())),),
        "blueprint/runs/<int:pk>/": one(PlanRun.objects.all()),
        "blueprint/<int:pk>/items/<int:item>/": placed,
        "blueprint/<int:pk>/items/<int:item>/price/": placed,
        "blueprint/<int:pk>/draft/print/": quarter,
        "blueprint/capacity/people/<int:pk>/": one(TeamMember.objects.all()),
        "blueprint/capacity/skills/<int:pk>/": one(Skill.objects.all()),
        "blueprint/capacity/recipes/<str:deliverable>/": lambda: ("any",),
    }


def people_examples() -> dict[str, Callable[[], Any]]:
    """Somebody who was talked with, a conversation held and one planned with a draft, a private calendar."""
    from luotsi.rooms.people.actions import token_of
    from luotsi.rooms.people.models import CalendarFeed, Conversation, Stakeholder

    heard = one(Stakeholder.objects.filter(endorsements__isnull=False).distinct())
    planned = one(Conversation.objects.planned())
    return {
        **{f"people/<int:pk>/{end}/": heard for end in ("talk", "standing", "endorse", "invest", "about", "erase")},
        "people/<int:pk>/about/export/": heard,
        "people/conversations/<int:pk>/": one(Conversation.objects.held()),
        **{f"people/conversations/<int:pk>/{end}": planned for end in ("edit/", "note/", "conversation.ics")},
        "people/calendar/<str:token>/conversations.ics": lambda: (token_of(CalendarFeed.objects.all()[:1].get()),),
    }


def campaign_examples() -> dict[str, Callable[[], Any]]:
    """A running one with results, its verdict; for the plain page one that everybody may read."""
    from luotsi.rooms.campaigns.models import Campaign, Criterion, Verdict

    running = one(Campaign.objects.running().filter(verdicts__isnull=False).distinct())
    ends = ("edit/", "plan/", "end/", "scale/", "results/", "criteria/add/", "campaign.pptx")
    return {
        **{f"campaigns/<int:pk>/{end}": running for end in ends},
        "campaigns/<int:pk>/": one(Campaign.objects.running().filter(is_shared=True)),
        "campaigns/criteria/<int:pk>/edit/": one(Criterion.objects.filter(campaign__in=running(), role="must")),
        "campaigns/verdicts/<int:pk>/": one(Verdict.objects.all()),
        "campaigns/<int:pk>/chart.<slug:suffix>": lambda: (*running(), "svg"),
    }


def case_examples() -> dict[str, Callable[[], Any]]:
    """One on its way, with everything in it; one presented, one that runs, one whose next step can be taken."""
    from luotsi.rooms.cases.models import Case, Recipient, Sending, Win

    sent, received = one(Sending.objects.all()), one(Recipient.objects.all())
    whole = one(Case.objects.filter(evidence__kind="quote", state__in=("adjusted", "presented")).distinct())
    running = one(Case.objects.filter(state="running"))
    ends = "goals touches people talks evidence asks risks changes edit".split()
    return {
        "cases/<int:pk>/": whole,
        **{f"cases/<int:pk>/{end}/": whole for end in ends},
        "cases/<int:pk>/step/<slug:to>/": lambda: (*one(Case.objects.filter(state="draft"))(), "tested"),
        "cases/<int:pk>/decide/": one(Case.objects.filter(state="presented")),
        "cases/<int:pk>/close/": running,
        "cases/<int:pk>/work/": running,
        "cases/<int:pk>/preread/": whole,
        "cases/<int:pk>/preread/pre-read.<slug:suffix>": lambda: (*whole(), "pptx"),
        "cases/<int:pk>/preread/send/": one(Case.objects.filter(state="adjusted")),
        "cases/sendings/<int:pk>/": sent,
        "cases/sendings/<int:pk>/pre-read.<slug:suffix>": lambda: (*sent(), "pptx"),
        "cases/prereads/<int:pk>/": received,
        "cases/prereads/<int:pk>/pre-read.<slug:suffix>": lambda: (*received(), "pptx"),
        "cases/<int:pk>/wins/add/": running,
        "cases/wins/<int:pk>/": one(Win.objects.all()),
    }


def newsroom_examples() -> dict[str, Callable[[], Any]]:
    """A piece of news that was read, a planned release, a source that is broken."""
    from luotsi.rooms.newsroom.models import Company, Digest, DigestReader, Item, Release, Source

    def leaving() -> tuple[str]:
        return (DigestReader.objects.filter(ended_at__isnull=True).order_by("pk")[0].token,)

    draft = one(Digest.objects.drafts())
    return {
        "newsroom/digests/<int:pk>/": one(Digest.objects.sent()),
        "newsroom/digests/<int:pk>/mail/": draft,
        "newsroom/digests/<int:pk>/mail.txt": draft,
        "newsroom/digests/leave/<str:token>/": leaving,
        "newsroom/items/<int:pk>/": one(Item.objects.filter(company__isnull=False).exclude(read_hook="")),
        "newsroom/releases/<int:pk>/": one(Release.objects.planned()),
        "newsroom/sources/<int:pk>/": one(Source.objects.broken()),
        "newsroom/companies/<int:pk>/": one(Company.objects.all()),
    }


def one(rows: Any) -> Callable[[], tuple[Any, ...]]:
    """The first of these rows, by its key."""

    def found() -> tuple[Any, ...]:
        row = rows.order_by("pk").first()
        if row is None:
            raise NoSuchRow(str(rows.query))
        return (row.pk,)

    return found


def welcome() -> tuple[Any, ...]:
    """The link that `luotsi user add` prints, for somebody who has not used theirs."""
    from luotsi.kernel.accounts.actions import entrance_link
    from luotsi.kernel.accounts.models import User

    *_, pk, token, _end = entrance_link(User.objects.order_by("pk").last()).split("/")
    return (pk, token)


def link_to(path: str) -> str:
    """The token of a new guest link to that page."""
    from django.utils import timezone

    from luotsi.kernel.accounts import guests

    link = guests.open_link(f"/{path.strip('/')}/", by=None, at=timezone.now())
    return guests.address_of(link).rstrip("/").split("/")[-1]


def address(route: str, values: tuple[Any, ...] = ()) -> str:
    """The route with its arguments filled in."""
    given = iter(values)
    return "/" + re.sub(r"<(\w+:)?\w+>", lambda _: str(next(given)), route)


def all_addresses() -> dict[str, str]:
    """Route → address, for every page that takes no argument or has an example here."""
    found = examples()
    plain = {route: address(route) for route in page_routes() if "<" not in route}
    return {**plain, **dict(_filled_in(found))}


def _filled_in(found: dict[str, Callable[[], Any]]) -> Iterator[tuple[str, str]]:
    """Without the routes for which this database has no row: the test misses them, pictures do without."""
    for route, values in found.items():
        with contextlib.suppress(NoSuchRow, IndexError):
            yield route, address(route, values())


def for_readers() -> dict[str, Any]:
    """What a browser outside this process needs: addresses, and a session for each reader."""
    addresses = all_addresses()
    guest = {"guest": guest_session([addresses[route] for route in GUEST_PAGES if route in addresses])}
    return {"addresses": addresses, "states": other_states(), "lead": lead(), "sessions": {**sessions(), **guest}}


def lead() -> str:
    """The first lead of the workspace, by the name that `sessions` gives."""
    from luotsi.kernel.accounts.models import User

    return User.objects.filter(role="lead", is_active=True).order_by("pk")[0].email.partition("@")[0]


def other_states() -> dict[str, str]:
    """Pages that look otherwise in another state: name → address."""
    from luotsi.rooms.backlog.models import ImportRun, Request, WorkItem
    from luotsi.rooms.blueprint.models import Scenario
    from luotsi.rooms.campaigns.models import Campaign
    from luotsi.rooms.cases.models import Case
    from luotsi.rooms.newsroom.models import Digest, Item, Release

    states = ("new", "asked_back", "declined", "joined", "withdrawn")
    asked = {state: Request.objects.filter(state=state).order_by("pk").first() for state in states}
    runs = {state: ImportRun.objects.filter(state=state).first() for state in ("queued", "done", "failed")}
    done = WorkItem.objects.filter(state="done").first()
    draft = Campaign.objects.drafts().order_by("pk").first()
    cases = {
        state: Case.objects.filter(state=state).order_by("pk").first() for state in ("decided", "running", "draft")
    }
    out = Release.objects.published().order_by("pk").first()
    said = Item.objects.filter(is_corrected=True).order_by("pk").first()
    prepared = Digest.objects.drafts().order_by("pk").first()
    tried = Scenario.objects.filter(finished_at__isnull=False).first()
    around = f"/blueprint/{tried.blueprint_id}/" if tried else ""
    return {
        **({"scenarios, compared": f"{around}scenarios/compare/?scenario={tried.pk}"} if tried else {}),
        **({"what if, answered": f"{around}what-if/?hours_0=50"} if tried else {}),
        **{f"status, {state}": f"/requests/{row.pk}/status/" for state, row in asked.items() if row},
        **{f"request, {state}": f"/requests/{row.pk}/" for state, row in asked.items() if row},
        **{f"import, {state}": f"/import/{row.pk}/" for state, row in runs.items() if row},
        **{f"case, {state}": f"/cases/{row.pk}/" for state, row in cases.items() if row},
        **({"campaign, draft": f"/campaigns/{draft.pk}/"} if draft else {}),
        **({"release, published": f"/newsroom/releases/{out.pk}/"} if out else {}),
        **({"news, said by a person": f"/newsroom/items/{said.pk}/"} if said else {}),
        **({"digest, in preparation": f"/newsroom/digests/{prepared.pk}/"} if prepared else {}),
        **({"item, done": f"/backlog/{done.pk}/"} if done else {}),
        "news, unsure first": "/newsroom/items/?first=unsure",
        "search, found": "/search/?q=pump",
        "search, nothing": "/search/?q=zzzz",
        "backlog, filtered": "/backlog/?moscow=must",
        "backlog, nothing fits": "/backlog/?q=zzzz",
    }


def sessions() -> dict[str, str]:
    """A signed-in session key for every person."""
    from luotsi.kernel.accounts.models import User

    people = User.objects.filter(is_active=True)
    return {user.email.partition("@")[0]: _session(_auth_user_id=str(user.pk), **_proof(user)) for user in people}


def guest_session(paths: list[str]) -> str:
    """A session that holds a guest link to each of these pages."""
    from django.utils import timezone

    from luotsi.kernel.accounts import guests

    links = [guests.open_link(path, by=None, at=timezone.now()) for path in paths]
    return _session(**{guests.SESSION_KEY: [link.pk for link in links]})


def _proof(user: Any) -> dict[str, str]:
    from luotsi.web.signin import BACKEND

    return {"_auth_user_backend": BACKEND, "_auth_user_hash": user.get_session_auth_hash()}


def _session(**values: Any) -> str:
    from django.contrib.sessions.backends.db import SessionStore

    kept = SessionStore()
    kept.update(values)
    kept.create()
    return str(kept.session_key)


def main() -> None:
    """`python -m tests.journeys.addresses`: the same for a database that something else has filled."""
    import json

    import django

    django.setup()
    print(json.dumps(for_readers()))


if __name__ == "__main__":
    main()
