"""`luotsi check` and `luotsi config`: does everything stand, and which settings are in force."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luotsi.cli.django import data_option, start_django, use_data
from luotsi.cli.output import answer, answer_options

if TYPE_CHECKING:
    from luotsi.cli.checks import Finding

MARKS = {"good": "[green]good[/]", "watch": "[yellow]watch[/]", "bad": "[red]bad[/]"}


@click.command()
@answer_options()
@data_option
def check(as_json: bool, out: Path | None, data: Path | None) -> None:
    """Look at configuration, database, migrations, mail, disk, background work and charts.

    Each line says what is so and, where it is not good, what to do. Ends with 1 if anything is bad.

    Example: luotsi check --json
    """
    from luotsi.cli import checks

    use_data(data)
    found = checks.of_configuration()
    if all(finding.verdict != "bad" for finding in found):
        start_django(data)
        found += checks.of_place()
    rows = [{"what": f.what, "verdict": f.verdict, "found": f.found, "do": f.do} for f in found]
    answer(
        rows,
        columns=("what", "verdict", "found", "do"),
        as_json=as_json,
        out=out,
        table=lambda: _show(found),
    )
    if any(finding.verdict == "bad" for finding in found):
        raise SystemExit(1)


@click.command()
@answer_options()
@data_option
def config(as_json: bool, out: Path | None, data: Path | None) -> None:
    """Every setting: name, value, and whether it comes from the environment, luotsi.env or its default.

    Secret values are not shown.

    Example: LUOTSI_WORKERS=2 luotsi config
    """
    use_data(data)
    from luotsi.web.config import SETTINGS

    rows = [_row(setting.name, setting.secret) for setting in SETTINGS]
    answer(rows, columns=("name", "value", "origin"), as_json=as_json, out=out)


def _row(name: str, secret: bool) -> dict[str, str]:
    from luotsi.web.config import Value, data_folder, read

    if name == "LUOTSI_DATA":
        origin = "environment" if os.environ.get(name) else "default"
        return {"name": name, "value": str(data_folder()), "origin": origin}
    # Reading an absent key would make one: looking must not change anything.
    value = Value(name, "", "generated") if _is_key_unmade(name) else read(name)
    shown = "(hidden)" if secret and value.text and value.origin != "default" else value.text
    return {"name": name, "value": shown, "origin": value.origin}


def _is_key_unmade(name: str) -> bool:
    from luotsi.web.config import data_folder

    if name != "LUOTSI_SECRET_KEY" or os.environ.get(name) or (data_folder() / "secret.key").exists():
        return False
    settings = data_folder() / "luotsi.env"
    return not (settings.exists() and name in settings.read_text(encoding="utf-8"))


def _show(found: list[Finding]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    for finding in found:
        console.print(f"{MARKS[finding.verdict]:<18} [bold]{finding.what}[/]: {escape(finding.found)}")
        if finding.do:
            console.print(f"      → {escape(finding.do)}")
