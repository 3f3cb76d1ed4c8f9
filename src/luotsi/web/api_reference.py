"""The OpenAPI schema as a person reads it: operations by room, each with what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Field:
    """One value that is taken or given; `depth` counts how far it stands inside others."""

    name: str
    kind: str
    is_required: bool
    note: str
    depth: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    address: str
    summary: str
    description: str
    permission: str
    scope: str
    anchor: str
    parameters: list[Field]
    body: list[Field]
    success: str
    answer: list[Field]


def rooms_of(schema: dict[str, Any]) -> list[tuple[str, list[Operation]]]:
    """Operations by their first tag, in the order of the schema."""
    rooms: dict[str, list[Operation]] = {}
    for address, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                room = (operation.get("tags") or [""])[0]
                rooms.setdefault(room, []).append(_operation(schema, method, address, operation))
    return list(rooms.items())


def _operation(schema: dict[str, Any], method: str, address: str, operation: dict[str, Any]) -> Operation:
    success = min(str(code) for code in operation["responses"])
    answers = {str(code): answer for code, answer in operation["responses"].items()}
    return Operation(
        method=method.upper(),
        address=address,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        permission=operation.get("x-permission", ""),
        scope="read" if method == "get" else "write",
        anchor=operation["operationId"],
        parameters=[_parameter(schema, given) for given in operation.get("parameters", ())],
        body=list(_fields_of_content(schema, operation.get("requestBody", {}))),
        success=success,
        answer=list(_fields_of_content(schema, answers[success])),
    )


def _parameter(schema: dict[str, Any], given: dict[str, Any]) -> Field:
    kind = _kind(schema, given["schema"])
    return Field(given["name"], kind, given.get("required", False), _note(given["schema"]), 0)


def _fields_of_content(schema: dict[str, Any], part: dict[str, Any]) -> Iterator[Field]:
    content = part.get("content", {}).get("application/json")
    if content:
        yield from _fields(schema, content["schema"], 0)


def _fields(schema: dict[str, Any], found: dict[str, Any], depth: int) -> Iterator[Field]:
    found = _resolved(schema, found)
    if "items" in found:
        yield from _fields(schema, found["items"], depth)
    required = found.get("required", ())
    for name, inner in found.get("properties", {}).items():
        yield Field(name, _kind(schema, inner), name in required, _note(inner), depth)
        if depth < DEEPEST:
            yield from _fields(schema, inner, depth + 1)


def _resolved(schema: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and `anyOf` to its one part that is not null."""
    while True:
        if "$ref" in found:
            found = schema["components"]["schemas"][found["$ref"].rpartition("/")[2]]
        elif len(found.get("allOf", ())) == 1:
            found = found["allOf"][0]
        elif len(parts := [part for part in found.get("anyOf", ()) if part.get("type") != "null"]) == 1:
            found = parts[0]
        else:
            return found


def _kind(schema: dict[str, Any], found: dict[str, Any]) -> str:
    may_be_null = any(part.get("type") == "null" for part in found.get("anyOf", ()))
    found = _resolved(schema, found)
    if "enum" in found:
        said = " | ".join(str(value) for value in found["enum"])
    elif found.get("type") == "array":
        said = f"list of {_kind(schema, found['items'])}"
    elif "anyOf" in found:
        said = " or ".join(dict.fromkeys(_kind(schema, part) for part in found["anyOf"] if part.get("type") != "null"))
    else:
        said = found.get("format") or found.get("type", "")
    return f"{said} or null" if may_be_null else said


LIMITS = {
    "minimum": "≥ {}",
    "maximum": "≤ {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "default": "otherwise {}",
}


def _note(found: dict[str, Any]) -> str:
    said = [found["description"]] if found.get("description") else []
    limits = [part for part in (found, *found.get("anyOf", ())) if part.get("type") != "null"]
    for name, words in LIMITS.items():
        value = next((part[name] for part in limits if part.get(name) not in (None, "", 0, 2**63 - 1)), None)
        said += [words.format(value)] if value is not None else []
    return "; ".join(said)
