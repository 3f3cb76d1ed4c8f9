"""`luotsi check` and `luotsi config`: what is so, what to do, and nothing changed by looking."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luotsi.cli.main import COMMANDS
from tests.cli.command import luotsi, prepared
from tests.writers import ROOT


def findings(folder: Path, **settings: str) -> tuple[int, dict[str, dict[str, Any]]]:
    said = luotsi("check", "--json", "--data", folder, settings=settings)
    return said.code, {row["what"]: row for row in json.loads(said.out)["rows"]}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("place") / "data")


def test_a_place_in_order_ends_with_zero_and_says_what_is_still_to_do(place: Path) -> None:
    code, found = findings(place)
    assert code == 0
    assert {what for what, row in found.items() if row["verdict"] == "good"} == {
        "configuration", "database", "migrations", "background work", "disk", "charts",
    }  # fmt: skip
    assert "luotsi user add" in found["people"]["do"]
    assert "LUOTSI_EMAIL_URL" in found["mail"]["do"]


def test_looking_at_an_empty_place_makes_no_database(tmp_path: Path) -> None:
    code, found = findings(tmp_path / "nothing")
    assert (code, found["database"]["verdict"]) == (1, "bad")
    assert "luotsi serve" in found["database"]["do"]
    assert not (tmp_path / "nothing" / "luotsi.sqlite3").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LUOTSI_WORKERS", "many"),
        ("LUOTSI_THREADS", "0"),
        ("LUOTSI_TIME_ZONE", "Europe/Atlantis"),
        ("LUOTSI_LANGUAGE", "xx"),
        ("LUOTSI_NEWS_NETWORKS", "10.0.0.1/8"),  # host bits are set
        ("LUOTSI_HOOK_NETWORKS", "10.0.0.1/8"),
        ("LUOTSI_URL", "luotsi.example.com"),
        ("LUOTSI_URL", "https://luotsi.example.com"),  # not among LUOTSI_ALLOWED_HOSTS
    ],
)
def test_a_setting_that_will_not_do_is_named_before_anything_is_started(name: str, text: str, place: Path) -> None:
    code, found = findings(place, **{name: text})
    assert (code, list(found)) == (1, ["configuration"])
    assert name in found["configuration"]["found"]


def test_a_mail_server_that_is_away_is_bad(place: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"smtp://user:secret@127.0.0.1:{closed.getsockname()[1]}"
        code, found = findings(place, LUOTSI_EMAIL_URL=url)
    assert (code, found["mail"]["verdict"]) == (1, "bad")
    assert "secret" not in json.dumps(found)


def test_a_database_that_is_away_is_bad(place: Path) -> None:
    code, found = findings(place, LUOTSI_DATABASE_URL="postgres://luotsi@127.0.0.1:1/luotsi")
    assert (code, found["database"]["verdict"]) == (1, "bad")
    assert "LUOTSI_DATABASE_URL" in found["database"]["do"]


def test_config_names_value_and_origin_and_hides_secrets(tmp_path: Path) -> None:
    (tmp_path / "luotsi.env").write_text("LUOTSI_LANGUAGE=fi\nLUOTSI_EMAIL_URL=smtp://me:hush@mail.example.com:587\n")
    said = luotsi("config", "--json", "--data", tmp_path, settings={"LUOTSI_WORKERS": "3"})
    rows = {row["name"]: (row["value"], row["origin"]) for row in json.loads(said.out)["rows"]}
    assert rows["LUOTSI_LANGUAGE"] == ("fi", "file")
    assert rows["LUOTSI_WORKERS"] == ("3", "environment")
    assert rows["LUOTSI_THREADS"] == ("4", "default")
    assert rows["LUOTSI_EMAIL_URL"] == ("(hidden)", "file")
    assert "hush" not in said.out
    assert not (tmp_path / "secret.key").exists()


def test_the_page_of_settings_is_the_table_that_is_in_force() -> None:
    printed = subprocess.run(
        [sys.executable, "bin/settings-page"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    written = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert written == printed.stdout, "run: .venv/bin/python bin/settings-page > docs/reference/settings.md"


def test_every_command_stands_on_the_page_of_commands() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`luotsi {name}" not in page] == []
