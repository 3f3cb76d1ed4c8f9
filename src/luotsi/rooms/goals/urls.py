from __future__ import annotations

from django.urls import path

from luotsi.rooms.goals.views import goals, guidepoints, metrics

app_name = "goals"
urlpatterns = [
    path("", goals.list_, name="list"),
    path("add/", goals.add, name="add"),
    path("<int:pk>/", goals.show, name="goal"),
    path("<int:pk>/edit/", goals.edit, name="edit"),
    path("<int:pk>/give-up/", goals.give_up, name="give_up"),
    path("<int:pk>/take-up/", goals.take_up, name="take_up"),
    path("guidepoint/add/", guidepoints.add, name="add_guidepoint"),
    path("guidepoint/<int:pk>/", guidepoints.show, name="guidepoint"),
    path("guidepoint/<int:pk>/edit/", guidepoints.edit, name="edit_guidepoint"),
    path("guidepoint/<int:pk>/agree/", guidepoints.agree, name="agree"),
    path("guidepoint/<int:pk>/escalate/", guidepoints.escalate, name="escalate"),
    path("guidepoint/<int:pk>/outcomes/add/", guidepoints.add_outcome, name="add_outcome"),
    path("escalation/<int:pk>/answer/", guidepoints.answer, name="answer"),
    path("outcome/<int:pk>/", guidepoints.outcome, name="outcome"),
    path("outcome/<int:pk>/edit/", guidepoints.edit_outcome, name="edit_outcome"),
    path("outcome/<int:pk>/remove/", guidepoints.remove_outcome, name="remove_outcome"),
    path("metrics/", metrics.list_, name="metrics"),
    path("metrics/add/", metrics.add, name="add_metric"),
    path("metrics/<int:pk>/", metrics.show, name="metric"),
    path("metrics/<int:pk>/edit/", metrics.edit, name="edit_metric"),
    path("metrics/<int:pk>/measure/", metrics.measure, name="measure_one"),
    path("measure/", metrics.measure_round, name="measure"),
    path("measure/file/", metrics.measure_file, name="measure_file"),
    path("measurements/<int:pk>/remove/", metrics.remove_measurement, name="remove_measurement"),
]
