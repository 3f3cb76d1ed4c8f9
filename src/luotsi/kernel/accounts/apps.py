from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "luotsi.kernel.accounts"
    label = "accounts"
