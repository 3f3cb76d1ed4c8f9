"""`luotsi user`: the first lead gets in, once per link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from luotsi.kernel.accounts import actions
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import BadInput, Refused
from tests.cli.command import luotsi, prepared
from tests.world import person


def add(**fields: str) -> User:
    given = {"email": "liisa@example.com", "name": "Liisa Laine", "role": "lead", **fields}
    return actions.add_user(by=None, at=timezone.now(), **given)


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_the_first_lead_is_added_and_gets_a_link(tmp_path: Path) -> None:
    data = prepared(tmp_path / "data")
    said = luotsi("user", "add", "Liisa@Example.com", "--name", "Liisa Laine", "--role", "lead", "--data", data)
    assert said.code == 0
    assert resolve(path_of(said.out.strip())).url_name == "enter_once"
    again = luotsi("user", "add", "liisa@example.com", "--name", "L", "--role", "member", "--data", data)
    assert (again.code, again.out) == (1, "") and "may sign in already" in again.err
    listed = json.loads(luotsi("user", "list", "--json", "--data", data).out)["rows"]
    assert [(row["email"], row["role"]) for row in listed] == [("liisa@example.com", "lead")]
    assert luotsi("user", "link", "liisa@example.com", "--data", data).code == 0
    assert luotsi("user", "link", "nobody@example.com", "--data", data).code == 1


def test_a_place_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    said = luotsi("user", "list", "--data", tmp_path / "nothing")
    assert said.code == 1
    assert "luotsi serve" in said.err and len(said.err.splitlines()) == 1


@pytest.mark.django_db
@pytest.mark.database
def test_a_link_signs_in_once_and_only_by_a_click() -> None:
    link = path_of(actions.entrance_link(add()))
    opened = Client()
    assert opened.get(link).status_code == 200
    assert "_auth_user_id" not in opened.session
    assert opened.post(link).status_code == 302
    assert opened.session["_auth_user_id"] == str(User.objects.get().pk)
    assert Client().get(link).status_code == 404


@pytest.mark.django_db
def test_a_link_of_somebody_else_or_of_one_who_left_opens_nothing() -> None:
    token = path_of(actions.entrance_link(add())).rstrip("/").rsplit("/", 1)[1]
    mikko = person("mikko")
    assert Client().get(f"/welcome/{mikko.pk}/{token}/").status_code == 404
    link = path_of(actions.entrance_link(mikko))
    User.objects.filter(pk=mikko.pk).update(is_active=False)
    assert Client().get(link).status_code == 404


@pytest.mark.django_db
def test_every_fault_of_a_new_person_is_named_and_nobody_is_added() -> None:
    with pytest.raises(BadInput) as told:
        add(email="liisa.example.com", name=" ", password="123")
    assert {fault.code for fault in told.value.faults} == {"email_invalid", "name_empty", "password_weak"}
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_address_in_another_case_is_the_same_person() -> None:
    add()
    with pytest.raises(Refused):
        add(email="LIISA@example.com")
    assert Entry.objects.filter(verb="accounts.user_added").count() == 1
