"""All addresses: each room brings its own, the frame adds sign-in, guest links, Today, search and settings."""

from __future__ import annotations

from django.urls import include, path

from luotsi.kernel.accounts.entrance import enter_once
from luotsi.web import charts, pages, signin

urlpatterns = [
    path("", pages.today, name="today"),
    path("search/", pages.search, name="search"),
    path("start/", pages.start, name="start_own"),
    path("styleguide/", pages.styleguide, name="styleguide"),
    path("language/", pages.choose_language, name="language"),
    path("theme/", pages.choose_theme, name="theme"),
    path("healthz", pages.healthz, name="healthz"),
    path("drawing/<str:name>", charts.bundle, name="chart_bundle"),
    path("g/<str:token>/", pages.guest, name="guest"),
    path("enter/<str:token>/", signin.sample_enter, name="sample_enter"),
    path("welcome/<int:pk>/<str:token>/", enter_once, name="enter_once"),
    path("account/email/", signin.no_address_of_ones_own, name="account_email"),  # hides the one that follows
    path("account/", include("allauth.account.urls")),
    path("settings/", include("luotsi.kernel.accounts.urls")),
    path("activity/", include("luotsi.kernel.activity.urls")),
    path("jobs/", include("luotsi.kernel.jobs.urls")),
    path("api/v1/", include("luotsi.web.api")),
    path("people/", include("luotsi.rooms.people.urls")),
    path("goals/", include("luotsi.rooms.goals.urls")),
    path("", include("luotsi.rooms.backlog.urls")),
    path("blueprint/", include("luotsi.rooms.blueprint.urls")),
    path("campaigns/", include("luotsi.rooms.campaigns.urls")),
    path("newsroom/", include("luotsi.rooms.newsroom.urls")),
    path("cases/", include("luotsi.rooms.cases.urls")),
]
