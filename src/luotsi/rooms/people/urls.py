from __future__ import annotations

from django.urls import path

from luotsi.rooms.people.views import care, conversations, picture, register, standing

app_name = "people"
urlpatterns = [
    path("", register.list_, name="list"),
    path("add/", register.add, name="add"),
    path("import/", care.import_, name="import"),
    path("due/", picture.due, name="due"),
    path("picture/", picture.picture, name="picture"),
    path("me/", care.me, name="me"),
    path("me/export/", care.my_export, name="my_export"),
    path("care/", care.settings, name="settings"),
    path("care/domains/add/", care.add_domain, name="add_domain"),
    path("care/domains/<int:pk>/remove/", care.remove_domain, name="remove_domain"),
    path("conversations/", conversations.list_, name="conversations"),
    path("conversations/<int:pk>/", conversations.show, name="conversation"),
    path("conversations/<int:pk>/edit/", conversations.edit, name="edit_conversation"),
    path("conversations/<int:pk>/note/", conversations.note, name="note"),
    path("conversations/<int:pk>/draft/", conversations.draft, name="draft"),
    path("conversations/<int:pk>/cancel/", conversations.cancel, name="cancel"),
    path("conversations/<int:pk>/conversation.ics", conversations.ics, name="ics"),
    path("objections/<int:pk>/ease/", conversations.ease, name="ease"),
    path("quotes/<int:pk>/leave/", conversations.give_leave, name="give_leave"),
    path("needs/<int:pk>/met/", conversations.meet_need, name="meet_need"),
    path("calendar/open/", conversations.open_feed, name="open_feed"),
    path("calendar/close/", conversations.close_feed, name="close_feed"),
    path("calendar/<str:token>/conversations.ics", conversations.feed, name="feed"),
    path("investments/<int:pk>/agree/", standing.agree, name="agree"),
    path("investments/<int:pk>/deliver/", standing.deliver, name="deliver"),
    path("<int:pk>/", register.show, name="stakeholder"),
    path("<int:pk>/edit/", register.edit, name="edit"),
    path("<int:pk>/leave/", register.leave, name="leave"),
    path("<int:pk>/come-back/", register.come_back, name="come_back"),
    path("<int:pk>/talk/", conversations.plan, name="plan"),
    path("<int:pk>/standing/", standing.standing, name="standing"),
    path("<int:pk>/endorse/", standing.endorse, name="endorse"),
    path("<int:pk>/invest/", standing.offer, name="offer"),
    path("<int:pk>/about/", care.about, name="about"),
    path("<int:pk>/about/export/", care.export, name="export"),
    path("<int:pk>/about/link/", care.own_link, name="own_link"),
    path("<int:pk>/erase/", care.erase, name="erase"),
]
