"""Bytes of a page to text: by its mark, its own word, the server's word, and only then by guessing."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})"),
    re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]{1,40})", re.IGNORECASE),
)
LOOKED_AT = 4096
# Names of Western encodings under which servers send what is Windows' own.
AS_WINDOWS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "utf-8", "us-ascii": "utf-8"}


def text_of(body: bytes, charset: str = "") -> tuple[str, bool]:
    """The text, and whether what it said about its encoding was wrong.

    Example: text_of("Ёлка".encode("cp1251"), "windows-1251") -> ("Ёлка", False)
    """
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(_endless(mark, encoding), "replace"), False
    claims = [_known(name) for name in (_own(body), charset) if name]
    # Bytes beyond ASCII that are UTF-8 are so by no accident, whatever the page says of itself.
    first = () if body.isascii() else ("utf-8",)
    for encoding in dict.fromkeys((*first, *claims, "utf-8")):
        if encoding and (text := _decoded(body, encoding)) is not None:
            return text, bool(claims) and encoding not in claims
    return _guessed(body), bool(claims)


def _endless(mark: bytes, encoding: str) -> str:
    """The encoding without its mark."""
    if encoding == "utf-8":
        return encoding
    return f"{encoding}-{'le' if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE) else 'be'}"


def _own(body: bytes) -> str:
    for pattern in DECLARED:
        if found := pattern.search(body[:LOOKED_AT]):
            return found[1].decode("ascii")
    return ""


def _known(name: str) -> str:
    """Python's name of an encoding of text; empty for one it does not know."""
    name = AS_WINDOWS.get(name.lower(), name.lower())
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return found.name if getattr(found, "_is_text_encoding", True) else ""


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        text = body.decode(encoding)
    except (UnicodeError, ValueError):
        return None
    return None if "\0" in text else text


def _guessed(body: bytes) -> str:
    """One wrong byte in a page of UTF-8 does not make it another encoding."""
    replaced = body.decode("utf-8", "replace")
    if replaced.count("\ufffd") * 100 < len(replaced):
        return replaced
    from charset_normalizer import from_bytes

    best = from_bytes(body[:100_000]).best()
    return body.decode(best.encoding if best else "cp1252", "replace")
