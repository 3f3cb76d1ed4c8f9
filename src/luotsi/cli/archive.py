"""A backup as one file: a zip whose manifest names every part with its length and SHA-256. No Django here."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from luotsi.kernel.errors import BadInput, Fault

FORMAT = "luotsi-backup"
VERSION = 1
BLOCK = 1 << 20
MANIFEST = "manifest.json"


class Archive:
    """An archive being written. Parts first, then `seal` writes the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._parts: list[dict[str, Any]] = []

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exc: object) -> None:
        self._zip.close()

    @contextmanager
    def part(self, name: str) -> Iterator[Measured]:
        """Write one part as a stream."""
        with self._zip.open(name, "w", force_zip64=True) as entry:
            measured = Measured(entry)
            yield measured
        self._parts.append({"path": name, "bytes": measured.count, "sha256": measured.digest.hexdigest()})

    def add(self, name: str, path: Path) -> None:
        with self.part(name) as entry, open(path, "rb") as file:
            while block := file.read(BLOCK):
                entry.write(block)

    def seal(self, about: dict[str, Any]) -> None:
        document = {"format": FORMAT, "version": VERSION, **about, "parts": self._parts}
        self._zip.writestr(MANIFEST, json.dumps(document, indent=1))


class Measured:
    """A stream that knows how much went through it, and its digest."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry
        self.digest = hashlib.sha256()
        self.count = 0

    def write(self, block: bytes | memoryview) -> None:
        self._entry.write(block)
        self.digest.update(block)
        self.count += len(block)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is complete, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(unfinished, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """An archive and its manifest, every part read and compared. Raises BadInput; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(path, archive)
            _compare(path, archive, manifest)
            yield archive, manifest
    except (zipfile.BadZipFile, EOFError) as broken:
        raise _bad(path, f"is not a whole backup: {broken}.", "Take another copy.") from broken
    except FileNotFoundError as missing:
        raise _bad(path, "is not there.") from missing


def unpack(archive: zipfile.ZipFile, name: str, to: Path) -> None:
    """One part of a compared archive as a file."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, open(to, "wb") as target:
        while block := source.read(BLOCK):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def names_below(manifest: dict[str, Any], folder: str) -> list[str]:
    return [part["path"] for part in manifest["parts"] if part["path"].startswith(folder + "/")]


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as wrong:
        raise _bad(path, "has no manifest: it was not written by `luotsi backup`.") from wrong
    if manifest.get("format") != FORMAT:
        raise _bad(path, "was not written by `luotsi backup`.")
    if manifest["version"] > VERSION:
        raise _bad(path, "was written by a newer Luotsi.", "Install that one first.")
    return manifest


def _compare(path: Path, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    faults = []
    listed = {part["path"] for part in manifest["parts"]}
    for name in sorted(set(archive.namelist()) ^ (listed | {MANIFEST})):
        faults.append(_fault(path, f"{name} is in the archive or in its manifest, but not in both."))
    for part in manifest["parts"]:
        if not _is_safe(part["path"]):
            faults.append(_fault(path, f"{part['path']} would be unpacked outside the data folder."))
        elif part["path"] in archive.namelist() and not _is_same(archive, part):
            faults.append(_fault(path, f"{part['path']} is damaged.", "Take another copy."))
    if faults:
        raise BadInput(faults)


def _is_same(archive: zipfile.ZipFile, part: dict[str, Any]) -> bool:
    digest, count = hashlib.sha256(), 0
    try:
        with archive.open(part["path"]) as entry:
            while block := entry.read(BLOCK):
                digest.update(block)
                count += len(block)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError):
        return False
    except Exception as broken:  # zlib.error has no public base class of its own
        if type(broken).__module__ != "zlib":
            raise
        return False
    return (count, digest.hexdigest()) == (part["bytes"], part["sha256"])


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _fault(path: Path, text: str, advice: str = "") -> Fault:
    return Fault(str(path), text, advice=advice, code="backup_bad")


def _bad(path: Path, text: str, advice: str = "") -> BadInput:
    return BadInput([_fault(path, text, advice)])
