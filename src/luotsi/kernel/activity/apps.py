from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "luotsi.kernel.activity"
    label = "activity"
