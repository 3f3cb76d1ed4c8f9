from __future__ import annotations

from django.urls import path

from luotsi.rooms.cases.views import deciding, editing, pages, parts, preread, wins

app_name = "cases"
urlpatterns = [
    path("", pages.list_, name="list"),
    path("add/", editing.add, name="add"),
    path("relations/", pages.relations, name="relations"),
    path("record/", pages.record, name="record"),
    path("prereads/<int:pk>/", preread.received, name="received"),
    path("prereads/<int:pk>/pre-read.<slug:suffix>", preread.received_file, name="received_file"),
    path("sendings/<int:pk>/", preread.sending, name="sending"),
    path("sendings/<int:pk>/pre-read.<slug:suffix>", preread.sending_file, name="sending_file"),
    path("wins/", wins.list_, name="wins"),
    path("wins/channels/", wins.channels, name="channels"),
    path("wins/channels/<int:pk>/remove/", wins.remove_channel, name="remove_channel"),
    path("wins/<int:pk>/", wins.show, name="win"),
    path("wins/<int:pk>/tell/", wins.tell_, name="tell_win"),
    path("wins/<int:pk>/told/<int:backer>/", wins.told, name="told"),
    path("<int:pk>/", pages.show, name="case"),
    path("<int:pk>/preread/", preread.draft, name="preread"),
    path("<int:pk>/preread/pre-read.<slug:suffix>", preread.draft_file, name="preread_file"),
    path("<int:pk>/preread/send/", preread.send, name="send_preread"),
    path("<int:pk>/wins/add/", wins.add, name="add_win"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/step/<slug:to>/", deciding.step, name="step"),
    path("<int:pk>/decide/", deciding.decide, name="decide"),
    path("<int:pk>/again/", deciding.again, name="again"),
    path("<int:pk>/close/", deciding.close, name="close"),
    path("<int:pk>/work/", deciding.work, name="work"),
    path("<int:pk>/goals/", parts.goals, name="goals"),
    path("<int:pk>/touches/", parts.touches, name="touches"),
    path("<int:pk>/people/", parts.people, name="people"),
    path("<int:pk>/talks/", parts.talks, name="talks"),
    path("<int:pk>/evidence/", parts.evidence, name="evidence"),
    path("<int:pk>/asks/", parts.asks, name="asks"),
    path("<int:pk>/risks/", parts.risks, name="risks"),
    path("<int:pk>/changes/", parts.changes, name="changes"),
    path("<int:pk>/remove/<slug:kind>/<int:row>/", parts.remove, name="remove"),
]
