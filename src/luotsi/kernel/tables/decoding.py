"""From bytes to text. UTF-8 unless the file proves otherwise; what is not certain is refused with its place."""

from __future__ import annotations

import codecs
import re

from luotsi.kernel.tables.sheet import Note, refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("cp1252", "cp1251", "koi8-r")
SAMPLE_BYTES = 200_000
WORD = re.compile(r"[^\W\d_]+")
# Symbols within a word, line-drawing characters anywhere: the wrong code page shows so.
ODD_SYMBOL = re.compile(
    r"(?<=[^\W\d_])[\u00a1-\u00bf×÷†‡‰‹›ˆ˜¤](?=[^\W\d_])|[¢¤¥¦¨¬¯¸]|[\u2219-\u221a\u2248\u2264\u2265\u2320\u2321\u2500-\u25ff]"
)
# Where Icelandic letters stand in Western Europe's page, Turkish ones stand in another.
ODD_LETTERS = re.compile(r"[þðýÞÐÝ]|[\u00c0-\u024f]{3}|[a-z][À-ÖØ-Þ]|[ƒŸª]")

UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """The text and, where it was not UTF-8, a note that says which encoding it was. Raises BadInput."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding, name)
    _refuse_nul(data, name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _by_evidence(data, error, name)


def _with_mark(data: bytes, encoding: str, name: str) -> tuple[str, tuple[Note, ...]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(data, error, name, encoding.upper()) from None
    _refuse_nul(text.encode("utf-8", "surrogatepass"), name)
    if encoding == "utf-8":
        return text, ()
    return text, (_note(encoding.removesuffix("-le").removesuffix("-be").upper()),)


def _note(encoding: str) -> Note:
    return Note("encoding", f"The file is written in {encoding}, not in UTF-8; it was read so.")


def _refuse_nul(data: bytes, name: str) -> None:
    at = data.find(b"\x00")
    if at < 0:
        return
    sample = data[:2000]
    if sample.count(0) > len(sample) // 4:
        text, advice = "every other byte is NUL; this looks like UTF-16 without its mark.", "Save it as UTF-8."
    else:
        text, advice = "a NUL byte; this is no text file.", "Export it again as CSV in UTF-8."
    line, column = _place(data, at)
    raise refused(name, "nul_byte", text, line=line, column=f"byte {column}", advice=advice)


def _place(data: bytes, at: int) -> tuple[int, int]:
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1, len(before) - before.rfind(b"\n")


def _not_text(data: bytes, error: UnicodeDecodeError, name: str, encoding: str) -> Exception:
    line, column = _place(data, error.start)
    return refused(
        name,
        "wrong_encoding",
        f"byte 0x{data[error.start]:02X} is not {encoding}, and the encoding cannot be told for certain.",
        line=line,
        column=f"byte {column}",
        advice="Save the file as UTF-8 and bring it again.",
    )


def _by_evidence(data: bytes, error: UnicodeDecodeError, name: str) -> tuple[str, tuple[Note, ...]]:
    sample = _telling_lines(data)
    likely = [encoding for encoding in CANDIDATES if _is_plausible(sample, encoding)]
    readings = {sample.decode(encoding): encoding for encoding in reversed(likely)}
    if len(readings) > 1 or not likely:
        chosen = _asked(sample, likely) if likely else None
    else:
        chosen = likely[0]
    if chosen is None:
        raise _not_text(data, error, name, "UTF-8")
    try:
        return data.decode(chosen), (_note(chosen),)
    except UnicodeDecodeError:
        raise _not_text(data, error, name, "UTF-8") from None


def _telling_lines(data: bytes) -> bytes:
    """Only lines with bytes above ASCII tell anything."""
    lines = [line for line in data[:2_000_000].splitlines() if not line.isascii()]
    return b"\n".join(lines or data.splitlines())[:SAMPLE_BYTES]


def _is_plausible(sample: bytes, encoding: str) -> bool:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    if _is_partly_utf8(sample, encoding):
        return False
    words = [word for word in WORD.findall(text) if not word.isascii()]
    if encoding != "cp1252" and not any(1 < len(word) < 40 for word in words):
        return False
    odd = sum(_is_odd(word) for word in words) + len(ODD_SYMBOL.findall(text))
    controls = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\r\n\f\v")
    return controls == 0 and odd <= 0.02 * len(words)


def _is_partly_utf8(sample: bytes, encoding: str) -> bool:
    """UTF-8 with a few foreign bytes must not be read as something else as a whole.

    Cyrillic pages have pairs that look like UTF-8 (a capital before a closing quote), Western Europe's has none.
    """
    letters = sum(map(len, UTF8_LETTER.findall(sample)))
    return letters > 0 if encoding == "cp1252" else letters > 0.5 * sum(byte > 127 for byte in sample)


def _is_odd(word: str) -> bool:
    """Not a word anyone writes: two alphabets in one, capitals in the middle, or a run of accented letters."""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in word)
    if cyrillic:
        return cyrillic != len(word) or not (word.islower() or word.isupper() or word.istitle())
    return ODD_LETTERS.search(word) is not None


def _asked(sample: bytes, likely: list[str]) -> str | None:
    """Several readings look like words: a second opinion, taken only when it is clear."""
    from charset_normalizer import from_bytes

    ranked = list(from_bytes(sample, cp_isolation=[codecs.lookup(name).name for name in likely], threshold=0.3))
    if not ranked:
        return None
    best = ranked[0]
    rivals = [other for other in ranked[1:] if str(other) != str(best)]
    if any(other.chaos <= best.chaos + 0.02 and other.coherence >= best.coherence - 0.1 for other in rivals):
        return None
    return next((name for name in likely if codecs.lookup(name).name == codecs.lookup(best.encoding).name), None)
