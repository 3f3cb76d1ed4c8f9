"""Full-text search in five languages over whatever rooms index: SQLite's FTS5 or PostgreSQL's tsvector.

Both hold stems made by `engines.text`, so both answer the same. Rooms index in the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL


class Kind(IntEnum):
    """What can be found. A document's row number is `object id × SPREAD + kind`: no second table, no look-up."""

    REQUEST = 1
    WORK_ITEM = 2
    GOAL = 3
    STAKEHOLDER = 4
    CAMPAIGN = 5
    NEWS_ITEM = 6
    RELEASE = 7
    CASE = 8


T = TypeVar("T", bound=Model)
SPREAD = 16
TABLE = "search_document"


def index(kind: Kind, thing: Model, text: str) -> None:
    """Make `thing` findable by `text`, replacing what it was found by before."""
    index_many(kind, [(thing.pk, text)])


def index_many(kind: Kind, texts: Iterable[tuple[int, str]]) -> None:
    """Index many things at once: two statements per 1,000."""
    from luotsi.engines.text import search_stems

    rows = [(_row(kind, pk), " ".join(search_stems(text))) for pk, text in texts]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 1000):
            part = rows[start : start + 1000]
            _delete(cursor, [number for number, _ in part])
            cursor.executemany(_insert_sql(), part)


def forget(kind: Kind, pks: Iterable[int]) -> None:
    """Things that are gone are not found."""
    with connection.cursor() as cursor:
        _delete(cursor, [_row(kind, pk) for pk in pks])


def matching(found: QuerySet[T], kind: Kind, query: str) -> QuerySet[T]:
    """The rows of `found` in which every word of `query` occurs, in whatever form; all of them for an empty query."""
    condition = _condition(query)
    if condition is None:
        return found
    numbers = f"SELECT {_number()} / {SPREAD} FROM {TABLE} WHERE {_match_sql()} AND ({_number()} & {SPREAD - 1}) = %s"  # noqa: S608
    return found.filter(Q(pk__in=RawSQL(numbers, [condition, int(kind)])))  # noqa: S611


def _row(kind: Kind, pk: int) -> int:
    return pk * SPREAD + kind


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _number() -> str:
    return "rowid" if _is_sqlite() else "id"


def _insert_sql() -> str:
    if _is_sqlite():
        return f"INSERT INTO {TABLE} (rowid, stems) VALUES (%s, %s)"  # noqa: S608
    return f"INSERT INTO {TABLE} (id, stems) VALUES (%s, to_tsvector('simple', %s))"  # noqa: S608


def _match_sql() -> str:
    return f"{TABLE} MATCH %s" if _is_sqlite() else "stems @@ to_tsquery('simple', %s)"


def _delete(cursor: Any, numbers: list[int]) -> None:
    if numbers:
        places = ",".join(["%s"] * len(numbers))
        cursor.execute(f"DELETE FROM {TABLE} WHERE {_number()} IN ({places})", numbers)  # noqa: S608


def _condition(query: str) -> str | None:
    """The query in the database's own language: all words, each in any of its forms."""
    from luotsi.engines.text import query_stems

    words = query_stems(query)
    if not words:
        return None
    write = _fts5 if _is_sqlite() else _tsquery
    both = " AND " if _is_sqlite() else " & "
    either = " OR " if _is_sqlite() else " | "
    last = len(words) - 1
    found = (_forms(forms, is_last=place == last) for place, forms in enumerate(words))
    return both.join(f"({either.join(write(form) for form in forms)})" for forms in found)


def _forms(forms: tuple[str, ...], *, is_last: bool) -> list[str]:
    """Only the last word may be half typed, as a prefix that finds its longer forms too: prefixes are slow to walk."""
    if not is_last:
        return [form for form in forms if not form.endswith("*")]
    prefixes = tuple(form[:-1] for form in forms if form.endswith("*"))
    return [form for form in forms if form.endswith("*") or not form.startswith(prefixes)]


def _fts5(form: str) -> str:
    return f'"{form[:-1]}"*' if form.endswith("*") else f'"{form}"'


def _tsquery(form: str) -> str:
    return f"'{form[:-1]}':*" if form.endswith("*") else f"'{form}'"
