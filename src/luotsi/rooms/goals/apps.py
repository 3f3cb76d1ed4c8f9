from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "luotsi.rooms.goals"
    label = "goals"
