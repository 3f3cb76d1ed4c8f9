"""A browser without a screen: Django's client, signed in as one of the cast."""

from __future__ import annotations

from django.test import Client

from tests.world import person


def as_(who: str) -> Client:
    client = Client()
    client.force_login(person(who))
    return client


def text(client: Client, path: str) -> str:
    """The page at that address, which has to be there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
