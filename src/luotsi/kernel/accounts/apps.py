from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "luotsi.kernel.accounts"
    label = "accounts"

    def ready(self) -> None:
        from luotsi.kernel.accounts.words import SUBJECTS, VERBS
        from luotsi.kernel.activity.words import register, register_subjects

        register(VERBS)
        register_subjects(SUBJECTS)
