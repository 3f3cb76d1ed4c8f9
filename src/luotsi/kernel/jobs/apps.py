from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "luotsi.kernel.jobs"
    label = "jobs"
