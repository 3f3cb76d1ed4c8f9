"""Addresses of the backlog room, mounted at the root: what people open most has the shortest address."""

from __future__ import annotations

from django.urls import path

from luotsi.rooms.backlog.views import ask, board, imports, items, status, triage, volume

app_name = "backlog"

_items = [
    path("backlog/", board.list_, name="list"),
    path("backlog/bulk/", board.bulk, name="bulk"),
    path("backlog/views/", board.save_view, name="save_view"),
    path("backlog/views/<int:pk>/forget/", board.forget_view, name="forget_view"),
    path("backlog/score/", board.score, name="score"),
    path("backlog/score/half-life/", board.set_half_life, name="set_half_life"),
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

_requests = [
    path("ask/", ask.ask, name="ask"),
    path("ask/link/", ask.open_link, name="ask_link"),
    path("ask/similar/", ask.similar, name="similar"),
    path("requests/mine/", status.mine, name="mine"),
    path("requests/<int:pk>/", triage.request_page, name="request"),
    path("requests/<int:pk>/comment/", triage.comment, name="comment_request"),
    path("requests/<int:pk>/accept/", triage.accept, name="accept"),
    path("requests/<int:pk>/ask-back/", triage.ask_back, name="ask_back"),
    path("requests/<int:pk>/decline/", triage.decline, name="decline"),
    path("requests/<int:pk>/join/", triage.join, name="join"),
    # The asker's verbs lie below the status page, so that one guest link opens them and nothing else.
    path("requests/<int:pk>/status/", status.status, name="status"),
    path("requests/<int:pk>/status/answer/<int:question>/", status.answer, name="answer"),
    path("requests/<int:pk>/status/confirm/", status.confirm, name="confirm"),
    path("requests/<int:pk>/status/part/", status.part, name="part"),
    path("requests/<int:pk>/status/withdraw/", status.withdraw, name="withdraw"),
    path("inbox/", triage.inbox, name="inbox"),
    path("inbox/join/", triage.join_bulk, name="join_bulk"),
    path("inbox/review/", triage.review, name="review"),
]

_imports = [
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", imports.import_, name="import"),
    path("import/<int:pk>/start/", imports.start, name="start_import"),
    path("import/<int:pk>/discard/", imports.discard, name="discard_import"),
]

_volume = [
    path("forecast/", volume.forecast, name="forecast"),
    path("forecast/make/", volume.make_forecast, name="make_forecast"),
    path("forecast/weeks/", volume.tell_weeks, name="tell_weeks"),
    path("forecast/guess/", volume.guess_pace, name="guess_pace"),
    path("forecast/mark/", volume.mark_week, name="mark_week"),
    path("forecast/<slug:name>.<slug:suffix>", volume.chart_file, name="chart_file"),
    path("adhoc/", volume.ad_hoc, name="adhoc"),
]

urlpatterns = _items + _requests + _imports + _volume
