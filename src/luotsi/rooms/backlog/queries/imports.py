"""Files on their way in: read, recognised or mapped, and shown as the requests they will become."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from luotsi.kernel.errors import BadInput, Fault, Missing
from luotsi.rooms.backlog.detecting import asker_of, draft_of
from luotsi.rooms.backlog.models import ImportRun, RememberedMapping, Request
from luotsi.rooms.backlog.queries.similar import Like, like_requests

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User
    from luotsi.kernel.tables import Mapped, MappedRow, Mapping, Recipe, Sheet

SHOWN_ROWS = 8
COMPARED_ROWS = 1000  # imported requests that are compared with all others on the result page
SHOWN_PAIRS = 40
KINDS = ("duplicate", "recurring", "sibling")


def imports_for(user: User) -> QuerySet[ImportRun]:
    return ImportRun.objects.select_related("job", "by") if user.may("requests.import") else ImportRun.objects.none()


def import_for(user: User, pk: int) -> ImportRun:
    found = imports_for(user).filter(pk=pk).first()
    if found is None:
        raise Missing(_("This import is not there (any more)."), code="import_missing")
    return found


def stored_path(run: ImportRun) -> Path:
    """Where the original lies until it is brought in or discarded."""
    return settings.UPLOADS / run.stored_as


@dataclass(frozen=True)
class Reading:
    """A file as it is understood. `origin` says whence the mapping: a recipe's name, remembered, guessed or given."""

    sheet: Sheet
    mapping: Mapping
    mapped: Mapped
    origin: str
    signature: str

    @cached_property
    def repeated_lines(self) -> set[int]:
        """Rows whose number stands in the file before: the first one counts."""
        return {fault.line for fault in self.mapped.faults if fault.code == "repeated_id" and fault.line}

    @cached_property
    def faulty_lines(self) -> set[int]:
        return {fault.line for fault in self.mapped.errors if fault.line}

    @cached_property
    def good_rows(self) -> list[MappedRow]:
        """Rows that can become requests: readable, with something said, no number twice."""
        usable = (row for row in self.mapped.usable if row.line not in self.repeated_lines)
        return [row for row in usable if row.title or row.body]

    @cached_property
    def keys(self) -> dict[int, str]:
        """What each row is known by, by its line."""
        return dict(zip((row.line for row in self.good_rows), keys_of(self.good_rows), strict=True))


def read_upload(source: Path | str | bytes, name: str, mapping: Mapping | None = None) -> Reading:
    """Read and map a file. Raises BadInput where it cannot be read at all or no column fills the title."""
    from luotsi.kernel.tables import apply, guess_mapping, read_table, recognise, signature

    sheet = read_table(source, name=name, keep_good=True)
    mark = signature(sheet.columns)
    recipe = recognise(sheet)
    origin = recipe.name if recipe else "guessed"
    prepared = recipe.prepare(sheet) if recipe else sheet
    remembered = None if mapping is not None else _remembered(mark)
    if mapping is not None:
        chosen, origin = mapping, "given"
    elif remembered is not None:
        chosen, origin = remembered, "remembered"
    else:
        chosen = recipe.mapping(prepared) if recipe else guess_mapping(prepared.columns, prepared.rows)
    return Reading(prepared, chosen, apply(prepared, chosen), origin, mark)


def readable(path: Path, name: str) -> Recipe | None:
    """Whether a file can be read at all, and what it is. Raises BadInput."""
    from luotsi.kernel.tables import read_table, recognise

    sheet = read_table(path, name=name, keep_good=True)
    if not len(sheet):
        raise BadInput([Fault(name, _("there is a header and no row below it."), 1, code="empty")])
    return recognise(sheet)


def _remembered(mark: str) -> Mapping | None:
    from luotsi.kernel.tables import Mapping

    kept = RememberedMapping.objects.filter(signature=mark).values_list("mapping", flat=True).first()
    return Mapping.from_dict(kept) if kept else None


def keys_of(rows: Sequence[MappedRow]) -> list[str]:
    """Each row's number where it came from; without one, a mark of what it says, so that a file may come twice."""
    seen: dict[str, int] = {}
    keys = []
    for row in rows:
        key = row.external_id[:200]
        if not key:
            said = "\n".join((row.title, row.body, str(row.created_on), row.organisation, row.asker_name))
            key = "said:" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
            seen[key] = seen.get(key, 0) + 1
            key = key if seen[key] == 1 else f"{key}:{seen[key]}"
        keys.append(key)
    return keys


def known_keys(keys: Iterable[str]) -> set[str]:
    """Which of these have come in before; one query."""
    asked = set(keys)
    found = Request.objects.exclude(external_id="").values_list("external_id", flat=True)
    return set(found.filter(external_id__in=asked)) if len(asked) <= 500 else asked.intersection(found.iterator())


# -- the preview ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as the request it will be."""

    line: int
    request: Request
    asker: str
    organisation: str
    is_closed: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the mapping page shows before anything is brought in."""

    reading: Reading
    rows: list[PreviewRow]
    rows_count: int
    open_count: int
    closed_count: int
    known_count: int

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.reading.mapped.errors

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return self.reading.mapped.warnings


def preview_of(reading: Reading) -> Preview:
    good, known = reading.good_rows, known_keys(reading.keys.values())
    closed = sum(row.state == "closed" for row in good)
    rows = [
        PreviewRow(
            row.line,
            draft_of(row),
            asker_of(row),
            row.organisation,
            row.state == "closed",
            reading.keys[row.line] in known,
        )
        for row in good[:SHOWN_ROWS]
    ]
    return Preview(reading, rows, len(reading.mapped.rows), len(good) - closed, closed, len(known))


# -- after the import -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LikePair:
    request: Request
    like: Like


@dataclass(frozen=True, slots=True)
class LikePairs:
    """Near-duplicates among what came in and what was there: how many of each kind, and the likest of each."""

    counts: dict[str, int]
    shown: list[LikePair]


def like_pairs(run: ImportRun) -> LikePairs:
    """Pairs that are the same or nearly; "related" ones are left to the request's own page."""
    first = run.requests.order_by("pk").only("title", "imported_by")[:COMPARED_ROWS]
    imported = {request.pk: request for request in first}
    pairs: dict[tuple[int, int], LikePair] = {}
    for pk, likes in like_requests(list(imported.values())).items():
        for like in likes:
            if like.kind in KINDS:
                both = (min(pk, like.request.pk), max(pk, like.request.pk))
                pairs.setdefault(both, LikePair(imported[pk], like))
    found = sorted(pairs.values(), key=lambda pair: (KINDS.index(pair.like.kind), -pair.like.score, pair.request.pk))
    counts = {kind: sum(pair.like.kind == kind for pair in found) for kind in KINDS}
    return LikePairs(counts, found[:SHOWN_PAIRS])
