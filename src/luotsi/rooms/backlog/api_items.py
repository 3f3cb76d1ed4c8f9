"""API of work items."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["work items"])
