from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "luotsi.rooms.people"
    label = "people"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.people.words import SUBJECTS, VERBS

        register(VERBS)
        register_subjects(SUBJECTS)
