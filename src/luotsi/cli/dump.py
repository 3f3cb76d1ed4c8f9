"""The rows of a PostgreSQL database out of one snapshot, and back into an empty one in one transaction.

Own, and not pg_dump: that refuses servers newer than itself and is often not installed beside the application.
"""

from __future__ import annotations

import zipfile
from typing import Any

from luotsi.cli.archive import BLOCK, Archive, names_below
from luotsi.kernel.errors import Refused

FOLDER = "tables"


def write_tables(archive: Archive) -> dict[str, int]:
    """Every table as one part, all as they were at the same moment. Answers rows by table."""
    from django.db import connection, transaction

    rows = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in _tables(cursor):
            with archive.part(f"{FOLDER}/{table}.copy") as part:
                # One header line of our own: a column added in between must not shift the others.
                columns = _columns(cursor, table)
                part.write((",".join(columns) + "\n").encode())
                with cursor.copy(f"COPY {_quoted(table)} ({_list(columns)}) TO STDOUT") as copy:
                    for block in copy:
                        part.write(block)
            rows[table] = cursor.rowcount
    return rows


def read_tables(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Make the tables as they were, and fill them; all or nothing. Raises Refused unless there is none."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if _tables(cursor):
            raise Refused(
                "The database has tables already; a backup is restored into an empty one. "
                "Create a new database and name it in LUOTSI_DATABASE_URL.",
                code="not_empty",
            )
        _migrate_as_it_was(manifest["migrations"])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what migrations left pending would forbid TRUNCATE
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        tables = _tables(cursor)
        cursor.execute(f"TRUNCATE {_list(tables)}")
        for name in names_below(manifest, FOLDER):
            _fill(cursor, archive, name)
        for table in tables:
            _set_sequences(cursor, table)


def applied_migrations() -> list[list[str]]:
    """Every applied migration as [app, name], in order of application."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return [list(pair) for pair in MigrationRecorder(connection).applied_migrations()]


def _migrate_as_it_was(migrations: list[list[str]]) -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    wanted = [(app, name) for app, name in migrations]
    unknown = [f"{app}.{name}" for app, name in wanted if (app, name) not in executor.loader.graph.nodes]
    if unknown:
        raise Refused(
            f"The backup was made by a newer Luotsi (unknown here: {', '.join(unknown)}). Install that one first.",
            code="backup_newer",
        )
    executor.migrate(wanted)


def _fill(cursor: Any, archive: zipfile.ZipFile, name: str) -> None:
    table = name.removeprefix(FOLDER + "/").removesuffix(".copy")
    with archive.open(name) as part:
        columns = part.readline().decode().strip().split(",")
        with cursor.copy(f"COPY {_quoted(table)} ({_list(columns)}) FROM STDIN") as copy:
            while block := part.read(BLOCK):
                copy.write(block)


def _set_sequences(cursor: Any, table: str) -> None:
    """New rows go on counting where the restored ones end."""
    for column in _columns(cursor, table):
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [_quoted(table), column])
        (sequence,) = cursor.fetchone()
        if sequence:
            cursor.execute(
                f"SELECT setval(%s, COALESCE(MAX({_quoted(column)}), 0) + 1, false) FROM {_quoted(table)}",  # noqa: S608
                [sequence],
            )


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename", [])
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor: Any, table: str) -> list[str]:
    """Columns that hold values; those the server computes come back by themselves."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _list(names: list[str]) -> str:
    return ", ".join(_quoted(name) for name in names)
