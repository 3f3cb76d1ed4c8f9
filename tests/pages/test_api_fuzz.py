"""Schemathesis tries every operation with input that fits the schema and input that does not.

No server error, no status and no answer that the schema does not document. Examples are derandomised: every run
tries the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from luotsi.kernel.accounts.models import Scope
from luotsi.kernel.accounts.tokens import make_token
from luotsi.web.api import api
from tests.world import NOW, goal, guidepoint, measurement, metric, outcome, person, stakeholder
from tests.world_campaigns import campaign

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.slow]

CHECKS: list[Callable[..., Any]] = [not_a_server_error, status_code_conformance, response_schema_conformance]
OPERATIONS = [(address, method) for address, methods in api.get_openapi_schema()["paths"].items() for method in methods]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Between requests Django drops a connection that is inside a transaction, as this test's is."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def some_rows() -> None:
    """Something to find behind small ids."""
    today = timezone.localdate()
    far = today + timedelta(days=100)
    held = guidepoint(starts_on=today - timedelta(days=10), ends_on=far)
    serving = goal(expires_on=far, owner=stakeholder())
    outcome(guidepoint=held, goal=serving)
    goal("Expired", expires_on=today - timedelta(days=1))
    measurement(5, today, metric())
    campaign()


def tried(address: str, method: str, mode: GenerationMode, examples: int = 15) -> set[int]:
    """Try one operation; the statuses that came back."""
    _, secret = make_token(user=person("liisa"), name="fuzz", scope=Scope.WRITE, days=None, at=NOW)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    statuses: set[int] = set()

    @given(case=schema[address][method.upper()].as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Case) -> None:
        response = case.call(headers={"Authorization": f"Bearer {secret}"})
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    run()
    return statuses


@pytest.mark.parametrize(("address", "method"), OPERATIONS)
def test_input_that_fits_the_schema_finds_no_undocumented_answer(some_rows: None, address: str, method: str) -> None:
    statuses = tried(address, method, GenerationMode.POSITIVE)
    assert statuses and 400 not in statuses


@pytest.mark.parametrize(
    ("address", "method"), [pair for pair in OPERATIONS if pair[1] != "get" or "{" in pair[0] or "?" in pair[0]]
)
def test_input_that_does_not_fit_is_refused_without_a_server_error(some_rows: None, address: str, method: str) -> None:
    operation = api.get_openapi_schema()["paths"][address][method]
    if "requestBody" in operation or operation.get("parameters"):
        assert tried(address, method, GenerationMode.NEGATIVE) & {400, 404, 422}
