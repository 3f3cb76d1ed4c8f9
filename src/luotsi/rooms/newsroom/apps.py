from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "luotsi.rooms.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.newsroom.words import SUBJECTS, VERBS

        register(VERBS)
        register_subjects(SUBJECTS)
        from luotsi.rooms.newsroom import caring
        from luotsi.rooms.people.signals import erasing, exporting

        exporting.connect(caring.kept_about, dispatch_uid="newsroom.kept")
        erasing.connect(caring.forget, dispatch_uid="newsroom.forget")
