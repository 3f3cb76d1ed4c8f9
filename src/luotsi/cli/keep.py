"""`luotsi backup` and `luotsi restore`: everything in one file, and back into an empty place."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click

from luotsi.cli.django import data_option, refuse_unready, start_django, use_data

DATABASE = "luotsi.sqlite3"
SECRET = "secret.key"  # noqa: S105 - a file's name
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@data_option
def backup(file: Path, data: Path | None) -> None:
    """Write database, uploads and secret key into FILE (a zip), also while Luotsi is in use.

    FILE appears when it is complete. It holds everything Luotsi knows and the key that signs sessions: keep it
    as carefully. The settings file luotsi.env is not part of it.

    Example: luotsi backup /srv/backups/luotsi-2026-11-21.zip
    """
    start_django(data)
    refuse_unready()
    from luotsi.cli.archive import Archive, written_whole

    with written_whole(file) as out, Archive(out) as archive:
        about = _write_database(archive)
        count = _write_files(archive)
        archive.seal(about)
    size = file.stat().st_size / 1e6
    click.echo(f"{file}: {about['database']} database and {count} uploaded files, {size:.1f} MB.", err=True)


@click.command()
@click.argument("file", type=FILE)
@data_option
def restore(file: Path, data: Path | None) -> None:
    """Restore a backup into an empty place: a data folder, or a PostgreSQL database, that holds nothing yet.

    The whole file is compared with its checksums first; after any fault nothing has changed.

    Example: luotsi restore luotsi-2026-11-21.zip --data /srv/luotsi
    """
    from luotsi.cli.archive import opened
    from luotsi.web import config

    folder = use_data(data)
    is_sqlite = not config.read("LUOTSI_DATABASE_URL").text
    _refuse_filled(folder)
    with opened(file) as (archive, manifest):
        _refuse_other_kind(manifest, "sqlite" if is_sqlite else "postgresql")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unpacked = Path(tempfile.mkdtemp(prefix=".restore-", dir=folder))
        try:
            _unpack(archive, manifest, unpacked)
            if not is_sqlite:
                _restore_tables(archive, manifest)
            _move_in(unpacked, folder)
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
    click.echo(f"Restored the backup of {manifest['made_at']} into {folder}. Start it: luotsi serve", err=True)


def _write_database(archive: Any) -> dict[str, Any]:
    """The database as of one moment; answers what the manifest says of it."""
    from django.db import connection
    from django.utils import timezone

    import luotsi
    from luotsi.cli import dump

    about: dict[str, Any] = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "luotsi": luotsi.__version__,
        "database": connection.vendor,
        "migrations": dump.applied_migrations(),
    }
    if connection.vendor == "sqlite":
        _write_sqlite(archive)
    else:
        about["rows"] = dump.write_tables(archive)
    return about


def _write_sqlite(archive: Any) -> None:
    """A copy through SQLite's own backup: consistent, and writers go on meanwhile."""
    import sqlite3

    from django.conf import settings
    from django.db import connection

    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.DATA) as place:
        copy = Path(place) / DATABASE
        source = sqlite3.connect(connection.settings_dict["NAME"], timeout=20)
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without its log beside it
        finally:
            source.close()
            target.close()
        _refuse_broken(copy)
        archive.add(DATABASE, copy)


def _write_files(archive: Any) -> int:
    """Uploads after the database: whatever a row names is there by then."""
    from django.conf import settings

    secret = Path(settings.DATA) / SECRET
    if secret.exists():
        archive.add(SECRET, secret)
    uploads = [path for path in sorted(Path(settings.UPLOADS).rglob("*")) if path.is_file()]
    for path in uploads:
        archive.add(f"uploads/{path.relative_to(settings.UPLOADS).as_posix()}", path)
    return len(uploads)


def _unpack(archive: ZipFile, manifest: dict[str, Any], to: Path) -> None:
    from luotsi.cli.archive import names_below, unpack

    listed = {part["path"] for part in manifest["parts"]}
    for name in [*sorted(listed & {DATABASE, SECRET}), *names_below(manifest, "uploads")]:
        unpack(archive, name, to / name)
    if DATABASE in listed:
        _refuse_broken(to / DATABASE)
    if SECRET in listed:
        (to / SECRET).chmod(0o600)


def _restore_tables(archive: ZipFile, manifest: dict[str, Any]) -> None:
    start_django()
    from django.db import DatabaseError

    from luotsi.cli import dump
    from luotsi.kernel.errors import Unavailable

    try:
        dump.read_tables(archive, manifest)
    except DatabaseError as error:
        raise Unavailable(f"PostgreSQL refused, nothing was changed: {str(error).strip()}") from error


def _move_in(unpacked: Path, folder: Path) -> None:
    """The database comes last: until then the place is still an empty one."""
    for name in ("uploads", SECRET, DATABASE):
        if (unpacked / name).exists():
            if name == "uploads" and (folder / name).exists():
                (folder / name).rmdir()
            (unpacked / name).replace(folder / name)


def _refuse_filled(folder: Path) -> None:
    from luotsi.kernel.errors import Refused

    found = [name for name in (DATABASE, f"{DATABASE}-wal") if (folder / name).exists()]
    uploads = folder / "uploads"
    if uploads.exists() and any(uploads.iterdir()):
        found.append("uploads")
    if found:
        raise Refused(
            f"{folder} holds data already ({', '.join(found)}). Restore into an empty place: --data another/folder",
            code="not_empty",
        )


def _refuse_other_kind(manifest: dict[str, Any], kind: str) -> None:
    from luotsi.kernel.errors import Refused

    if manifest["database"] != kind:
        raise Refused(
            f"The backup is of a {manifest['database']} database, this place uses {kind}. "
            + ("Leave LUOTSI_DATABASE_URL empty." if kind != "sqlite" else "Set LUOTSI_DATABASE_URL."),
            code="other_database",
        )


def _refuse_broken(path: Path) -> None:
    import sqlite3

    from luotsi.kernel.errors import Unavailable

    database = sqlite3.connect(path)
    try:
        # Some constraints call functions that only Django knows; the file's structure is what is asked here.
        database.execute("PRAGMA ignore_check_constraints=ON")
        (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    finally:
        database.close()
    if verdict != "ok":
        raise Unavailable(f"The database file is damaged: {verdict}. Nothing was changed.", code="database_damaged")
