"""Ids of contacts: what is kept of them, the order they are invited in, and whether that was kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac


def can_be_kept(text: str) -> bool:
    """Without what no database writes: zero bytes, and the half characters that JSON allows."""
    return not any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text)


def opaque(key: str, salt: str) -> str:
    """The id as it is kept: an address becomes a hash that only this campaign can make again; others stay."""
    key = key.strip()
    return f"hash-{hmac(salt.encode(), key.casefold().encode(), 'sha256').hexdigest()[:32]}" if "@" in key else key


def drawn_order(keys: Iterable[str], seed: int) -> list[str]:
    """The keys in a random order that anybody can draw again: by SHA-256 of seed and key. Doubles are left out."""
    return sorted(dict.fromkeys(keys), key=lambda key: sha256(f"{seed}:{key}".encode()).digest())


def out_of_order(invited: Sequence[tuple[int | None, datetime]]) -> int:
    """How many were invited before somebody whose drawn place stood earlier; (place, moment) of each who was."""
    placed = sorted((moment, place) for place, moment in invited if place is not None)
    early, furthest = 0, -1
    by_moment: dict[datetime, list[int]] = {}
    for moment, place in placed:
        by_moment.setdefault(moment, []).append(place)
    for places in by_moment.values():  # those of one moment have no order among themselves
        early += sum(place < furthest for place in places)
        furthest = max(furthest, *places)
    return early
