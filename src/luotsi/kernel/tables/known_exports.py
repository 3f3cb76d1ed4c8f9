"""Exports that need no hand mapping: Jira, Asana, Trello, monday, GitHub, and tables with our own field names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from luotsi.kernel.tables.applying import apply
from luotsi.kernel.tables.fields import FIELDS, Mapped, Mapping
from luotsi.kernel.tables.guessing import guess_by_name
from luotsi.kernel.tables.monday import flat_monday, is_monday
from luotsi.kernel.tables.sheet import Note, Row, Sheet, with_more
from luotsi.kernel.tables.trello_board import moment_in

# Fields that no tracker has of its own and teams add as custom columns.
SPARE = ("asker_name", "asker_email", "asker_role", "organisation", "needed_on", "deliverable_hint")


@dataclass(frozen=True)
class Recipe:
    """How one program's export is known and read. `columns` names alternatives; those that are there are used."""

    name: str
    fits: Callable[[Sheet], bool]
    columns: dict[str, tuple[str, ...]]
    prepare: Callable[[Sheet], Sheet] = lambda sheet: sheet

    def mapping(self, sheet: Sheet) -> Mapping:
        """The mapping for a prepared sheet; teams' own columns fill what the program does not know."""
        found = {field: tuple(name for name in names if sheet.has(name)) for field, names in self.columns.items()}
        used = {name.casefold() for names in found.values() for name in names}
        spare = [name for name in sheet.columns if name.casefold() not in used]
        missing = [field for field in SPARE if not found.get(field)]
        return Mapping({**found, **guess_by_name(spare, missing)})

    def apply(self, sheet: Sheet, *, day_first: bool | None = None) -> Mapped:
        """The typed rows of the export. Raises BadInput where the title's column is gone."""
        prepared = self.prepare(sheet)
        return apply(prepared, replace(self.mapping(prepared), day_first=day_first))


def recognise(sheet: Sheet) -> Recipe | None:
    """The first recipe that fits, None where a person has to map the columns."""
    return next((recipe for recipe in recipes if recipe.fits(sheet)), None)


def _is_jira(sheet: Sheet) -> bool:
    has_key = any(sheet.has(name) for name in ("Issue key", "Work item key", "Key"))
    return has_key and sheet.has("Summary", "Status")


def _is_asana(sheet: Sheet) -> bool:
    return sheet.has("Task ID", "Name", "Created At", "Completed At")


def _fold_subtasks(sheet: Sheet) -> Sheet:
    """A subtask names its parent by title: it becomes a line of the parent's text, not a request of its own."""
    tops = {row["Name"]: row for row in sheet if row["Name"] and not row["Parent task"]}
    below: dict[int, str] = {}
    for row in sheet:
        if row["Parent task"] in tops:
            line = tops[row["Parent task"]].line
            below[line] = below.get(line, "") + f"- {row['Name']}\n"
    kept = [(row, [below.get(row.line, "")]) for row in sheet if row["Parent task"] not in tops]
    folded = with_more(sheet, ("Subtask names",), kept)
    count = len(sheet) - len(kept)
    if not count:
        return folded
    return _noted(folded, "subtasks", f"{count} subtasks were written into the text of their tasks.")


def _noted(sheet: Sheet, code: str, text: str) -> Sheet:
    return replace(sheet, notes=(*sheet.notes, Note(code, text)))


def _is_trello(sheet: Sheet) -> bool:
    return sheet.has("Card ID", "Card Name")


def _with_card_moments(sheet: Sheet) -> Sheet:
    """Labels without their colours and, where the export lacks it, the moment that a card's id holds."""
    rows = [(row, [_without_colours(row["Labels"]), moment_in(row["Card ID"]) or ""]) for row in sheet]
    return with_more(sheet, ("Label names", "Created (id)"), rows)


def _without_colours(labels: str) -> str:
    colours = "green|yellow|orange|red|purple|blue|sky|lime|pink|black|none"
    return re.sub(rf"\s*\((?:{colours})(?:_(?:dark|light))?\)(?=\s*(?:[,;]|$))", "", labels)


def _is_github(sheet: Sheet) -> bool:
    number = sheet.has("number") or sheet.has("Issue number")
    place = any(
        sheet.has(name) for name in ("url", "html_url", "createdAt", "created_at", "author.login", "user.login")
    )
    return number and place and sheet.has("title", "state")


def _issues_only(sheet: Sheet) -> Sheet:
    """The REST API lists pull requests among the issues; they are nobody's request."""
    pulls = [name for name in sheet.columns if name == "pull_request" or name.startswith("pull_request.")]
    rows = [
        (row, _place_of(row)) for row in sheet if not any(row[name] for name in pulls) and "/pull/" not in _page(row)
    ]
    issues = with_more(sheet, ("issue reference", "issue repository"), rows)
    count = len(sheet) - len(rows)
    return _noted(issues, "pull_requests", f"{count} pull requests were left out.") if count else issues


def _page(row: Row) -> str:
    return row["html_url"] or row["url"]


def _place_of(row: Row) -> list[str]:
    found = re.match(r"https?://[^/]+/(?:api/v3/)?(?:repos/)?([^/]+/[^/]+)/issues/(\d+)", _page(row))
    number = row["number"] or row["Issue number"]
    repository = found[1] if found else row["repository.nameWithOwner"] or row["repository"]
    return [f"{repository}#{number}" if repository else number, repository]


def _is_request_pile(sheet: Sheet) -> bool:
    return sheet.has("request_id", "thread", "title")


def _with_reply_note(sheet: Sheet) -> Sheet:
    late = sum(1 for row in sheet if row["created_is"] not in ("", "opening"))
    if not late:
        return sheet
    text = f"In {late} rows the date is that of the first visible reply: the request is at least as old."
    return _noted(sheet, "created_is_reply", text)


def _has_own_names(sheet: Sheet) -> bool:
    return sheet.has("title") and sum(sheet.has(field) for field in FIELDS) >= 2


recipes = (
    Recipe(
        "trello",
        _is_trello,
        {
            "external_id": ("Card ID",),
            "url": ("Card URL",),
            "title": ("Card Name",),
            "body": ("Card Description",),
            "created_on": ("Created", "Created (id)"),
            "closed_on": ("Closed",),
            "state": ("List Name", "Archived", "Due Complete"),
            "labels": ("Label names",),
            "asker_name": ("Created By",),
            "needed_on": ("Due Date",),
        },
        _with_card_moments,
    ),
    Recipe(
        "asana",
        _is_asana,
        {
            "external_id": ("Task ID",),
            "title": ("Name",),
            "body": ("Notes", "Subtask names"),
            "created_on": ("Created At",),
            "closed_on": ("Completed At",),
            "state": ("Section/Column",),
            "labels": ("Tags",),
            "needed_on": ("Due Date",),
        },
        _fold_subtasks,
    ),
    Recipe(
        "jira",
        _is_jira,
        {
            "external_id": ("Issue key", "Work item key", "Key"),
            "title": ("Summary",),
            "body": ("Description",),
            "created_on": ("Created",),
            "closed_on": ("Resolved",),
            "state": ("Status", "Status Category"),
            "labels": ("Labels", "Components", "Component/s"),
            "asker_name": ("Reporter", "Creator"),
            "needed_on": ("Due date",),
        },
    ),
    Recipe(
        "monday",
        is_monday,
        {
            "external_id": ("Item ID (auto generated)", "Item ID"),
            "title": ("Name", "Item", "Task"),
            "url": ("Item link",),
            "body": ("Description", "Notes", "Text", "Long Text", "Brief", "Subitem names"),
            "created_on": ("Created on (log)", "Created at", "Date added"),
            "closed_on": ("Completed on", "Completion date", "Closed on"),
            "state": ("Status", "Group"),
            "labels": ("Tags", "Labels", "Group"),
            "asker_name": ("Requester", "Requested by", "Created by (log)"),
            "needed_on": ("Due date", "Deadline", "Timeline - End", "Date"),
        },
        flat_monday,
    ),
    Recipe(
        "github",
        _is_github,
        {
            "external_id": ("issue reference",),
            "url": ("html_url", "url"),
            "title": ("title",),
            "body": ("body",),
            "created_on": ("createdAt", "created_at", "Created"),
            "closed_on": ("closedAt", "closed_at", "Closed"),
            "state": ("state",),
            "labels": ("labels", "label"),
            "asker_name": ("author.name", "author.login", "user.login", "author"),
            "organisation": ("issue repository",),
            "needed_on": ("milestone.dueOn", "milestone.due_on"),
        },
        _issues_only,
    ),
    Recipe(
        "requests",
        _is_request_pile,
        {
            "external_id": ("request_id",),
            "url": ("thread",),
            "title": ("title",),
            "body": ("summary",),
            "created_on": ("created",),
            "state": ("state",),
            "labels": ("labels",),
            "asker_role": ("requester_role",),
            "organisation": ("repository",),
            "deliverable_hint": ("deliverable",),
        },
        _with_reply_note,
    ),
    Recipe("plain", _has_own_names, {field: (field,) for field in FIELDS}),
)
