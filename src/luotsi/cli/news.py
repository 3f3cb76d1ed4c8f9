"""`luotsi news`: the group of the newsroom's commands; each has a module of its own and works without a database."""

from __future__ import annotations

from importlib import import_module

import rich_click as click

COMMANDS = {
    "classify": "luotsi.cli.news_classify:classify",
    "critique": "luotsi.cli.news_critique:critique",
    "audit": "luotsi.cli.news_audit:audit",
    "digest": "luotsi.cli.news_digest:digest",
}


class NewsGroup(click.RichGroup):
    """Imports a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        return getattr(import_module(module), attribute)


@click.group(cls=NewsGroup)
def news() -> None:
    """Company news: its hook, its critique, a quarter's audit, a week's digest.

    Example: luotsi news classify headlines.csv
    """
