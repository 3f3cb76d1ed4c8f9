"""Several PDF files of one page each as one file.

For the files that the drawing library writes: a plain cross-reference table, no object streams, no encryption. Each
file's page tree hangs below a new root; its objects keep their content and get new numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
HEAD = re.compile(rb"(\d+) 0 obj\b")
STREAM = b"\nstream\n"


def joined(files: Sequence[bytes]) -> bytes:
    """One file with the pages of all in order. Raises ValueError for none, and for a file of another make."""
    if not files:
        raise ValueError("a PDF needs at least one page")
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    trees = []
    for file in files:
        own = _objects(file)
        numbers = {old: len(objects) + place for place, old in enumerate(own, 1)}
        tree = _tree_of(file, own)
        trees.append(numbers[tree])
        own[tree] = own[tree].replace(b"/Type /Pages", b"/Type /Pages /Parent 0 0 R", 1)
        objects += [_renumbered(body, numbers) for body in own.values()]
    kids = b" ".join(b"%d 0 R" % tree for tree in trees)
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(files), kids)
    return _written(objects)


def _objects(file: bytes) -> dict[int, bytes]:
    """Each object's body by its number, found through the table of offsets."""
    start = int(file[file.rindex(b"startxref") :].split()[1])
    if not file.startswith(b"xref", start):
        raise ValueError("this PDF has no plain cross-reference table")
    lines = file[start:].splitlines()[3:]
    offsets = sorted(int(line.split()[0]) for line in lines if line.rstrip().endswith(b"n"))
    found = {}
    for at, end in zip(offsets, [*offsets[1:], start], strict=True):
        head = HEAD.match(file, at)
        if head is None:
            raise ValueError("this PDF's cross-reference table leads elsewhere")
        found[int(head[1])] = file[head.end() : file.rindex(b"endobj", at, end)].strip(b"\r\n")
    return found


def _tree_of(file: bytes, objects: dict[int, bytes]) -> int:
    """The number of the page tree's root."""
    root = re.search(rb"/Root (\d+) 0 R", file[file.rindex(b"trailer") :])
    pages = re.search(rb"/Pages (\d+) 0 R", objects[int(root[1])]) if root else None
    if pages is None:
        raise ValueError("this PDF has no pages")
    return int(pages[1])


def _renumbered(body: bytes, numbers: dict[int, int]) -> bytes:
    """References outside of the stream get their new numbers; 0 becomes the new root of all pages."""
    described, mark, stream = body.partition(STREAM)
    new = REFERENCE.sub(lambda found: b"%d 0 R" % (numbers[int(found[1])] if int(found[1]) else 2), described)
    return new + mark + stream


def _written(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
