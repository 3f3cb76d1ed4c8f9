"""What the activity log calls the codes of this room."""

from __future__ import annotations

from typing import Any

VERBS: dict[str, Any] = {}
SUBJECTS: dict[str, Any] = {}
