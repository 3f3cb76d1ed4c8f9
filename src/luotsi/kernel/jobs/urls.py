from __future__ import annotations

from django.urls import path

from luotsi.kernel.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<int:pk>/", views.show_job, name="show"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
