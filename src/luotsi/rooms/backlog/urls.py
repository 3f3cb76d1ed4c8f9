"""Addresses of the backlog room, mounted at the root: what people open most has the shortest address."""

from __future__ import annotations

from django.urls import path

from luotsi.rooms.backlog.views import board, items

app_name = "backlog"

_items = [
    path("backlog/", board.list_, name="list"),
    path("backlog/bulk/", board.bulk, name="bulk"),
    path("backlog/views/", board.save_view, name="save_view"),
    path("backlog/views/<int:pk>/forget/", board.forget_view, name="forget_view"),
    path("backlog/new/", items.new, name="new"),
    path("backlog/<int:pk>/", items.item, name="item"),
    path("backlog/<int:pk>/edit/", items.edit, name="edit"),
    path("backlog/<int:pk>/move/", board.move, name="move"),
    path("backlog/<int:pk>/reason/", items.reason, name="reason"),
    path("backlog/<int:pk>/start/", items.start, name="start"),
    path("backlog/<int:pk>/finish/", items.finish, name="finish"),
    path("backlog/<int:pk>/drop/", items.drop, name="drop"),
    path("backlog/<int:pk>/reopen/", items.reopen, name="reopen"),
    path("backlog/<int:pk>/comment/", items.comment, name="comment"),
]

urlpatterns = _items
