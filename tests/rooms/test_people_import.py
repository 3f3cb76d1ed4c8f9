"""The register from files: tables of our own, and the exports of directories, which are recognised."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luotsi.kernel.errors import BadInput
from luotsi.kernel.tables import read_table
from luotsi.rooms.people import actions
from luotsi.rooms.people.exchange import LDAP, SCIM, import_stakeholders, recognised
from luotsi.rooms.people.models import Stakeholder
from tests.clients import as_
from tests.world import NOW, TODAY, person, stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LDAP_FILE = """dn,cn,sn,givenName,mail,title,ou,manager,userAccountControl
"cn=Sara Salo,ou=Sales",Sara Salo,Salo,Sara,Sara.Salo@example.com,Head of sales,Sales,"cn=Eva Ekström",512
"cn=Omar Onwudiwe,ou=Product",Omar Onwudiwe,Onwudiwe,Omar,omar@example.com,Product manager,Product,,512
"cn=Gone,ou=Sales",Gone Person,Person,Gone,gone@example.com,,Sales,,514
"""
SCIM_FILE = """userName,displayName,name.givenName,name.familyName,emails[0].value,title,active,\
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department
sara,Sara Salo,Sara,Salo,sara.salo@example.com,Head of sales,true,Sales
omar@example.com,,Omar,Onwudiwe,,Product manager,true,Product
gone,Gone Person,Gone,Person,gone@example.com,,false,Sales
"""
AD_FILE = """DistinguishedName,Enabled,GivenName,Name,SamAccountName,Surname,UserPrincipalName
"CN=Sara",True,Sara,Sara Salo,ssalo,Salo,sara.salo@example.com
"CN=Gone",False,Gone,Gone Person,gperson,Person,gone@example.com
"""


def bring_in(text: str) -> int:
    return import_stakeholders(read_table(text.encode(), name="people.csv"), by=person("mikko"), at=NOW)


def register() -> dict[str | None, tuple[str, str, str]]:
    rows = Stakeholder.objects.values_list("email", "name", "function", "department")
    return {email: (name, function, department) for email, name, function, department in rows}


@pytest.mark.parametrize(("text", "kind"), [(LDAP_FILE, LDAP), (AD_FILE, LDAP), (SCIM_FILE, SCIM)])
def test_a_directory_is_recognised_by_its_columns(text: str, kind: Any) -> None:
    assert recognised(read_table(text.encode(), name="people.csv")) is kind


def test_a_table_of_our_own_is_not_taken_for_a_directory() -> None:
    assert recognised(read_table(b"name,email,department\nSara,sara@example.com,Sales\n", name="people.csv")) is None


@pytest.mark.parametrize("text", [LDAP_FILE, SCIM_FILE])
def test_a_directory_is_brought_in_without_those_who_are_not_active(text: str) -> None:
    bring_in(text)
    assert register() == {
        "sara.salo@example.com": ("Sara Salo", "Head of sales", "Sales"),
        "omar@example.com": ("Omar Onwudiwe", "Product manager", "Product"),
    }


def test_a_directory_brought_in_again_brings_up_to_date_and_marks_who_left() -> None:
    bring_in(LDAP_FILE)
    stakeholder("Gone Person", email="GONE@example.com".lower(), function="Clerk")
    bring_in(LDAP_FILE.replace("Head of sales", "Sales director").replace("omar@example.com", "Omar@Example.com"))
    assert register()["sara.salo@example.com"] == ("Sara Salo", "Sales director", "Sales")
    assert Stakeholder.objects.count() == 3
    gone = Stakeholder.objects.get(email="gone@example.com")
    assert (gone.left_on, gone.function) == (TODAY, "Clerk")  # what the directory does not say stays


def test_a_customer_in_a_directory_is_named_with_its_line_and_nothing_is_written() -> None:
    actions.add_customer_domain(domain="customer.example", by=person("liisa"), at=NOW)
    with pytest.raises(BadInput) as bad:
        bring_in(LDAP_FILE.replace("omar@example.com", "omar@shop.customer.example"))
    (fault,) = bad.value.faults
    assert (fault.line, fault.code) == (3, "people.customer_contact") and "customer.example" in fault.text
    assert not Stakeholder.objects.exists()


@pytest.mark.parametrize("heads", ["cn,mail", "name,email"])
def test_a_fault_in_one_row_hides_no_fault_of_a_later_one(heads: str) -> None:
    actions.add_customer_domain(domain="customer.example", by=person("liisa"), at=NOW)
    with pytest.raises(BadInput) as bad:
        bring_in(f"{heads}\n,sara@example.com\nOmar,omar@MAIL.Customer.Example\nEva,eva@example.com\n")
    assert [fault.line for fault in bad.value.faults] == [2, 3]
    assert not Stakeholder.objects.exists()


def test_a_person_twice_in_a_directory_is_entered_once_and_quoted_lines_stay_together() -> None:
    bring_in('cn,mail,title\n"Salo, Sara",Sara@Example.com,"Sales\nNordics"\nSara Salo,sara@example.com,\n')
    (sara,) = Stakeholder.objects.all()
    assert (sara.name, sara.email, sara.function.split()) == ("Sara Salo", "sara@example.com", ["Sales", "Nordics"])


def test_rows_of_a_directory_without_name_or_address_are_faults_by_line() -> None:
    with pytest.raises(BadInput) as bad:
        bring_in("cn,mail\nSara Salo,\n,omar@example.com\nEva,eva@example.com\n")
    assert [(fault.line, fault.column) for fault in bad.value.faults] == [(2, "mail"), (3, "displayName")]


def test_the_page_takes_a_file_and_shows_faults_by_line() -> None:
    actions.add_customer_domain(domain="customer.example", by=person("liisa"), at=NOW)
    client = as_("mikko")
    text = "name,email\nSara Salo,sara@example.com\nCarla,carla@customer.example\n"

    def sent(**more: str) -> Any:
        return client.post("/people/import/", {"file": SimpleUploadedFile("people.csv", text.encode()), **more})

    answer = sent()
    assert answer.status_code == 422 and "line 3" in answer.content.decode() and not Stakeholder.objects.exists()
    answer = sent(good_rows_only="on")
    assert answer.status_code == 422 and [one.name for one in Stakeholder.objects.all()] == ["Sara Salo"]
    assert as_("eva").get("/people/import/").status_code == 403


def test_who_was_erased_is_not_in_the_table_that_goes_out() -> None:
    from luotsi.rooms.people.exchange import stakeholder_rows

    stakeholder("Sara Salo")
    stakeholder("#7", erased_at=NOW)
    assert [row["name"] for row in stakeholder_rows()] == ["Sara Salo"]
