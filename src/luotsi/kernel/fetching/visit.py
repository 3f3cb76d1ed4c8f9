"""One run's manners: who we say we are, which rules of which host we know, and how long to wait between two pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from luotsi.kernel.fetching.robots import Robots

Origin = tuple[str, str, int]


def agent_of(contact: str = "") -> str:
    """What we call ourselves; `contact` is an address where a site's owner finds out who reads.

    Example: agent_of("https://acme.example/bot") -> "Luotsi/0.1.0 (+https://acme.example/bot)"
    """
    try:
        number = version("luotsi")
    except PackageNotFoundError:
        number = "0"
    return f"Luotsi/{number}" + (f" (+{contact})" if contact else "")


@dataclass(slots=True)
class Visit:
    """Kept for one run; not for several threads at once. `sleep` and `clock` are given by tests."""

    agent: str = field(default_factory=agent_of)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    robots: dict[Origin, Robots] = field(default_factory=dict)
    _last_at: dict[str, float] = field(default_factory=dict)

    def wait_for(self, host: str, seconds: float) -> None:
        """Pause so that two pages of a host are at least so far apart."""
        last = self._last_at.get(host)
        if last is not None and (left := last + seconds - self.clock()) > 0:
            self.sleep(left)
        self._last_at[host] = self.clock()
