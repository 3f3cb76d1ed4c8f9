from django.apps import AppConfig


class BacklogConfig(AppConfig):
    name = "luotsi.rooms.backlog"
    label = "backlog"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.backlog.words import SUBJECTS, VERBS

        register(VERBS)
        register_subjects(SUBJECTS)
