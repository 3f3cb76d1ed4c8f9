from django.apps import AppConfig


class BacklogConfig(AppConfig):
    name = "luotsi.rooms.backlog"
    label = "backlog"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_guests, register_subjects
        from luotsi.rooms.backlog import caring
        from luotsi.rooms.backlog.words import BY_GUESTS, SUBJECTS, VERBS
        from luotsi.rooms.people.signals import exporting

        register(VERBS)
        register_guests(BY_GUESTS)
        register_subjects(SUBJECTS)
        exporting.connect(caring.kept_about)
