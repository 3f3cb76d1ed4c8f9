"""What a request's own words tell (tactic or outcome, what thing, a date), and the request that a row will be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luotsi.rooms.backlog.models import Deliverable, Request

if TYPE_CHECKING:
    from luotsi.kernel.tables import MappedRow

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Detected:
    """Codes of `Phrasing` and `Deliverable`."""

    phrasing: str
    deliverable: str
    names_date: bool


def detect(title: str, body: str = "", labels: Iterable[str] = ()) -> Detected:
    """Ask the engine about one text."""
    from luotsi.engines.text import deliverable_of, names_date, phrasing_of

    labels = tuple(labels)
    return Detected(
        phrasing_of(title, body, labels).kind,
        deliverable_of(title, body, labels).kind,
        names_date(title, body).found,
    )


def detect_in(request: Request) -> None:
    """Set phrasing, deliverable and names_date from what the request says; a day given is a date named."""
    found = detect(request.title, said_below_title(request), request.labels)
    request.phrasing, request.deliverable = found.phrasing, found.deliverable
    request.names_date = found.names_date or request.needed_on is not None


def said_below_title(request: Request) -> str:
    """All that a request says below its title, without repeating it."""
    parts = (request.wanted, request.tactic, request.how_known, request.body)
    return "\n".join(part for part in parts if part and part != request.title)


def searchable_text(request: Request) -> str:
    return f"{request.title} {said_below_title(request)} {request.for_whom}"


def title_from(*texts: str) -> str:
    """The first line of the first text that says something, cut at a word."""
    text = next((text.strip() for text in texts if text.strip()), "")
    line = " ".join(text.splitlines()[0].split()) if text else ""
    if len(line) <= LONGEST_TITLE:
        return line
    return line[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:.–-") + "…"


def draft_of(row: MappedRow) -> Request:
    """The request that a row will be, not yet saved."""
    title = row.title or title_from(row.body)
    request = Request(
        title=title[:300],
        body=row.body if len(title) <= 300 else f"{title}\n\n{row.body}",
        needed_on=row.needed_on,
        labels=[label[:100] for label in row.labels][:50],
        source=Request.Source.FILE,
        url=row.url if len(row.url) <= 500 else "",
        closed_on=row.closed_on,
    )
    detect_in(request)
    hint = row.deliverable_hint.casefold()
    if hint in Deliverable.values:
        request.deliverable = hint
    return request


def asker_of(row: MappedRow) -> str:
    """Who asks, as well as the file tells: a name, else a role, else the organisation."""
    return (row.asker_name or row.asker_email.partition("@")[0] or row.asker_role or row.organisation)[:200]
