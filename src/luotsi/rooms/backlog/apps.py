from django.apps import AppConfig


class BacklogConfig(AppConfig):
    name = "luotsi.rooms.backlog"
    label = "backlog"
