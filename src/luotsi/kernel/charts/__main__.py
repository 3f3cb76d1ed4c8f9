"""The child process that draws: an order as JSON on standard input, the file on standard output."""

from __future__ import annotations

import json
import sys

from luotsi.kernel.charts.draw import perform

if __name__ == "__main__":
    sys.stdout.buffer.write(perform(json.load(sys.stdin)))
