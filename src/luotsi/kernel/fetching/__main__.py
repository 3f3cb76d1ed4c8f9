"""The process that reads feeds and articles: an order a line on standard input, an answer a line on standard output."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Iterator

from luotsi.kernel.fetching.apart import MEMORY_BYTES, Order
from luotsi.kernel.fetching.articles import extracted
from luotsi.kernel.fetching.syndicated import parsed


class TimeIsUp(BaseException):
    """No Exception: libraries that catch those all must let it through."""


def main() -> None:
    """Each order has so many seconds; one that needs more is answered as too slow, and the next is done."""
    _limit_memory()
    logging.disable(logging.CRITICAL)
    for line in sys.stdin.buffer:
        print(json.dumps(_answer(json.loads(line))), flush=True)


def _answer(order: Order) -> Order:
    try:
        with _alarm(order["seconds"]):
            if order["task"] == "feed":
                return parsed(order["text"], order["url"])
            return extracted(order["html"], order["url"])
    except TimeIsUp:
        return {"fault": "too_slow"}
    except MemoryError:
        return {"fault": "too_large"}
    except Exception:  # whatever a page makes its reader raise is the page's own fault
        return {"fault": "broken"}


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Where the system has alarms; elsewhere the limit of whoever started this process holds."""
    import signal

    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: object) -> None:
        raise TimeIsUp

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    main()
