"""The `luotsi` command: a lazy group. A command's module is imported only when it is asked for.

No rules live here: each command assembles rooms or engines.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

# name -> (module:attribute, the line that `luotsi --help` shows)
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("luotsi.cli.serve:serve", "Start web and workers (with --demo: on sample data)."),
    "worker": ("luotsi.cli.serve:worker", "Run background work only."),
    "backup": ("luotsi.cli.keep:backup", "Write a backup, also while Luotsi is in use."),
    "restore": ("luotsi.cli.keep:restore", "Restore a backup into an empty place."),
    "check": ("luotsi.cli.check:check", "Check configuration, database, mail and disk."),
    "config": ("luotsi.cli.check:config", "Show every setting: name, value, origin."),
    "user": ("luotsi.cli.user:user", "Add people who may sign in."),
    "import": ("luotsi.cli.exchange:import_", "Bring in requests, work items, goals and more from a file."),
    "export": ("luotsi.cli.exchange:export", "Write requests, work items, goals and more to a file."),
    "requests": ("luotsi.cli.requests:requests", "Tactic or outcome, deliverable, dates, near-duplicates."),
    "forecast": ("luotsi.cli.forecast:forecast", "When is the backlog finished?"),
    "plan": ("luotsi.cli.plan:plan", "The plan worth most that fits the capacity."),
    "campaign": ("luotsi.cli.campaign:campaign", "Boundaries and verdict of a micro-campaign; two arms compared."),
    "news": ("luotsi.cli.news:news", "Company news: hook, critique, a quarter's audit, a week's digest."),
}


class LazyGroup(click.Group):
    """Knows its commands' names and one-line help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name][0].split(":")
        return getattr(import_module(module), attribute)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="luotsi", prog_name="luotsi")
def cli() -> None:
    """Luotsi, a pilot for marketing teams: Align, Plan, Speak, Listen.

    Example: luotsi serve --demo
    """


def main() -> None:
    """Entry point: domain errors become one line per fault and an exit code (commands.md)."""
    from luotsi.kernel.errors import BadInput, LuotsiError

    try:
        # Without its own exit, click returns the code of a command that asked for one.
        code = cli(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except BadInput as bad:
        click.echo(bad.text, err=True)
        sys.exit(2)
    except LuotsiError as error:
        click.echo(error.text, err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
