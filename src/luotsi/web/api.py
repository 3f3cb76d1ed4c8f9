"""The API at /api/v1/: the rooms' routers, every refusal as a documented answer, the schema and its page.

The rooms hold the routes; nothing is decided here.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from luotsi.kernel.accounts.permissions import public
from luotsi.kernel.api import BearerToken, Place, Problem
from luotsi.kernel.errors import LuotsiError
from luotsi.rooms.campaigns.api import router as campaigns
from luotsi.rooms.cases.api import router as cases
from luotsi.rooms.goals.api import router as goals
from luotsi.rooms.newsroom.api import router as newsroom
from luotsi.rooms.people.api import router as people
from luotsi.web.middleware import STATUS

DESCRIPTION = (
    "The same actions as the pages. Send a personal token (Settings, API tokens) with every call: "
    "Authorization: Bearer luo_…. Reading needs the scope read, everything else write, and both reach as far as "
    "your role does."
)
REFUSALS = {
    400: "The body is not JSON.",
    401: "There is no token, or it is not one of ours, has ended or was revoked.",
    403: "The token may only read, or your role does not have the permission.",
    404: "It is not there, or not for you.",
    405: "This address does not know this method.",
    409: "Somebody else changed it meanwhile. Read it again, then decide.",
    422: "A rule or a fault of the input says no; faults names each place.",
    503: "An outside service that this needs does not answer. Try again later.",
}


class API(NinjaAPI):
    """Ninja's, with every refusal and every permission written into the schema."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        ref = "#/components/schemas/{model}"
        problem = Problem.model_json_schema(ref_template=ref)
        schema["components"]["schemas"].update({**problem.pop("$defs", {}), "Problem": problem})
        permissions = self.permissions()
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].update(_refusals())
                operation["x-permission"] = permissions[operation["operationId"]]
        return schema

    def permissions(self) -> dict[str, str]:
        """Operation id -> the permission it asks for. An operation without one is a mistake, found at once."""
        found = {}
        for _prefix, router in self._routers:
            for view in router.path_operations.values():
                for operation in view.operations:
                    name = operation.operation_id or self.get_openapi_operation_id(operation)
                    found[name] = _permission_of(operation)
        return found


def _permission_of(operation: Operation) -> str:
    for auth in operation.auth_callbacks:
        if isinstance(auth, BearerToken):
            return auth.permission
    raise ImproperlyConfigured(f"{operation.view_func.__name__} names no permission: give it auth=BearerToken(…)")


def _refusals() -> dict[int, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        code: {"description": said, **({"content": content} if code != 405 else {})} for code, said in REFUSALS.items()
    }


api = API(
    title="Luotsi",
    version="1",
    description=DESCRIPTION,
    docs_url=None,  # its page runs scripts from elsewhere; `reference` needs none
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
api.add_router("", people)
api.add_router("", goals)
if find_spec("luotsi.rooms.backlog.api"):
    from luotsi.rooms.backlog.api import router as backlog

    api.add_router("", backlog)
api.add_router("", campaigns)
api.add_router("", cases)
api.add_router("", newsroom)


def _problem(request: HttpRequest, status: int, problem: Problem) -> HttpResponse:
    return api.create_response(request, problem, status=status)


@api.exception_handler(LuotsiError)
def _refused(request: HttpRequest, error: LuotsiError) -> HttpResponse:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    faults = [Place(place=_place(fault), message=fault.text) for fault in getattr(error, "faults", ())]
    return _problem(
        request, status, Problem(code=error.code or "refused", message=error.text, field=error.field, faults=faults)
    )


def _place(fault: Any) -> str:
    return ", ".join(str(part) for part in (fault.file, fault.line, fault.column) if part)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _problem(request, 403, Problem(code="forbidden", message=str(error)))


@api.exception_handler(AuthenticationError)
def _unknown_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = _problem(request, 401, Problem(code="unauthorised", message=REFUSALS[401]))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        Place(place=".".join(str(part) for part in fault["loc"]), message=str(fault["msg"])) for fault in error.errors
    ]
    return _problem(request, 422, Problem(code="invalid", message="The input does not fit the schema.", faults=faults))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, Problem(code="malformed", message=str(error)))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(request, 404, Problem(code="missing", message=REFUSALS[404]))


@public
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The API's page, made from the schema, without a script."""
    from luotsi.web.api_reference import rooms_of

    schema = api.get_openapi_schema()
    context = {
        "rooms": rooms_of(schema),
        "description": DESCRIPTION,
        "refusals": REFUSALS,
        "schema_url": reverse("api-1:openapi-json"),
    }
    return render(request, "web/api_reference.html", context)


urlpatterns = [path("docs/", reference, name="api_reference"), path("", api.urls)]
