"""The child process that draws: an order as JSON on standard input, the file on standard output."""

from __future__ import annotations

import json
import sys

from luotsi.kernel.charts.draw import perform


def main() -> int:
    """Say in one line what went wrong; the rest of a JavaScript trace helps nobody here."""
    try:
        drawn = perform(json.load(sys.stdin))
    except ValueError as fault:
        sys.stderr.write(str(fault).split("\n    at ")[0].replace("\n", " ") + "\n")
        return 1
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
