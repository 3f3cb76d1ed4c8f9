from __future__ import annotations

from django.urls import path

from luotsi.rooms.newsroom.views import audit, check, items, pages, releases, sources

app_name = "newsroom"
urlpatterns = [
    path("", pages.front, name="front"),
    path("audit/", audit.audit, name="audit"),
    path("check/", check.check, name="check"),
    path("items/", items.list_, name="items"),
    path("items/add/", items.add, name="add_item"),
    path("items/file/", items.from_file, name="from_file"),
    path("items/<int:pk>/", items.show, name="item"),
    path("items/<int:pk>/correct/", items.correct, name="correct"),
    path("items/<int:pk>/about/", items.about, name="about"),
    path("releases/", releases.list_, name="releases"),
    path("releases/add/", releases.add, name="add_release"),
    path("releases/<int:pk>/", releases.show, name="release"),
    path("releases/<int:pk>/publish/", releases.publish, name="publish"),
    path("releases/<int:pk>/drop/", releases.drop, name="drop_release"),
    path("sources/", sources.list_, name="sources"),
    path("sources/add/", sources.add, name="add_source"),
    path("sources/<int:pk>/", sources.show, name="source"),
    path("sources/<int:pk>/read/", sources.read_now, name="read_now"),
    path("sources/<int:pk>/pause/", sources.pause, name="pause"),
    path("sources/<int:pk>/remove/", sources.remove, name="remove_source"),
    path("companies/add/", sources.add_company, name="add_company"),
    path("companies/<int:pk>/", sources.edit_company, name="edit_company"),
]
