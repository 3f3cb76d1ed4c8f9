#!/usr/bin/env python3
"""Fill an empty Luotsi (LUOTSI_DATA, LUOTSI_DATABASE_URL) with COUNT work items, the bare rival with as many rows.

Prints, last, the path that signs the lead in. Used by backlog_speed.py.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
THINGS = "launch customer story webinar pricing page onboarding renewal video partner field report plant survey".split()
MAKERS = "Write Plan Film Design Translate Refresh Prepare Measure Compare Publish Test Rework".split()
PLACES = ["the Nordics", "Spain", "Jakarta", "Tampere", "mining", "energy", "retail", "ports", "service", "export"]


def fill(count: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "luotsi.web.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from luotsi.kernel import search
    from luotsi.kernel.accounts.models import User
    from luotsi.rooms.backlog.models import Backlog, Contribution, Request, WorkItem
    from luotsi.rooms.backlog.queries.scoring import score_of
    from luotsi.rooms.backlog.rules import GAP
    from luotsi.web.signin import sample_link

    dice = random.Random(7)
    lead = User.objects.create_user("lead@example.com", name="Liisa Laine", role="lead")
    Backlog.objects.create(pk=1)
    outcomes, askers = _outcomes_and_askers()
    weights = {outcome.pk: float(outcome.weight) for outcome in outcomes if outcome}
    for start in range(0, count, 5000):
        items = [
            WorkItem(
                title=f"{dice.choice(MAKERS)} a {dice.choice(THINGS)} {dice.choice(THINGS)} for {dice.choice(PLACES)}",
                outcome=dice.choice(outcomes),
                moscow=dice.choice(["must", "should", "could", ""]),
                effort_low_hours=Decimal(dice.randint(2, 20)),
                effort_high_hours=Decimal(dice.randint(20, 80)),
                judged_on=NOW.date(),
                created_at=NOW,
                owner=lead,
                rank=n * GAP,
            )
            for n in range(start, min(start + 5000, count))
        ]
        worths = [{item.outcome_id: Decimal(dice.randint(1, 10))} if item.outcome_id else {} for item in items]
        for item, worth in zip(items, worths, strict=True):
            found = score_of(item, worth, on=NOW.date(), weights=weights, half_life=26)
            item.score, item.score_low, item.score_high = found.middle, found.low, found.high
        made = WorkItem.objects.bulk_create(items)
        search.index_many(search.Kind.WORK_ITEM, [(item.pk, item.title) for item in made])
        Contribution.objects.bulk_create(
            Contribution(work_item=item, outcome_id=outcome, value=value)
            for item, worth in zip(made, worths, strict=True)
            for outcome, value in worth.items()
        )
        Request.objects.bulk_create(
            Request(title=item.title, received_at=NOW, state="accepted", work_item=item, asker=dice.choice(askers))
            for item in made
        )
    _forecast(count)
    _analyze()
    print(urlsplit(sample_link(lead)).path)


def _outcomes_and_askers() -> tuple[list, list]:
    from luotsi.rooms.goals.models import Goal, Guidepoint, Metric, Outcome
    from luotsi.rooms.people.models import Stakeholder

    day = NOW.date()
    aim = {"metric": Metric.objects.create(name="Leads"), "baseline": 1, "target": 9, "starts_on": day}
    aim["by_on"] = day + timedelta(days=90)
    goal = Goal.objects.create(title="Pipeline", expires_on=day + timedelta(days=365), created_at=NOW, **aim)
    guide = Guidepoint.objects.create(
        statement="They ask us first.", starts_on=day, ends_on=aim["by_on"], created_at=NOW, stated_at=NOW
    )
    outcomes = [Outcome.objects.create(title=f"Outcome {n}", guidepoint=guide, goal=goal, **aim) for n in range(4)]
    return [*outcomes, None], [Stakeholder.objects.create(name=f"Asker {n}", added_at=NOW) for n in range(40)]


def _forecast(count: int) -> None:
    """A forecast such as the worker keeps, so that every row shows its date."""
    from luotsi.rooms.backlog.models import ForecastRun

    curve = {"p50": [7 * w for w in range(1, 521)], "p85": [6 * w for w in range(1, 521)]}
    curve |= {"p95": [5 * w for w in range(1, 521)], "first_week_share": 1.0}
    ForecastRun.objects.create(made_at=NOW, starts_on=NOW.date(), remaining=count, answer={"flags": []}, curve=curve)


def _analyze() -> None:
    """What both databases do by themselves soon after a large import."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def fill_bare(count: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "bare"
    django.setup()
    from bare_app.models import BareItem
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    if os.environ.get("LUOTSI_DATABASE_URL"):
        import psycopg

        with psycopg.connect(os.environ["LUOTSI_DATABASE_URL"], autocommit=True) as server:
            server.execute("CREATE DATABASE bare")
    call_command("migrate", run_syncdb=True, verbosity=0)
    get_user_model().objects.create_user("bare")
    rows = (BareItem(title=f"Item {n} of the bare list", rank=n, effort=n % 80, created_at=NOW) for n in range(count))
    BareItem.objects.bulk_create(rows, batch_size=5000)
    _analyze()


if __name__ == "__main__":
    if sys.argv[2:] == ["bare"]:
        fill_bare(int(sys.argv[1]))
    else:
        subprocess.run([sys.executable, str(Path(__file__)), sys.argv[1], "bare"], check=True)
        fill(int(sys.argv[1]))
