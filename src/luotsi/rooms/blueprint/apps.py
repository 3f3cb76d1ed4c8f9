from django.apps import AppConfig


class BlueprintConfig(AppConfig):
    name = "luotsi.rooms.blueprint"
    label = "blueprint"
