"""Files of requests: whole or not at all, faults by line and column, known ones left alone, taken up after a crash."""

from __future__ import annotations

import gzip
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import BadInput, Conflict, Refused
from luotsi.kernel.jobs.actions import cancel
from luotsi.kernel.jobs.models import Job
from luotsi.kernel.jobs.worker import drain
from luotsi.kernel.tables import Mapping
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions.imports import tidy_uploads
from luotsi.rooms.backlog.models import ImportRun, RememberedMapping, Request
from luotsi.rooms.backlog.queries.imports import like_pairs, preview_of, read_upload, stored_path
from luotsi.rooms.people.models import Stakeholder
from luotsi.rooms.people.signals import stakeholder_entering
from tests.world import NOW, person
from tests.writers import until

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = Request.State

GOOD = """title,external_id,created_on,state,asker_name,asker_email,organisation
Plant managers find our prices,A-1,2026-09-01,open,Sara Salo,sara@example.com,Sales
A brochure about welding robots,A-2,2026-09-02,closed,Omar Onwudiwe,omar@example.com,Product
Fewer calls about spare parts,A-3,2026-09-03,open,Sara Salo,sara@example.com,Sales
"""
FAULTY = GOOD + "A webinar,A-4,soon,open,Eva Ekström,eva@example.com,Board\n"


def bring(text: str | bytes, **more: object) -> actions.Imported:
    data = text.encode() if isinstance(text, str) else text
    return actions.import_requests(data, "pile.csv", by=person("liisa"), at=NOW, **more)  # type: ignore[arg-type]


def uploaded(text: str = GOOD) -> ImportRun:
    return actions.upload_file(chunks=[text.encode()], name="pile.csv", by=person("liisa"), at=timezone.now())


def started(run: ImportRun, **more: object) -> ImportRun:
    mapping = read_upload(stored_path(run), run.file_name).mapping
    given = {"mapping": mapping, "good_rows_only": False, "closed_as": "history", **more}
    return actions.start_import(run, by=person("liisa"), at=timezone.now(), **given)  # type: ignore[arg-type]


def test_a_file_becomes_requests_with_their_askers_once_each() -> None:
    done = bring(GOOD)
    assert (done.added_count, done.known_count, done.left_out_count) == (3, 0, 0)
    assert list(Stakeholder.objects.order_by("name").values_list("name", "organisation")) == [
        ("Omar Onwudiwe", "Product"),
        ("Sara Salo", "Sales"),
    ]
    first = Request.objects.get(external_id="A-1")
    assert (first.title, first.asker.email) == ("Plant managers find our prices", "sara@example.com")
    assert timezone.localtime(first.received_at).date().isoformat() == "2026-09-01"
    assert first.phrasing and first.deliverable


def test_an_import_is_one_entry_of_the_log_and_no_mail() -> None:
    bring(GOOD)
    assert list(Entry.objects.filter(verb__startswith="backlog.").values_list("verb", flat=True)) == [
        "backlog.requests_imported"
    ]
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("closed_as", "states"),
    [
        ("history", {"A-1": State.NEW, "A-2": State.CLOSED, "A-3": State.NEW}),
        ("open", {"A-1": State.NEW, "A-2": State.NEW, "A-3": State.NEW}),
        ("leave_out", {"A-1": State.NEW, "A-3": State.NEW}),
    ],
)
def test_closed_requests_go_where_the_person_chose(closed_as: str, states: dict[str, str]) -> None:
    bring(GOOD, closed_as=closed_as)
    assert dict(Request.objects.values_list("external_id", "state")) == states


def test_a_file_that_comes_twice_adds_nothing() -> None:
    bring(GOOD)
    again = bring(GOOD)
    assert (again.added_count, again.known_count) == (0, 3)


def test_without_numbers_the_same_file_is_recognised_by_what_it_says() -> None:
    bare = "title\nPrices are found\nPrices are found\nFewer calls\n"
    assert bring(bare).added_count == 3
    assert (bring(bare).added_count, Request.objects.count()) == (0, 3)


def test_of_two_rows_with_one_number_the_first_counts() -> None:
    done = bring("title,external_id\nFirst,A-1\nSecond,A-1\n")
    assert list(Request.objects.values_list("title", flat=True)) == ["First"]
    assert done.left_out_count == 1


def test_all_or_nothing_brings_in_nothing_and_names_line_and_column() -> None:
    with pytest.raises(BadInput) as bad:
        bring(FAULTY)
    assert [(fault.line, fault.column, fault.code) for fault in bad.value.faults] == [(5, "created_on", "bad_date")]
    assert not Request.objects.exists() and not Stakeholder.objects.exists() and not ImportRun.objects.exists()


def test_good_rows_only_leaves_the_faulty_one_out_and_keeps_its_fault() -> None:
    done = bring(FAULTY, good_rows_only=True)
    assert (done.added_count, done.left_out_count) == (3, 1)
    assert [(fault["line"], fault["column"]) for fault in done.run.faults] == [(5, "created_on")]


def test_a_person_the_register_refuses_is_a_fault_of_that_line() -> None:
    def veto(sender: object, email: str, **kwargs: object) -> None:
        if email == "omar@example.com":
            raise Refused("A customer contact is no stakeholder.", code="people.customer")

    stakeholder_entering.connect(veto)
    try:
        with pytest.raises(BadInput) as bad:
            bring(GOOD)
        assert [fault.line for fault in bad.value.faults] == [3]
        assert not Request.objects.exists() and not Stakeholder.objects.exists()
        assert bring(GOOD, good_rows_only=True).added_count == 2
    finally:
        stakeholder_entering.disconnect(veto)


BROKEN = {
    "empty": b"",
    "header only": b"title,external_id\n",
    "binary": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "noise": bytes(range(256)) * 50,
    "half a quote": b'title,body\nOne,"never closed\n',
    "cut off gzip": gzip.compress(b"title\nOne\n" * 500)[:-20],
    "no title": b"date,amount\n2026-01-01,12\n2026-01-02,13\n",
    "huge cell": b"title,body\nOne," + b"x" * 200_000 + b"\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_answered_and_nothing_is_half_done(name: str) -> None:
    with pytest.raises(BadInput) as bad:
        bring(BROKEN[name])
    assert all(fault.text for fault in bad.value.faults)
    assert not Request.objects.exists() and not ImportRun.objects.exists()


def test_a_broken_upload_is_not_kept() -> None:
    before = set(settings.UPLOADS.glob("*")) if settings.UPLOADS.exists() else set()
    with pytest.raises(BadInput):
        actions.upload_file(chunks=[BROKEN["binary"]], name="pile.csv", by=person("liisa"), at=NOW)
    assert set(settings.UPLOADS.glob("*")) == before
    assert not ImportRun.objects.exists()


def test_another_encoding_is_read_and_a_formula_stays_text() -> None:
    bring("title;organisation\n=HYPERLINK(1);Отдел продаж\n".encode("cp1251"))
    made = Request.objects.get()
    assert (made.title, made.asker.organisation) == ("=HYPERLINK(1)", "Отдел продаж")


@pytest.mark.parametrize(
    "name", ["jira.csv", "jira.xlsx", "asana.csv", "trello.json", "monday.xlsx", "github_rest.json"]
)
def test_exports_of_trackers_come_in_without_hand_mapping(name: str) -> None:
    path = Path(__file__).parent.parent / "data" / "imports" / name
    done = actions.import_requests(path, by=person("liisa"), at=NOW, good_rows_only=True, closed_as="open")
    assert done.added_count == Request.objects.count() > 1
    assert done.run.recipe == name.split(".")[0].split("_")[0]
    assert not Request.objects.filter(title="").exists()


def test_a_mapping_is_remembered_for_the_next_file_with_these_columns() -> None:
    text = "What,Wer,Nr\nPrices are found,Sara,1\n"
    run = uploaded(text)
    mapping = Mapping({"title": ("What",), "asker_name": ("Wer",), "external_id": ("Nr",)})
    started(run, mapping=mapping)
    assert RememberedMapping.objects.count() == 1
    reading = read_upload(b"Nr,Wer,What\n2,Omar,Fewer calls\n", "next.csv")
    assert (reading.origin, reading.mapping.columns["title"]) == ("remembered", ("What",))


def test_the_preview_counts_open_closed_and_known() -> None:
    bring(GOOD.replace("A-2", "B-2").replace("A-3", "B-3"))
    preview = preview_of(read_upload(GOOD.encode(), "pile.csv"))
    assert (preview.rows_count, preview.open_count, preview.closed_count, preview.known_count) == (3, 2, 1, 1)
    assert [row.is_known for row in preview.rows] == [True, False, False]


def test_near_duplicates_are_shown_with_their_kinds() -> None:
    pile = "title\nPrices of spare parts are found on the site\nPrices of spare parts are found on the site\n"
    done = bring(pile + "Announcement of Beta 1\nAnnouncement of Beta 2\n")
    pairs = like_pairs(done.run)
    assert (pairs.counts["duplicate"], pairs.counts["recurring"]) == (1, 1)
    assert [pair.like.may_be_joined for pair in pairs.shown] == [True, False]


# -- by a job ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_job_brings_the_file_in_and_deletes_the_original() -> None:
    run = started(uploaded())
    path = stored_path(run)
    assert path.exists() and drain() == 1
    run.refresh_from_db()
    assert (run.state, run.added_count, run.job.state) == ("done", 3, "done")
    assert not path.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fault_that_appears_only_in_the_job_fails_the_import_and_may_be_tried_again() -> None:
    run = started(uploaded())
    stored_path(run).write_bytes(FAULTY.encode())
    drain()
    run.refresh_from_db()
    assert run.state == "failed" and not Request.objects.exists()
    assert [fault["line"] for fault in run.faults] == [5]
    started(run, good_rows_only=True)
    drain()
    assert Request.objects.count() == 3


def test_an_import_is_started_once_and_not_discarded_while_it_runs() -> None:
    run = started(uploaded())
    with pytest.raises(Conflict):
        started(ImportRun.objects.get(pk=run.pk))
    with pytest.raises(Conflict):
        actions.discard_import(run, by=person("liisa"), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_import_may_be_started_again() -> None:
    run = started(uploaded())
    cancel(run.job, by=person("liisa"), at=timezone.now())
    run = ImportRun.objects.get(pk=run.pk)
    assert run.may_be_started
    started(run)
    drain()
    assert Request.objects.count() == 3 and not ImportRun.objects.get(pk=run.pk).may_be_started


@pytest.mark.django_db(transaction=True)
def test_what_nobody_needs_any_more_is_tidied_away() -> None:
    forgotten, wanted = uploaded(), started(uploaded())
    left = settings.UPLOADS / "left-by-a-crash"
    left.write_text("x")
    tidy_uploads(at=timezone.now() + timedelta(days=8))
    forgotten.refresh_from_db()
    assert forgotten.state == "discarded" and not stored_path(forgotten).exists() and not left.exists()
    assert stored_path(wanted).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_brings_it_in_once(
    start_worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    rows = (f"Wish {n} of plant manager {n % 7},K-{n},Person {n % 20},Sales {n % 3}" for n in range(1500))
    text = "title,external_id,asker_name,organisation\n" + "\n".join(rows) + "\n"
    run = started(uploaded(text))
    worker = start_worker()
    until(lambda: Job.objects.filter(pk=run.job_id, progress_done__gt=100).exists())
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert Request.objects.count() == 0 and Stakeholder.objects.count() == 0
    start_worker()
    until(lambda: ImportRun.objects.filter(pk=run.pk, state="done").exists())
    assert Request.objects.count() == 1500
    assert Stakeholder.objects.filter(organisation__startswith="Sales").count() == 60
    assert Entry.objects.filter(verb="backlog.requests_imported").count() == 1
    assert Job.objects.get(pk=run.job_id).attempts == 2
