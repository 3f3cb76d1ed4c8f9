"""The smallest of what clashes: parts are dropped as long as the rest still clashes, few questions asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Part = TypeVar("Part")


def shrunk(parts: Sequence[Part], clashes: Callable[[list[Part]], bool]) -> list[Part]:
    """Parts of which none can be dropped alone, the first in the list preferred.

    Dropped from the end, ever more at once while that goes well; what stays was tried alone.
    """
    kept, at = list(parts), len(parts)
    size = max(1, at // 3)
    while at > 0:
        size = min(size, at)
        rest = kept[: at - size] + kept[at:]
        if clashes(rest):
            kept, at, size = rest, at - size, size * 2
        elif size > 1:
            size //= 2
        else:
            at -= 1
    return kept
