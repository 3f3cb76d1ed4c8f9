from __future__ import annotations

from django.urls import path

from luotsi.kernel.activity import views

app_name = "activity"
urlpatterns = [path("", views.log, name="list")]
