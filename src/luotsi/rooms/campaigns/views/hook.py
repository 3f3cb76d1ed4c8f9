"""The webhook of a campaign: results from other programs, by a signature or by the secret within the address.

Body: {"id": "delivery-17", "results": [{"contact": …, "invited_at": …, "results": {"accepted": true}, "at": …}]}.
The same id again does nothing. All of a delivery is recorded, or none.
"""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.permissions import public
from luotsi.kernel.errors import BadInput, Refused
from luotsi.rooms.campaigns import actions
from luotsi.rooms.campaigns.models import Batch, Campaign
from luotsi.rooms.campaigns.rules import can_be_kept
from luotsi.rooms.campaigns.sending import MOST_RESULTS, told_from

MOST_BYTES = 262_144
SIGNATURE = "X-Luotsi-Signature"


@csrf_exempt
@public
@require_POST
def hook(request: HttpRequest, pk: int, secret: str = "") -> HttpResponse:
    """Answers what was recorded; a wrong signature and an unknown campaign look the same."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _no(413, "too_large", f"A delivery has at most {MOST_BYTES} bytes.")
    body = request.body
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign is None or not _is_genuine(campaign, secret, request.headers.get(SIGNATURE, ""), body):
        return _no(404, "unknown", "There is no such campaign, or the signature is not right.")
    try:
        delivery, results = _read(body)
        told = told_from(results)
        done = actions.record_results(
            campaign=campaign, told=told, source=Batch.Source.WEBHOOK, by=None, at=timezone.now(), delivery=delivery,
            name="delivery",
        )  # fmt: skip
    except BadInput as error:
        faults = [
            {"result": fault.line, "field": fault.column, "code": fault.code, "text": fault.text}
            for fault in error.faults
        ]
        return _no(422, "bad_input", "Nothing was recorded.", faults=faults)
    except Refused as error:
        return _no(422, error.code, error.text)
    return JsonResponse({"contacts": done.contacts, "answers": done.answers, "repeated": done.is_repeated})


def signature_of(secret: str, body: bytes) -> str:
    """What a sender puts into X-Luotsi-Signature: sha256= and the HMAC of the body in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()


def _is_genuine(campaign: Campaign, secret: str, signature: str, body: bytes) -> bool:
    if secret:
        return hmac.compare_digest(secret.encode(), campaign.secret.encode())
    return hmac.compare_digest(signature.encode(), signature_of(campaign.secret, body).encode())


def _read(body: bytes) -> tuple[str, list[Any]]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("The body is not JSON.", code="malformed") from None
    delivery = given.get("id") if isinstance(given, dict) else None
    results = given.get("results") if isinstance(given, dict) else None
    if not isinstance(delivery, str) or not 0 < len(delivery) <= 120 or not can_be_kept(delivery):
        raise Refused("A delivery has an id of its own, a text of up to 120 letters.", code="malformed")
    if not isinstance(results, list) or not 0 < len(results) <= MOST_RESULTS:
        raise Refused(f"A delivery has between 1 and {MOST_RESULTS} results.", code="malformed")
    return delivery, results


def _no(status: int, code: str, text: str, **more: Any) -> JsonResponse:
    return JsonResponse({"code": code, "message": text, **more}, status=status)
