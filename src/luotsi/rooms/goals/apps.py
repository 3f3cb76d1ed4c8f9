from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "luotsi.rooms.goals"
    label = "goals"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.goals.words import SUBJECTS, VERBS

        register(VERBS)
        register_subjects(SUBJECTS)
