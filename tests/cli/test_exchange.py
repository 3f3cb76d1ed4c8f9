"""`luotsi import` and `luotsi export`: what goes out comes in again, and a fault leaves nothing behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luotsi.cli import exchange
from luotsi.kernel.errors import BadInput
from luotsi.kernel.tables import to_csv_bytes
from luotsi.rooms.backlog import actions as backlog
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import Request, WeekCount, WorkItem
from luotsi.rooms.campaigns import actions
from luotsi.rooms.campaigns.drafts import Count
from luotsi.rooms.goals.models import Goal, Measurement, Metric
from luotsi.rooms.people.models import Stakeholder
from tests import world
from tests.world import NOW, TODAY, person
from tests.world_backlog import request
from tests.world_campaigns import accepted, campaign, record

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command works on the test's own database."""
    monkeypatch.setattr(exchange, "start_django", lambda data: None)
    monkeypatch.setattr(exchange, "refuse_unready", lambda: None)


def run(*arguments: object) -> Result:
    """The command's answer; its domain errors are raised as `luotsi` sees them."""
    group = exchange.import_ if arguments[0] == "import" else exchange.export
    return CliRunner().invoke(
        group, [str(part) for part in arguments[1:]], standalone_mode=False, catch_exceptions=False
    )


def bring_in(what: str, path: Path, *options: str) -> Result:
    result = run("import", what, path, *options)
    if result.exception is not None:
        raise result.exception
    return result


def rows_of(what: str) -> list[dict[str, object]]:
    return exchange.table_of(what, TODAY)[1]


def exported(what: str, folder: Path, suffix: str = ".csv") -> Path:
    path = folder / f"{what}{suffix}"
    run("export", what, path)
    return path


def test_stakeholders_go_round(tmp_path: Path) -> None:
    world.stakeholder("Sara Salo", email="sara@example.com", department="Sales", function="Director")
    world.stakeholder("Ингрид Сольхейм", organisation="Bergnord", kind="outside", left_on=TODAY)
    before, path = rows_of("stakeholders"), exported("stakeholders", tmp_path)
    Stakeholder.objects.all().delete()
    bring_in("stakeholders", path)
    assert rows_of("stakeholders") == before and len(before) == 2


def test_goals_and_measurements_go_round_through_a_workbook(tmp_path: Path) -> None:
    owner = world.stakeholder("Eva Ekström", email="eva@example.com")
    world.goal(owner=owner, why="Because = the mill says so")
    world.goal("Given up", metric=world.metric("Visits", unit="%"), given_up_on=TODAY)
    world.metric("Posts", kind=Metric.Kind.OUTPUT)
    world.measurement(12.5, date(2026, 10, 5), of=world.metric())
    world.measurement(3, date(2026, 10, 5), of=world.metric("Posts"))
    goals, values = rows_of("goals"), rows_of("measurements")
    paths = exported("goals", tmp_path, ".xlsx"), exported("measurements", tmp_path, ".xlsx")
    Measurement.objects.all().delete(), Goal.objects.all().delete(), Metric.objects.all().delete()
    bring_in("goals", paths[0])
    bring_in("measurements", paths[1])
    assert rows_of("goals") == goals
    assert rows_of("measurements") == values and len(values) == 2


def test_requests_go_round_without_what_was_decided(tmp_path: Path) -> None:
    asked = request("Manuals in Spanish", wanted="Fitters need no interpreter", tactic="A booklet", for_whom="Fitters")
    backlog.accept_request(asked, fields=ItemFields(title="Manuals"), by=person("liisa"), at=NOW)
    declined = request("=Own radio", body="two\nlines", days=3)
    backlog.decline_request(declined, reason="Nobody listens.", by=person("liisa"), at=NOW)
    request("Стенд на выставке", needed_on=TODAY)
    before, path = rows_of("requests"), exported("requests", tmp_path)
    Request.objects.all().delete()
    bring_in("requests", path)
    told = [{**row, "became": ""} for row in before]
    assert [{**row, "became": ""} for row in rows_of("requests")] == told and len(told) == 3
    assert {row["became"] for row in rows_of("requests")} == {"new", "closed"}


def test_requests_that_come_back_to_their_own_place_are_there_already(tmp_path: Path) -> None:
    request("Manuals in Spanish")
    path = exported("requests", tmp_path)
    bring_in("requests", path)
    bring_in("requests", path)
    assert Request.objects.count() == 1


def test_work_items_go_round_with_their_order_states_and_values(tmp_path: Path) -> None:
    outcome, lead = world.outcome(), person("liisa")
    cheap = ItemFields(title="Cheap", worths={outcome.pk: Decimal(9)}, effort_low_hours=Decimal(1))
    first = backlog.create_item(fields=cheap, by=lead, at=NOW)
    dear = ItemFields(title="Dear; and long", effort_low_hours=Decimal(50), effort_high_hours=Decimal(80), owner=lead)
    second = backlog.create_item(fields=dear, by=lead, at=NOW)
    backlog.start_item(first, by=lead, at=NOW)
    backlog.move_item(second, place=1, by=lead, at=NOW)
    done = backlog.create_item(fields=ItemFields(title="Done"), by=lead, at=NOW)
    backlog.finish_item(done, spent_hours=Decimal("4.5"), by=lead, at=NOW)
    gone = backlog.create_item(fields=ItemFields(title="Dropped"), by=lead, at=NOW)
    backlog.drop_item(gone, reason="x", by=lead, at=NOW)
    before, path = rows_of("work-items"), exported("work-items", tmp_path)
    WorkItem.objects.all().delete()
    bring_in("work-items", path)
    assert rows_of("work-items") == before
    assert [row["title"] for row in before[:2]] == ["Dear; and long", "Cheap"] and len(before) == 4
    assert WorkItem.objects.get(title="Cheap").score is not None


def test_throughput_goes_round(tmp_path: Path) -> None:
    path = tmp_path / "weekly.csv"
    path.write_text("week;completed;arrived\n2026-W43;3;2\n2026-W44;0;\n2026-W45;5;4\n2026-W46;2;2\n")
    bring_in("throughput", path)
    before, written = rows_of("throughput"), exported("throughput", tmp_path)
    WeekCount.objects.all().delete()
    bring_in("throughput", written)
    assert rows_of("throughput") == before
    assert [row["completed"] for row in before][:4] == [3, 0, 5, 2]


@pytest.mark.parametrize(
    ("what", "text", "place"),
    [
        ("stakeholders", "name,kind\nSara,inside\n,inside\n", "line 3, column name"),
        ("stakeholders", "name,kind\nSara,customer\n", "line 2, column kind"),
        ("stakeholders", "name,email\nSara,a@example.com\nOmar,A@example.com\n", "line 3, column email"),
        ("goals", "title,metric,baseline,target,starts_on,by_on\nMore,Leads,1,x,2026-01-01,2026-12-31\n", "column target"),
        ("goals", "title,metric,baseline,target,starts_on,by_on\nMore,Leads,1,1,2026-01-01,2026-12-31\n", "line 2"),
        ("goals", "title,metric\nMore,Leads\n", "column baseline"),
        ("measurements", "metric,on,value\nLeads,2026-01-01,4\n", "line 2, column metric"),
        ("work-items", "title,state\nMend the site,done\n", "line 2, column finished_on"),
        ("work-items", "title,values\nMend the site,Fame=7\n", "line 2, column values"),
        ("work-items", "title,owner_email\nMend the site,who@example.com\n", "line 2, column owner_email"),
        ("work-items", "title,effort_low_hours,effort_high_hours\nMend the site,9,3\n", "line 2"),
        ("throughput", "week,completed\n2026-W07,3\n2026-W99,x\n", "line 3, column week"),
        ("requests", "title,created\nA page,2026-01-05\nA film,someday\n", "line 3"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place_and_nothing_is_written(
    tmp_path: Path, what: str, text: str, place: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text)
    with pytest.raises(BadInput) as bad:
        bring_in(what, path)
    assert place in bad.value.text and str(path.name) in bad.value.text
    rows = (Stakeholder, Goal, Metric, Measurement, WorkItem, Request, WeekCount)
    assert not any(model.objects.exists() for model in rows)


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("title,state,confidence\n,done,2\nMend,maybe,0.5\n")
    with pytest.raises(BadInput) as bad:
        bring_in("work-items", path)
    assert {(fault.line, fault.column) for fault in bad.value.faults} == {
        (2, "title"), (2, "finished_on"), (2, "confidence"), (3, "state"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("what", "text", "count"),
    [
        ("stakeholders", "name,kind\nSara,inside\n,inside\nOmar,outside\n", 2),
        ("throughput", "week,completed\n2026-W07,3\n2026-W99,x\n2026-W08,1\n", 2),
        ("work-items", "title,state\nMend,waiting\nBreak,maybe\n", 1),
        ("requests", "title,created\nA page,2026-01-05\nA film,someday\n", 1),
    ],
)
def test_the_good_rows_come_in_where_they_suffice(tmp_path: Path, what: str, text: str, count: int) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text)
    result = bring_in(what, path, "--good-rows-only")
    assert f"{count} rows brought in" in result.output and "line 3" in result.output


def test_an_import_is_in_the_name_of_whoever_is_named(tmp_path: Path) -> None:
    from luotsi.kernel.activity.models import Entry

    path = tmp_path / "people.csv"
    path.write_text("name\nSara Salo\n")
    bring_in("stakeholders", path, "--by", person("liisa").email)
    assert Entry.objects.get(verb="people.stakeholder_added").by == person("liisa")


def test_what_is_not_exchanged_names_what_there_is() -> None:
    import click

    with pytest.raises(click.ClickException) as wrong:
        run("import", "tenders", "tenders.csv")
    assert "'work-items'" in wrong.value.message and "'throughput'" in wrong.value.message


def test_an_export_of_nothing_is_a_header(tmp_path: Path) -> None:
    assert exported("goals", tmp_path).read_bytes() == to_csv_bytes([], exchange.table_of("goals", TODAY)[0])


def test_campaigns_go_out_with_their_results_and_their_counts_by_hand() -> None:
    made = campaign()
    record(made, "yn.")
    other = campaign(title="Calls")
    actions.count_by_hand(campaign=other, counts=[Count(accepted(other), 20, 3)], by=None, at=NOW)
    rows = rows_of("campaigns")
    assert [(row["title"], row["invited"], row["verdict"]) for row in rows] == [
        ("Letters to plant managers", 3, "continue"),
        ("Calls", 20, "continue"),
    ]
    told = [(row.get("contact"), row.get("criterion"), row.get("value")) for row in rows_of("campaign-results")]
    assert told == [
        ("c-0001", "accepted", 1.0),
        ("c-0002", "accepted", 0.0),
        ("c-0003", None, None),
        (None, "accepted", 3),
    ]
    written = run("export", "campaign-results", "-").stdout_bytes.decode("utf-8-sig").splitlines()
    assert written[0].startswith("campaign,contact,invited_at") and len(written) == 5


def test_the_dash_writes_csv_to_standard_output() -> None:
    world.stakeholder("Sara Salo")
    assert "Sara Salo" in run("export", "stakeholders", "-").output
