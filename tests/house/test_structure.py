"""The house stands as ARCHITECTURE.md says: contracts of import, small files, migrations that match the models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "luotsi"


def test_code_depends_only_downwards() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_no_source_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(file.relative_to(ROOT)): n
        for file in SOURCE.rglob("*.py")
        if (n := len(file.read_text().splitlines())) > 400
    }
    assert not long


def test_no_file_is_called_after_nothing() -> None:
    banned = {"utils", "helpers", "common", "manager", "service", "services", "misc"}
    assert not [file for file in SOURCE.rglob("*.py") if file.stem in banned]


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_luotsi_help_imports_neither_django_nor_numbers() -> None:
    """What makes `luotsi --help` start in a blink; the time itself is in benchmarks/start_up.py."""
    code = (
        "import sys; from luotsi.cli.main import cli\n"
        "try: cli(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'django', 'numpy', 'scipy', 'pandas', 'sklearn', 'ortools', 'highspy', 'altair', 'duckdb', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == "[]" and "forecast" in done.stdout


def test_architecture_can_be_read_in_ten_minutes() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) <= 120
