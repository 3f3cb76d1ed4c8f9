"""Which addresses may be fetched from: public ones only, whatever a name, a redirect or a second answer claims."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

Resolver = Callable[[str, int], Sequence[str]]
IP = ipaddress.IPv4Address | ipaddress.IPv6Address
SCHEMES = {"http": 80, "https": 443}
# Ways to write an IPv4 address inside an IPv6 one that the standard library does not unfold by itself.
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
# Not of the open net either, though the standard library counts them so: set aside for protocols, for machines of one
# site, for relays, for examples, and one at which a big host answers questions about the machine that asks.
SET_ASIDE = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "fec0::/10", "64:ff9b:1::/48", "3fff::/20")
)
LONGEST_URL = 2000


class BadAddress(ValueError):
    """Not an address to fetch from; `code` is bad_address."""


def parts_of(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and target of a web address. Raises BadAddress for anything else."""
    if len(url) > LONGEST_URL or any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise BadAddress(url)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        plain = host if _is_literal(host) else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as wrong:
        raise BadAddress(url) from wrong
    if parts.scheme not in SCHEMES or not plain or parts.username is not None or parts.password is not None:
        raise BadAddress(url)
    return parts.scheme, plain, port or SCHEMES[parts.scheme], _quoted(parts.path or "/", parts.query)


def _quoted(path: str, query: str) -> str:
    from urllib.parse import quote

    target = quote(path, safe="/%:@!$&'()*+,;=~-._")
    return f"{target}?{quote(query, safe='/%:@!$&()*+,;=~-._?')}" if query else target


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a host, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))


def resolve_within(resolver: Resolver, host: str, port: int, seconds: float) -> Sequence[str]:
    """The same within a time limit, which the system's own resolver has not. Raises OSError, TimeoutError."""
    found: list[Sequence[str]] = []
    wrong: list[BaseException] = []

    def ask() -> None:
        try:
            found.append(resolver(host, port))
        except (OSError, UnicodeError) as error:
            wrong.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if wrong:
        raise OSError(str(wrong[0])) from wrong[0]
    if not found:
        raise TimeoutError(host)
    return found[0]


def is_public(address: str, allowed: Sequence[str] = ()) -> bool:
    """Whether an IP address belongs to the open net, or to one of the `allowed` networks ("127.0.0.0/8").

    Example: is_public("::ffff:10.0.0.1") -> False
    """
    try:
        ip: IP = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(ip in ipaddress.ip_network(network) for network in allowed):
        return True
    inner = _inner(ip)
    if inner is not None:
        return is_public(str(inner), allowed)
    is_odd = ip.is_multicast or ip.is_reserved or ip.is_unspecified or any(ip in network for network in SET_ASIDE)
    return ip.is_global and not is_odd


def _inner(ip: IP) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return None
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if any(ip in network for network in TRANSLATED) and int(ip) > 1:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
