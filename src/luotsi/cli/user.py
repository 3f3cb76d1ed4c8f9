"""`luotsi user`: who may sign in. For the first lead, and for people without mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from luotsi.cli.django import data_option, refuse_unready, start_django
from luotsi.cli.output import answer, answer_options

ROLES = ("lead", "member", "stakeholder", "executive", "account_manager")
COLUMNS = ("email", "name", "role", "active", "signed_in")


@click.group()
def user() -> None:
    """Add people who may sign in, list them, make a sign-in link.

    Example: luotsi user add liisa@example.com --name "Liisa Laine" --role lead
    """


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know the person.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What it opens: see Settings, People.")
@click.option("--password-prompt", is_flag=True, help="Ask for a password; otherwise by code or link only.")
@data_option
def add(email: str, name: str, role: str, password_prompt: bool, data: Path | None) -> None:
    """Add a person, and print a link that signs them in once.

    Example: luotsi user add mikko@example.com --name "Mikko Mäkelä" --role member
    """
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if password_prompt else None
    _ready(data)
    from django.utils import timezone

    from luotsi.kernel.accounts import actions

    added = actions.add_user(email=email, name=name, role=role, password=password, by=None, at=timezone.now())
    click.echo(f"{added.email} may sign in as {role}. A link that works once, for three days:", err=True)
    click.echo(actions.entrance_link(added))


@user.command()
@click.argument("email")
@data_option
def link(email: str, data: Path | None) -> None:
    """Print a link that signs a person in once.

    Example: luotsi user link liisa@example.com
    """
    _ready(data)
    from luotsi.kernel.accounts import actions, queries

    click.echo(actions.entrance_link(queries.user_by_email(email)))


@user.command(name="list")
@answer_options()
@data_option
def list_(as_json: bool, out: Path | None, data: Path | None) -> None:
    """Everybody who may sign in.

    Example: luotsi user list --json
    """
    _ready(data)
    from luotsi.kernel.accounts import queries

    answer([_row(person) for person in queries.people()], columns=COLUMNS, as_json=as_json, out=out)


def _row(person: Any) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "active": "yes" if person.is_active else "no",
        "signed_in": person.last_login.isoformat(timespec="seconds") if person.last_login else "",
    }


def _ready(data: Path | None) -> None:
    start_django(data)
    refuse_unready()
