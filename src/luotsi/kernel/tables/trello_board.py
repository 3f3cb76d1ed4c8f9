"""A Trello board's JSON as rows with the column names of Trello's own CSV, plus when cards came and went."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def is_board(thing: dict[str, Any]) -> bool:
    return isinstance(thing.get("cards"), list) and isinstance(thing.get("lists"), list)


def board_rows(board: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per card, archived ones too, in the order of the file."""
    lists = {entry.get("id"): entry for entry in _objects(board, "lists")}
    members = {entry.get("id"): entry.get("fullName") or entry.get("username") for entry in _objects(board, "members")}
    came, went, makers = _moments(board)
    return [_row(card, board, lists, members, came, went, makers) for card in board["cards"] if isinstance(card, dict)]


def _objects(board: dict[str, Any], key: str) -> list[dict[str, Any]]:
    entries = board.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _row(
    card: dict[str, Any],
    board: dict[str, Any],
    lists: dict[Any, dict[str, Any]],
    members: dict[Any, Any],
    came: dict[str, str],
    went: dict[str, str],
    makers: dict[str, str],
) -> dict[str, Any]:
    home = lists.get(_key(card.get("idList")), {})
    card_id = str(card.get("id") or "")
    archived = _is_true(card.get("closed")) or _is_true(home.get("closed"))
    done = _is_true(card.get("dueComplete"))
    return {
        "Card ID": card_id,
        "Card Name": card.get("name"),
        "Card URL": card.get("shortUrl") or card.get("url"),
        "Card Description": card.get("desc"),
        "Labels": [label.get("name") or label.get("color") for label in _objects(card, "labels")],
        "Members": [members.get(_key(member)) for member in card.get("idMembers") or [] if members.get(_key(member))],
        "Due Date": card.get("due"),
        "Due Complete": done,
        "Board Name": board.get("name"),
        "List Name": home.get("name"),
        "Archived": archived,
        "Created": came.get(card_id) or moment_in(card_id),
        "Closed": went.get(card_id) if archived or done else None,
        "Created By": makers.get(card_id),
    }


def _key(value: Any) -> Any:
    return value if isinstance(value, str) else None


def _is_true(value: Any) -> bool:
    return value is True


def _moments(board: dict[str, Any]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """When each card came and was last closed, and who made it, from the board's actions (the newest come first)."""
    came: dict[str, str] = {}
    went: dict[str, str] = {}
    makers: dict[str, str] = {}
    for action in _objects(board, "actions"):
        data = _inner(action, "data")
        card, when = _inner(data, "card"), action.get("date")
        card_id = card.get("id")
        if not isinstance(card_id, str) or not isinstance(when, str):
            continue
        if action.get("type") in ("createCard", "copyCard", "emailCard", "convertToCardFromCheckItem"):
            came[card_id] = when
            makers[card_id] = str(_inner(action, "memberCreator").get("fullName") or "")
        elif card.get("closed") is True or card.get("dueComplete") is True:
            went.setdefault(card_id, when)
    return came, went, makers


def _inner(thing: dict[str, Any], key: str) -> dict[str, Any]:
    value = thing.get(key)
    return value if isinstance(value, dict) else {}


def moment_in(card_id: str) -> str | None:
    """The first eight hexadecimal digits of a card's id are the second it was made."""
    try:
        seconds = int(card_id[:8], 16) if len(card_id) == 24 else None
    except ValueError:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None
