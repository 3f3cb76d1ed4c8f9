from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "luotsi.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import Subject, register, register_subjects

        autodiscover_modules("jobs")  # each room's jobs.py registers its kinds
        register({
            "jobs.queued": _("asked for background work"),
            "jobs.cancelled": _("cancelled background work"),
            "jobs.failed": _("did not get through with background work"),
        })  # fmt: skip
        register_subjects({"jobs.job": Subject(_("Background job"), "jobs:show", "kind")})
