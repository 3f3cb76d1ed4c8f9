"""From a path, bytes or an open file to bytes: bounded, unpacked, and never a picture or a program in disguise."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import BinaryIO

from luotsi.kernel.tables.sheet import Limits, refused

Source = Path | str | bytes | BinaryIO

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"
OTHER_KINDS = (
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"%PDF", "a PDF document"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
)


def load(source: Source, name: str, limits: Limits) -> tuple[str, bytes]:
    """The name to use in faults and the unpacked bytes. Raises BadInput."""
    if isinstance(source, bytes | bytearray | memoryview):
        name, data = name or "input", bytes(source)
    elif isinstance(source, str | Path):
        name = name or str(source)
        data = _from_path(Path(source), name, limits)
    else:
        name = name or _name_of(source)
        data = _from_stream(source, name, limits)
    if len(data) > limits.file_bytes:
        raise _too_big(name, limits)
    if data.startswith(GZIP):
        name, data = name.removesuffix(".gz"), gunzip(data, name, limits)
    _refuse_other_kinds(data, name)
    return name, data


def _name_of(stream: BinaryIO) -> str:
    name = getattr(stream, "name", "")
    return name if isinstance(name, str) and name else "input"


def _from_path(path: Path, name: str, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise refused(name, "no_file", "there is no such file.") from None
    except IsADirectoryError:
        raise refused(name, "no_file", "this is a folder.", advice="Name one file in it.") from None
    except (OSError, ValueError) as error:
        raise refused(name, "no_file", f"the file cannot be opened: {error}.") from error


def _from_stream(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    parts, size = [], 0
    while size <= limits.file_bytes and (part := stream.read(min(1 << 20, limits.file_bytes + 1 - size))):
        parts.append(part.encode() if isinstance(part, str) else part)
        size += len(parts[-1])
    return b"".join(parts)


def _too_big(name: str, limits: Limits, what: str = "the file") -> Exception:
    megabytes = limits.file_bytes / 1_000_000
    return refused(
        name,
        "too_big",
        f"{what} is larger than {megabytes:g} MB.",
        advice="Split it, or leave out columns that are not needed.",
    )


def gunzip(data: bytes, name: str, limits: Limits) -> bytes:
    """Unpack gzip (several members too), stopping as soon as more comes out than a file may hold."""
    parts, size = [], 0
    try:
        while data.startswith(GZIP):
            unpacker = zlib.decompressobj(wbits=31)
            parts.append(unpacker.decompress(data, limits.file_bytes + 1 - size))
            size += len(parts[-1])
            if size > limits.file_bytes:
                raise _too_big(name, limits, "the unpacked file")
            if not unpacker.eof:
                raise refused(name, "cut_off", "the gzip archive is cut off.", advice="Fetch the file again.")
            data = unpacker.unused_data
    except zlib.error:
        raise refused(name, "broken_archive", "the gzip archive is damaged.", advice="Fetch it again.") from None
    unpacked = b"".join(parts)
    if unpacked.startswith(GZIP):
        raise refused(name, "nested_archive", "an archive within an archive.", advice="Unpack it once.")
    return unpacked


def _refuse_other_kinds(data: bytes, name: str) -> None:
    for start, kind in OTHER_KINDS:
        if data.startswith(start) and (len(start) > 3 or _looks_binary(data)):
            raise refused(name, "not_a_table", f"this is {kind}, not a table.", advice="Export it as CSV or .xlsx.")


def _looks_binary(data: bytes) -> bool:
    # Two-letter magic such as MZ may also begin a column name; text has next to no control bytes.
    return any(byte < 9 or 13 < byte < 32 for byte in data[:512])
