from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "luotsi.kernel.search"
    label = "search"
