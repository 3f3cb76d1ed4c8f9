from __future__ import annotations

from django.urls import path

from luotsi.rooms.people import views

app_name = "people"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.show, name="stakeholder"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/leave/", views.leave, name="leave"),
    path("<int:pk>/come-back/", views.come_back, name="come_back"),
]
