from django.apps import AppConfig


class BlueprintConfig(AppConfig):
    name = "luotsi.rooms.blueprint"
    label = "blueprint"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.blueprint import answers
        from luotsi.rooms.blueprint.words import SUBJECTS, VERBS

        register(VERBS)
        register_subjects(SUBJECTS)
        answers.connect()
