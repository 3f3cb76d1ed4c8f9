from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "luotsi.rooms.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from luotsi.kernel.activity.words import register, register_subjects
        from luotsi.rooms.campaigns.words import SUBJECTS, VERBS

        register(VERBS)
        register_subjects(SUBJECTS)
