"""The backlog's part of the API, put together: requests and work items."""

from __future__ import annotations

from ninja import Router

from luotsi.rooms.backlog.api_items import router as items
from luotsi.rooms.backlog.api_requests import router as requests

router = Router()
router.add_router("", requests)
router.add_router("", items)
