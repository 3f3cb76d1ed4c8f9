"""The frame and the components as HTML: what every page gets, whoever reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

import luotsi
from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import BadInput, Fault, Refused
from luotsi.web.middleware import AnswerDomainErrors
from tests.clients import as_
from tests.world import PASSWORD, person

pytestmark = pytest.mark.django_db

SHARED = Path(luotsi.__file__).parent / "templates"
GUIDE = "/styleguide/"


def guide(client: Client) -> str:
    response = client.get(GUIDE)
    assert response.status_code == 200
    return str(response.content.decode())


def request_to(path: str, user: User) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


# -- the frame ------------------------------------------------------------------------------------------------


def test_anybody_may_open_the_style_guide(client: Client) -> None:
    text = guide(client)
    assert "Sign in" in text and "Sign out" not in text


def test_the_title_is_the_pages_one_heading(client: Client) -> None:
    text = guide(client)
    assert "<title>Style guide · Luotsi</title>" in text
    assert re.findall(r"<h1>(.*?)</h1>", text) == ["Style guide"]


def test_two_people_with_one_role_each_see_their_own_name() -> None:
    assert "Sara Salo" in guide(as_("sara"))
    omar = guide(as_("omar"))
    assert "Omar Onwudiwe" in omar and "Sara Salo" not in omar


def test_a_name_cannot_bring_markup_or_fill_another_hole_of_the_bar() -> None:
    user = person("mikko", name="<b>@@email@@</b>")
    client = Client()
    client.force_login(user)
    assert "&lt;b&gt;@@email@@&lt;/b&gt;" in guide(client)


def test_the_way_back_cannot_bring_markup() -> None:
    assert '"><script' not in guide_at(f'{GUIDE}?a="><script>')


def guide_at(path: str) -> str:
    return str(as_("mikko").get(path).content.decode())


def test_the_loop_shows_only_words_that_open_something() -> None:
    text = guide(as_("liisa"))
    assert "Align" in text and "Speak" in text and "Listen" not in text


def test_a_word_opens_only_the_rooms_of_this_reader() -> None:
    assert "Stakeholders" in guide(as_("liisa"))
    assert "Stakeholders" not in guide(as_("sara"))


def test_the_theme_of_a_visitor_comes_from_the_cookie(client: Client) -> None:
    client.post("/theme/", {"theme": "dark", "next": GUIDE})
    assert '<html lang="en" data-theme="dark">' in guide(client)


def test_the_theme_of_a_user_goes_with_them() -> None:
    as_("mikko").post("/theme/", {"theme": "light", "next": GUIDE})
    assert 'data-theme="light"' in guide(as_("mikko"))


def test_a_theme_that_is_not_one_is_left_out(client: Client) -> None:
    client.cookies["luotsi_theme"] = '"><script>'
    assert 'data-theme="system"' in guide(client)


def test_the_language_switch_turns_the_page(client: Client) -> None:
    client.post("/language/", {"language": "fi", "next": GUIDE})
    assert '<html lang="fi"' in guide(client)


def test_sample_data_is_named_in_a_sample_workspace_only(client: Client, settings: object) -> None:
    assert "This is sample data." not in guide(client)
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "This is sample data." in guide(client)


def test_the_token_for_htmx_and_forms_is_there(client: Client) -> None:
    text = guide(client)
    assert re.search(r"hx-headers='\{\"X-CSRFToken\": \"\w{64}\"\}'", text)
    assert "@@" not in text


# -- what the security policy and listeners need --------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SHARED.rglob("*.html")), ids=lambda path: str(path.relative_to(SHARED)))
def test_no_template_has_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son(click|load|change|submit|input)=|<style|javascript:", text)
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", text)


def test_every_id_of_the_style_guide_is_used_once(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', guide(client))
    assert len(ids) == len(set(ids))


def test_help_and_fault_are_tied_to_their_field(client: Client) -> None:
    control = re.search(r'<textarea[^>]*id="id_change"[^>]*>', guide(client))
    assert control is not None
    assert 'aria-describedby="id_change_help id_change_faults"' in control[0]
    assert 'aria-invalid="true"' in control[0]


def test_a_verdict_is_a_shape_and_a_word(client: Client) -> None:
    chip = re.search(r'<span class="chip is-bad">(.*?)</span>', guide(client))
    assert chip is not None and "#bad" in chip[1] and "cannot fit" in chip[1]


def test_each_chart_has_its_numbers_as_a_table(client: Client) -> None:
    text = guide(client)
    assert text.count('<figure class="chart"') == text.count("The numbers</summary>") == 6


def test_the_frame_asks_the_database_for_nothing_but_the_session_and_the_reader(
    django_assert_max_num_queries: object,
) -> None:
    client = as_("mikko")
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        client.get(GUIDE)


# -- sign-in --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/login/code/", "/account/password/reset/", "/account/password/reset/done/",
             "/account/signup/", "/account/inactive/", "/account/password/reset/key/1-set-password/"]
)  # fmt: skip
def test_a_visitor_finds_every_sign_in_page_in_our_frame(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content.count(b"<h1>") == 1 and b'class="bar"' in response.content


@pytest.mark.parametrize("path", ["/account/logout/", "/account/password/change/"])
def test_a_user_finds_every_account_page_in_our_frame(path: str) -> None:
    response = as_("mikko").get(path)
    assert response.status_code == 200
    assert response.content.count(b"<h1>") == 1 and b'class="bar"' in response.content


def test_somebody_without_a_password_can_set_one() -> None:
    user = person("mikko", password=None)
    client = Client()
    client.force_login(user)
    assert b"Set a password" in client.get("/account/password/set/").content


def test_signing_in_by_code_takes_the_mail_and_two_forms(client: Client) -> None:
    person("mikko")
    client.post("/account/login/code/", {"email": "mikko@example.com"})
    letter = mail.outbox[0]
    code = re.search(r"^ {4}(\S+)$", letter.body, re.MULTILINE)
    assert code is not None and code[1] in letter.subject
    assert "Enter the code" in client.get("/account/login/code/confirm/").content.decode()
    client.post("/account/login/code/confirm/", {"code": code[1]})
    assert "Mikko Mäkelä" in guide(client)


def test_a_wrong_code_says_so_beside_the_field(client: Client) -> None:
    person("mikko")
    client.post("/account/login/code/", {"email": "mikko@example.com"})
    text = client.post("/account/login/code/confirm/", {"code": "nonsense"}).content.decode()
    assert 'id="id_code_faults"' in text


def test_signing_in_by_password(client: Client) -> None:
    person("mikko")
    client.post("/account/login/", {"login": "mikko@example.com", "password": PASSWORD})
    assert "Mikko Mäkelä" in guide(client)


def test_a_wrong_password_says_so(client: Client) -> None:
    person("mikko")
    response = client.post("/account/login/", {"login": "mikko@example.com", "password": "wrong"})
    assert b'role="alert"' in response.content


# -- when it goes wrong ---------------------------------------------------------------------------------------


def test_a_page_that_is_not_there_stands_in_the_frame(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert b"This page is not here" in response.content and b'class="bar"' in response.content


def test_a_refusal_says_what_happened_in_the_frame() -> None:
    request = request_to("/", person("mikko"))
    answer = AnswerDomainErrors(lambda r: None).process_exception(request, Refused("A refusal needs its reason."))  # type: ignore[arg-type, return-value]
    assert answer is not None and answer.status_code == 422
    assert b"A refusal needs its reason." in answer.content and b'class="bar"' in answer.content


def test_faults_of_a_file_are_listed_with_their_place() -> None:
    error = BadInput([Fault("requests.csv", "is not a date.", line=7, column="Due")])
    text = render_to_string("errors/_refused.html", {"error": error})
    assert "requests.csv, line 7, column Due" in text and "is not a date." in text


def test_a_broken_page_needs_no_request_to_be_shown() -> None:
    assert "Something broke on our side" in render_to_string("500.html")


def test_a_stale_form_is_answered_in_our_words() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/theme/", {"theme": "dark"})
    assert response.status_code == 403 and b"stood open for too long" in response.content
