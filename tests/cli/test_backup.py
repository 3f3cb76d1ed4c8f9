"""`luotsi backup` and `luotsi restore`: whole or not at all, on both databases."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.cli.command import luotsi, prepared

WRITER = """
import sqlite3, sys, itertools
database = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
for number in itertools.count():
    database.execute("BEGIN IMMEDIATE")
    for half in ("left", "right"):
        database.execute("INSERT INTO accounts_guestlink (path, label, created_at) VALUES (?, ?, datetime('now'))", [str(number), half])
    database.execute("COMMIT")
    if number == 20:
        print("writing", flush=True)
"""


def with_lead(folder: Path, **settings: str) -> Path:
    prepared(folder, **settings)
    said = luotsi(
        "user",
        "add",
        "liisa@example.com",
        "--name",
        "Liisa Äyrämö",
        "--role",
        "lead",
        "--data",
        folder,
        settings=settings,
    )
    assert said.code == 0, said.err
    upload = folder / "uploads" / "2026" / "requests.csv"
    upload.parent.mkdir(parents=True)
    upload.write_text("title\nA brochure\n")
    return folder


def people(folder: Path, **settings: str) -> list[tuple[str, str]]:
    said = luotsi("user", "list", "--json", "--data", folder, settings=settings)
    assert said.code == 0, said.err
    return [(row["email"], row["name"]) for row in json.loads(said.out)["rows"]]


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A place with data, and its backup; no test changes either."""
    folder = tmp_path_factory.mktemp("made")
    place, file = with_lead(folder / "place"), folder / "kept" / "backup.zip"
    assert luotsi("backup", file, "--data", place).code == 0
    return place, file


def test_a_backup_restored_into_an_empty_place_is_the_same_place(made: tuple[Path, Path], tmp_path: Path) -> None:
    place, file = made
    said = luotsi("restore", file, "--data", tmp_path / "new")
    assert said.code == 0, said.err
    assert people(tmp_path / "new") == [("liisa@example.com", "Liisa Äyrämö")]
    assert (tmp_path / "new" / "secret.key").read_text() == (place / "secret.key").read_text()
    assert (tmp_path / "new" / "uploads" / "2026" / "requests.csv").read_text() == "title\nA brochure\n"
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_taken_while_others_write_is_one_moment(made: tuple[Path, Path], tmp_path: Path) -> None:
    place, file = shutil.copytree(made[0], tmp_path / "place"), tmp_path / "backup.zip"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place / "luotsi.sqlite3")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        assert luotsi("backup", file, "--data", place).code == 0
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    assert luotsi("restore", file, "--data", tmp_path / "new").code == 0
    database = sqlite3.connect(tmp_path / "new" / "luotsi.sqlite3")
    halves = dict(database.execute("SELECT label, count(*) FROM accounts_guestlink GROUP BY label").fetchall())
    assert halves["left"] == halves["right"] > 20


def test_a_place_that_holds_data_is_not_restored_over(made: tuple[Path, Path]) -> None:
    place, file = made
    before = everything_in(place)
    said = luotsi("restore", file, "--data", place)
    assert said.code == 1 and "holds data already" in said.err
    assert everything_in(place) == before


@pytest.mark.parametrize("harm", ["flipped byte", "cut off", "not a zip", "foreign zip", "extra part", "missing part"])
def test_a_harmed_backup_is_refused_and_nothing_is_written(harm: str, made: tuple[Path, Path], tmp_path: Path) -> None:
    _, file = made
    harmed = tmp_path / "harmed.zip"
    do_harm(harm, file, harmed)
    said = luotsi("restore", harmed, "--data", tmp_path / "new")
    assert said.code == 2
    assert "harmed.zip" in said.err and "Traceback" not in said.err
    assert not (tmp_path / "new").exists() or everything_in(tmp_path / "new") == []


def do_harm(harm: str, file: Path, harmed: Path) -> None:
    whole = file.read_bytes()
    if harm == "flipped byte":
        middle = len(whole) // 3
        harmed.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    elif harm == "cut off":
        harmed.write_bytes(whole[: len(whole) // 2])
    elif harm == "not a zip":
        harmed.write_bytes(b"PK hello")
    elif harm == "foreign zip":
        with zipfile.ZipFile(harmed, "w") as other:
            other.writestr("hello.txt", "hello")
    else:
        rewrite(file, harmed, leave_out="secret.key" if harm == "missing part" else "", add=harm == "extra part")


def rewrite(file: Path, harmed: Path, leave_out: str, add: bool) -> None:
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(harmed, "w") as new:
        for name in old.namelist():
            if name != leave_out:
                new.writestr(name, old.read(name))
        if add:
            new.writestr("../outside.txt", "out")


def test_a_backup_that_cannot_be_finished_leaves_the_older_one(made: tuple[Path, Path], tmp_path: Path) -> None:
    place = shutil.copytree(made[0], tmp_path / "place")
    file = shutil.copy(made[1], tmp_path / "kept.zip")
    before = file.read_bytes()
    (place / "luotsi.sqlite3").write_bytes(b"this is no database any more" * 100)
    said = luotsi("backup", file, "--data", place)
    assert said.code != 0
    assert file.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"place", "kept.zip"}


@pytest.fixture
def postgres_places() -> Iterator[tuple[str, str]]:
    """Addresses of two empty databases."""
    import psycopg

    with postgres.server() as url:
        names = [f"luotsi_{uuid.uuid4().hex[:8]}" for _ in range(2)]
        with psycopg.connect(url, autocommit=True) as connection:
            for name in names:
                connection.execute(f'CREATE DATABASE "{name}"')
            yield tuple(named(url, name) for name in names)  # type: ignore[misc]
            for name in names:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def named(url: str, database: str) -> str:
    address, _, options = url.partition("?")
    return f"{address.rsplit('/', 1)[0]}/{database}" + (f"?{options}" if options else "")


def test_a_postgres_backup_comes_back_whole_and_counts_on(postgres_places: tuple[str, str], tmp_path: Path) -> None:
    old, new = ({"LUOTSI_DATABASE_URL": url} for url in postgres_places)
    place, file = with_lead(tmp_path / "place", **old), tmp_path / "backup.zip"
    assert luotsi("backup", file, "--data", place, settings=old).code == 0
    refused = luotsi("restore", file, "--data", tmp_path / "other", settings=old)
    assert refused.code == 1 and "has tables already" in refused.err
    said = luotsi("restore", file, "--data", tmp_path / "new", settings=new)
    assert said.code == 0, said.err
    assert people(tmp_path / "new", **new) == [("liisa@example.com", "Liisa Äyrämö")]
    prepared(tmp_path / "new", **new)
    added = luotsi(
        "user", "add", "bo@example.com", "--name", "Bo", "--role", "member", "--data", tmp_path / "new", settings=new
    )
    assert added.code == 0, added.err


def test_a_backup_of_one_kind_of_database_is_not_forced_into_another(
    made: tuple[Path, Path], postgres_places: tuple[str, str], tmp_path: Path
) -> None:
    said = luotsi("restore", made[1], "--data", tmp_path / "new", settings={"LUOTSI_DATABASE_URL": postgres_places[0]})
    assert said.code == 1 and "sqlite" in said.err
