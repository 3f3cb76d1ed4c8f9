"""Work on pages from outside in a process of its own, which may take neither long nor much memory.

The libraries that read feeds and articles are patient with any page; one made for it keeps them busy for minutes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

MEMORY_BYTES, START_SECONDS = 1_500_000_000, 10.0
Order = dict[str, Any]


def done_apart(orders: Sequence[Order], seconds: float) -> list[Order]:
    """The answer to each order, in their order; `seconds` for each. One that took too long or broke the process has
    {"fault": code} and nothing else."""
    lines = "".join(json.dumps(order | {"seconds": seconds}) + "\n" for order in orders)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "luotsi.kernel.fetching"],
            input=lines.encode("utf-8", "replace"),
            capture_output=True,
            timeout=START_SECONDS + seconds * max(1, len(orders)),
            check=False,
        )
        out, rest = done.stdout, "broken"
    except subprocess.TimeoutExpired as slow:
        out, rest = slow.stdout or b"", "too_slow"
    answers: list[Order] = [json.loads(line) for line in out.split(b"\n")[:-1]]
    return answers + [{"fault": rest}] * (len(orders) - len(answers))
