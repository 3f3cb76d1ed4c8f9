"""Django for the commands that need the database: the data folder first, then the settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

SETTINGS = "luotsi.web.settings"
ADDRESS = "address"


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --data DIR; it arrives as `data`."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder with the database, uploads and secret key (default: $LUOTSI_DATA, else ./var).",
    )(command)


def use_data(data: Path | None) -> Path:
    """Settle where the data are, for this process and those it starts."""
    from luotsi.web import config

    if data is not None:
        os.environ["LUOTSI_DATA"] = str(data.resolve())
    return config.data_folder()


def remember_address(url: str) -> None:
    """Keep the address that `luotsi serve` listens on, for the links that other commands print."""
    from luotsi.web import config

    folder = config.data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what customers and colleagues said is in there
    (folder / ADDRESS).write_text(url)


def _recall_address() -> None:
    from luotsi.web import config

    kept = config.data_folder() / ADDRESS
    if config.read("LUOTSI_URL").origin == "default" and kept.exists():
        os.environ["LUOTSI_URL"] = kept.read_text().strip()


def start_django(data: Path | None = None) -> None:
    """Set Django up on the data of that folder."""
    use_data(data)
    _recall_address()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def refuse_unready() -> None:
    """Raise Unavailable unless the database is there and migrated."""
    from luotsi.kernel.errors import Unavailable

    file = sqlite_file()
    if file is not None and not file.exists():
        raise Unavailable(
            f"There is no database in {file.parent}. `luotsi serve` makes one; --data names another folder.",
            code="no_database",
        )
    missing = pending_migrations()
    if missing:
        raise Unavailable(
            f"The database lacks {missing} migrations. `luotsi serve` applies them; start it first.",
            code="not_migrated",
        )


def sqlite_file() -> Path | None:
    """The database's file; None with PostgreSQL."""
    from django.db import connection

    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def pending_migrations() -> int:
    """How many migrations the database lacks. Raises Unavailable when it does not answer."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from luotsi.kernel.errors import Unavailable

    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Unavailable(f"The database does not answer: {str(error).strip()}", code="database_away") from error
