"""The register of stakeholders: who is in it, who is found again, who cannot be entered."""

from __future__ import annotations

from typing import Any

import pytest

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Missing, Refused
from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.actions import Identity
from luotsi.rooms.people.models import Stakeholder
from luotsi.rooms.people.signals import stakeholder_entering
from tests.world import NOW, TODAY, person, stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def find_or_add(name: str, email: str = "", organisation: str = "") -> Stakeholder:
    return actions.find_or_add(name=name, email=email, organisation=organisation, at=NOW, by=None)


def test_the_same_address_in_another_case_finds_the_same_person() -> None:
    first = find_or_add("Sara Salo", "Sara@Example.com", "Sales")
    assert find_or_add("S. Salo", "sara@example.COM") == first
    assert first.email == "sara@example.com"


def test_without_an_address_name_and_organisation_find_the_person() -> None:
    first = find_or_add("Sara Salo", organisation="Nosto")
    assert find_or_add("sara salo", organisation="nosto") == first
    assert find_or_add("Sara Salo", organisation="Another") != first


def test_an_address_alone_is_enough_to_be_entered() -> None:
    assert find_or_add("", "omar@example.com").name == "omar"


def test_nobody_is_entered_without_a_name() -> None:
    with pytest.raises(Refused) as refused:
        find_or_add("")
    assert refused.value.field == "name"


def test_a_user_is_recognised_as_stakeholder_by_the_address() -> None:
    sara = person("sara")
    assert queries.stakeholder_for(sara) is None
    added = find_or_add("Sara Salo", "sara@example.com")
    assert added.user == sara
    assert queries.stakeholder_for(sara) == added
    assert queries.stakeholder_for(person("omar")) is None


def test_a_user_invited_after_the_stakeholder_was_entered_is_recognised_too() -> None:
    added = find_or_add("Sara Salo", "sara@example.com")
    assert queries.stakeholder_for(person("sara")) == added


def test_an_address_cannot_be_entered_twice() -> None:
    stakeholder(email="sara@example.com")
    with pytest.raises(Refused) as refused:
        actions.add_stakeholder(identity=Identity("Sara", "SARA@example.com"), by=person("liisa"), at=NOW)
    assert refused.value.code == "people.email_taken"
    assert Entry.objects.count() == 0


def test_a_room_that_knows_customers_may_veto() -> None:
    def veto(sender: Any, name: str, email: str, **kwargs: Any) -> None:
        raise Refused("A customer contact is no stakeholder.", code="people.customer")

    stakeholder_entering.connect(veto)
    try:
        with pytest.raises(Refused):
            find_or_add("Carla Customer", "carla@customer.example")
    finally:
        stakeholder_entering.disconnect(veto)
    assert not Stakeholder.objects.exists()


def test_one_who_left_is_no_longer_offered_but_keeps_the_row() -> None:
    sara, liisa = stakeholder(), person("liisa")
    actions.mark_left(stakeholder=sara, on=TODAY, by=liisa, at=NOW)
    assert sara not in queries.stakeholders_for_choice()
    assert sara in queries.stakeholders_for(liisa, with_left=True)
    actions.come_back(stakeholder=sara, by=liisa, at=NOW)
    assert sara in queries.stakeholders_for_choice()
    assert list(Entry.objects.values_list("verb", flat=True).order_by("id")) == [
        "people.stakeholder_left",
        "people.stakeholder_came_back",
    ]


def test_a_stakeholder_sees_only_oneself_in_the_register() -> None:
    sara = stakeholder(user=person("sara"))
    stakeholder("Omar Onwudiwe")
    assert list(queries.stakeholders_for(person("sara"))) == [sara]
    assert queries.stakeholders_for(person("mikko")).count() == 2


def test_the_register_is_searched_by_any_of_its_words() -> None:
    sara = stakeholder(organisation="Nosto", function="Head of sales")
    stakeholder("Omar Onwudiwe", organisation="Nosto")
    assert list(queries.stakeholders_for(person("liisa"), words="nosto sales")) == [sara]


def test_a_member_cannot_make_somebodys_entry_their_own_by_its_address() -> None:
    eva = stakeholder("Eva Ekström", email="eva@example.com")
    own = Identity("Eva Ekström", "Mikko@example.com ")
    person("mikko")
    with pytest.raises(Refused) as refused:
        actions.edit_stakeholder(stakeholder=eva, identity=own, by=person("mikko"), at=NOW)
    assert refused.value.code == "people.email_of_an_account" and refused.value.field == "email"
    assert queries.stakeholder_for(person("mikko")) is None
    actions.edit_stakeholder(stakeholder=eva, identity=own, by=person("liisa"), at=NOW)
    assert queries.stakeholder_for(person("mikko")) == eva


def test_an_entry_linked_to_one_account_is_not_somebody_elses_by_its_address() -> None:
    stakeholder(email="omar@example.com", user=person("sara"))
    assert queries.stakeholder_for(person("omar")) is None
    assert not queries.stakeholders_for(person("omar")).exists()
    assert queries.stakeholder_for(person("sara")) is not None


def test_who_was_erased_is_nowhere_in_the_register_and_on_no_page() -> None:
    erased = stakeholder("#7", left_on=TODAY, erased_at=NOW)
    assert not queries.stakeholders_for(person("liisa"), with_left=True).exists()
    with pytest.raises(Missing):
        queries.stakeholder_by_id_for(person("liisa"), erased.pk)
