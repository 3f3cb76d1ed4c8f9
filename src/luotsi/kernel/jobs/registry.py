"""The kinds of background work: rooms register their handlers here, in their `jobs.py`.

@every(hours=24)
@job("backlog.tidy", max_attempts=3)
def tidy(run: Run) -> None: ...
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luotsi.kernel.jobs.run import Run

Handler = Callable[["Run"], dict[str, Any] | None]
NAME = re.compile(r"^[a-z_]+\.[a-z_]+$")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work: its handler, how often it is tried, and its period if it comes round by itself."""

    name: str
    handler: Handler
    max_attempts: int
    period: timedelta | None = None


KINDS: dict[str, Kind] = {}


def job(name: str, *, max_attempts: int = 3) -> Callable[[Handler], Handler]:
    """Register the handler of a kind, named `room.verb`. Handlers may be run again after a crash."""
    if not NAME.match(name):
        raise ValueError(f"{name!r}: a job's kind is room.verb in lower case")

    def register(handler: Handler) -> Handler:
        known = KINDS.get(name)
        if known and (known.handler.__module__, known.handler.__qualname__) != (
            handler.__module__,
            handler.__qualname__,
        ):
            raise ValueError(f"{name!r} is registered twice")
        KINDS[name] = Kind(name, handler, max_attempts)
        return handler

    return register


def every(*, hours: float) -> Callable[[Handler], Handler]:
    """Queue the job below it by itself, once per period however many workers run."""

    def schedule(handler: Handler) -> Handler:
        kind = next((kind for kind in KINDS.values() if kind.handler is handler), None)
        if kind is None:
            raise ValueError("@every stands above @job")
        KINDS[kind.name] = replace(kind, period=timedelta(hours=hours))
        return handler

    return schedule


def kind_of(name: str) -> Kind:
    """The registered kind. Raises KeyError, naming what is known, for a misspelt one."""
    try:
        return KINDS[name]
    except KeyError:
        raise KeyError(f"no job {name!r}; known: {', '.join(sorted(KINDS)) or 'none'}") from None
