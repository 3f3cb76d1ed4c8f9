from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "luotsi.rooms.goals"
    label = "goals"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.goals import caring
        from luotsi.rooms.goals.words import SUBJECTS, VERBS
        from luotsi.rooms.people.signals import erasing, exporting, thoughts_ending

        register(VERBS)
        register_subjects(SUBJECTS)
        exporting.connect(caring.kept_about)
        erasing.connect(caring.forget)
        thoughts_ending.connect(caring.forget_old_stands)
