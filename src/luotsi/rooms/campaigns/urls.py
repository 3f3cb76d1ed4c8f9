from __future__ import annotations

from django.urls import path

from luotsi.rooms.campaigns.views import editing, ending, files, hook, pages, results

app_name = "campaigns"
urlpatterns = [
    path("", pages.list_, name="list"),
    path("tree/", pages.tree, name="tree"),
    path("add/", editing.add, name="add"),
    path("<int:pk>/", pages.show, name="campaign"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/plan/", pages.plan, name="plan"),
    path("<int:pk>/start/", editing.start, name="start"),
    path("<int:pk>/share/", editing.share, name="share"),
    path("<int:pk>/end/", ending.end, name="end"),
    path("<int:pk>/scale/", ending.scale, name="scale"),
    path("<int:pk>/criteria/add/", editing.add_criterion, name="add_criterion"),
    path("criteria/<int:pk>/edit/", editing.edit_criterion, name="edit_criterion"),
    path("criteria/<int:pk>/remove/", editing.remove_criterion, name="remove_criterion"),
    path("<int:pk>/results/", results.results, name="results"),
    path("<int:pk>/results/file/", results.from_file, name="from_file"),
    path("<int:pk>/results/hand/", results.by_hand, name="by_hand"),
    path("<int:pk>/results/order/", results.order, name="order"),
    path("<int:pk>/results/secret/", results.renew_secret, name="renew_secret"),
    path("deliveries/<int:pk>/take-back/", results.take_back, name="take_back"),
    path("verdicts/<int:pk>/", pages.verdict, name="verdict"),
    path("<int:pk>/chart.<slug:suffix>", files.chart, name="chart"),
    path("<int:pk>/campaign.pptx", files.deck, name="deck"),
    path("<int:pk>/hook/", hook.hook, name="hook"),
    path("<int:pk>/hook/<str:secret>/", hook.hook, name="secret_hook"),
]
