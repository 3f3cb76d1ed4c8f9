"""Post a win into a channel: the message as Slack and Teams expect it, and one request to a checked address.

The host is resolved, its address checked to be public (or in a network that LUOTSI_HOOK_NETWORKS names), and exactly
that address is connected to; no redirect is followed. Outside of such networks only https is spoken.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from luotsi.kernel.errors import LuotsiError, Refused, Unavailable
from luotsi.kernel.fetching.addresses import BadAddress, is_public, parts_of, resolve, resolve_within
from luotsi.kernel.sayings import refused
from luotsi.rooms.cases.models import Hook, Win
from luotsi.rooms.goals.templatetags.goals import amount

SECONDS = 10
AGAIN = (408, 425, 429)  # answers that ask to come again later


def check_address(address: str) -> None:
    """Raises Refused for what is no web address, leads into a private network, or is not encrypted.

    A host that does not answer now may answer later: it is looked at again before every message.
    """
    scheme, host, port, _target = _parts(address)
    with contextlib.suppress(OSError):
        for ip in resolve_within(resolve, host, port, SECONDS):
            _check(scheme, ip)


def message_of(win: Win, kind: str) -> dict[str, Any]:
    """The body of the request, in the language that is active. It names nobody."""
    return _slack(win) if kind == Hook.Kind.SLACK else _teams(win)


def post(address: str, message: dict[str, Any]) -> None:
    """One message. Raises Refused where it will never be taken, Unavailable where it may be later."""
    from urllib3.exceptions import HTTPError

    scheme, host, port, target = _parts(address)
    ip = _resolved(scheme, host, port)
    body = json.dumps(message).encode()
    name = host if port in (80, 443) else f"{host}:{port}"
    headers = {"Host": name, "Content-Type": "application/json; charset=utf-8", "User-Agent": "Luotsi"}
    pool = _pool(scheme, host, ip, port)
    try:
        answer = pool.urlopen(
            "POST", target, body=body, headers=headers, redirect=False, retries=False, preload_content=False
        )
        status = answer.status
        answer.close()
    except (HTTPError, OSError) as error:
        raise Unavailable("The channel does not answer.", code="cases.hook_silent") from error
    finally:
        pool.close()
    _judge(status)


def number_of(win: Win) -> str:
    """`First talks: 12 → 31 a month`"""
    now = amount(win.after, win.unit)
    number = f"{amount(win.before)} → {now}" if win.before is not None else now
    return f"{win.measured_by}: {number}"


def source_of(win: Win) -> str:
    """Where the number is from, and as of when."""
    parts = (win.source or _("measured in Luotsi"), date_format(win.after_on, "DATE_FORMAT"))
    return ", ".join(part for part in parts if part)


def _slack(win: Win) -> dict[str, Any]:
    title, what, number = (_escaped(text) for text in (win.case.title, win.what, number_of(win)))
    said = [f"*{what}*", number]
    if win.thanks:
        said.append(_escaped(win.thanks))
    about = " · ".join((title, _escaped(source_of(win)), _("Thank you to everybody who backs it.")))
    return {
        "text": f"{what}. {number}",
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(said)}},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": about}]},
        ],
    }


def _teams(win: Win) -> dict[str, Any]:
    words = [
        {"type": "TextBlock", "text": win.what, "weight": "Bolder", "size": "Medium", "wrap": True},
        {"type": "TextBlock", "text": number_of(win), "wrap": True},
        *([{"type": "TextBlock", "text": win.thanks, "wrap": True}] if win.thanks else []),
        {
            "type": "TextBlock", "isSubtle": True, "size": "Small", "wrap": True,
            "text": " · ".join((win.case.title, source_of(win), _("Thank you to everybody who backs it."))),
        },
    ]  # fmt: skip
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
        "body": words,
    }  # fmt: skip
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


def _escaped(text: str) -> str:
    """The three letters that Slack reads as commands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parts(address: str) -> tuple[str, str, int, str]:
    try:
        return parts_of(address)
    except BadAddress:
        raise refused(
            later("This is no web address. Copy it from the channel's settings."),
            code="cases.hook_address",
            field="address",
        ) from None


def _resolved(scheme: str, host: str, port: int) -> str:
    try:
        found = resolve_within(resolve, host, port, SECONDS)
    except OSError as error:
        raise Unavailable("The channel's address is not known now.", code="cases.hook_silent") from error
    for ip in found:
        _check(scheme, ip)
    return found[0]


def _check(scheme: str, ip: str) -> None:
    """A network of one's own is allowed by its setting, and there plain http too."""
    inside = tuple(settings.HOOK_NETWORKS)
    if not is_public(ip, inside):
        raise refused(
            later("This address leads into a private network. If that is meant, allow it in LUOTSI_HOOK_NETWORKS."),
            code="cases.hook_private",
            field="address",
        )
    if scheme != "https" and is_public(ip):
        raise refused(
            later("Whoever reads this address on the way could write there. Use one that begins with https."),
            code="cases.hook_plain",
            field="address",
        )


def _pool(scheme: str, host: str, ip: str, port: int) -> Any:
    """A connection to the checked address; the certificate has to be the host's."""
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout

    limit = Timeout(total=SECONDS)
    if scheme == "http":
        return HTTPConnectionPool(ip, port, timeout=limit)
    return HTTPSConnectionPool(
        ip, port, timeout=limit, cert_reqs="CERT_REQUIRED", server_hostname=host, assert_hostname=host
    )


def _judge(status: int) -> None:
    if status < 300:
        return
    fault: LuotsiError = Refused(f"The channel refuses the message ({status}).", code="cases.hook_refused")
    if status >= 500 or status in AGAIN:
        fault = Unavailable(f"The channel cannot take the message now ({status}).", code="cases.hook_silent")
    raise fault
