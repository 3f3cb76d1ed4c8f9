from __future__ import annotations

from django.urls import URLPattern

app_name = "backlog"
urlpatterns: list[URLPattern] = []
