from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "luotsi.rooms.people"
    label = "people"
