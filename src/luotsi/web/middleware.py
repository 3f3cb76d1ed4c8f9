"""What happens around every request: the reader's language, domain errors as answers, no view without a permission."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from luotsi.kernel.errors import BadInput, Conflict, LuotsiError, Missing, Refused, Unavailable

log = logging.getLogger("luotsi.web")
Answer = Callable[[HttpRequest], HttpResponse]

STATUS = {Refused: 422, Missing: 404, Conflict: 409, Unavailable: 503, BadInput: 422}
LANGUAGE_COOKIE = "luotsi_language"


class SpeakTheReadersLanguage:
    """The language a user chose, else the one this browser chose, else the one it asks for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE, "")
        if chosen not in settings.LANGUAGE_NAMES:
            chosen = translation.get_language_from_request(request)
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        response = self.answer(request)
        response.setdefault("Content-Language", chosen)
        return response


class AnswerDomainErrors:
    """A domain error becomes a page that says what happened, why and what to do; pages catch what they can mend."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, PermissionDenied):
            return render(request, "403.html", {"permission": str(error)}, status=403)
        if not isinstance(error, LuotsiError):
            return None
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        template = "404.html" if status == 404 else "errors/refused.html"
        fragment = "errors/_refused.html" if getattr(request, "htmx", False) else template
        return render(request, fragment, {"error": error, "status": status}, status=status)


class OnlyNamedRoutes:
    """A view of ours without a line in the permission table is a mistake, found at its first request."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any) -> None:
        module = getattr(view, "__module__", "")
        if module.startswith("luotsi.") and not hasattr(view, "luotsi_permission"):
            raise ImproperlyConfigured(f"{module}.{view.__name__} names no permission: use @needs or @public")
