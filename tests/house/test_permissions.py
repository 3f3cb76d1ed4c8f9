"""The permission table, printed and tried: every route of the house, with every role and without any.

Run with -s to read the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from luotsi.kernel.accounts.permissions import PERMISSIONS, Role
from tests.world import CAST, person

WHO = {role: who for who, (_, role) in CAST.items()}


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of ours with its view."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith("luotsi."):
            yield path, pattern.callback


ROUTES = [(path, view) for path, view in routes() if not path.startswith("api/")]


def address(path: str) -> str:
    """A route's address with things that do not exist: who is let in gets 404, 405 or a form, never 403."""
    import re

    return "/" + re.sub(r"<(\w+:)?\w+>", "999999", path)


def test_every_route_names_a_permission_of_the_table() -> None:
    for path, view in ROUTES:
        named = getattr(view, "luotsi_permission", None)
        assert named == "public" or named in PERMISSIONS, f"{path} names no permission"
    width = max(len(path) for path, _ in ROUTES)
    for path, view in sorted(ROUTES, key=lambda route: route[0]):
        named = view.luotsi_permission
        roles = "anybody" if named == "public" else ", ".join(sorted(PERMISSIONS[named]))
        print(f"{path:{width}}  {named:20}  {roles}{'  + guest link' if view.luotsi_guest else ''}")


def test_every_permission_is_used_by_a_route_or_a_page() -> None:
    from pathlib import Path

    import luotsi

    sources = [
        file.read_text()
        for folder in ("rooms", "web", "kernel", "templates")
        for file in (Path(luotsi.__file__).parent / folder).rglob("*")
        if file.suffix in {".py", ".html"} and file.name != "permissions.py"
    ]
    unused = [name for name in PERMISSIONS if not any(f'"{name}"' in source for source in sources)]
    assert not unused


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_into_exactly_what_the_table_opens_to_it(role: Role) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(person(WHO[role]))
    for path, view in ROUTES:
        answer = client.get(address(path))
        named = view.luotsi_permission
        is_open = named == "public" or role in PERMISSIONS[named]
        assert (answer.status_code != 403) == is_open, f"{role} at {path} got {answer.status_code}"
        assert answer.status_code < 500, f"{role} at {path} got {answer.status_code}"


@pytest.mark.django_db
def test_without_signing_in_every_route_but_the_public_ones_leads_to_sign_in() -> None:
    for path, view in ROUTES:
        if view.luotsi_permission == "public":
            continue
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address(path))
            assert answer.status_code == 302 and "/account/login/" in answer["Location"], f"{method} {path}"
