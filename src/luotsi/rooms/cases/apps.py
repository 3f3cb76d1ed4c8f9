from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "luotsi.rooms.cases"
    label = "cases"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.cases import answers
        from luotsi.rooms.cases.words import SUBJECTS, VERBS

        register(VERBS)
        register_subjects(SUBJECTS)
        answers.connect()
