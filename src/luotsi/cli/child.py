"""What `luotsi serve` starts, each a process of its own: `python -m luotsi.cli.child prepare|web|worker [parent]`.

prepare migrates and, for a sample workspace, fills it; it prints one JSON line for the starting process.
"""

from __future__ import annotations

import json
import os
import signal
import sys

# Above this a worker that has nothing to do starts afresh: a plan's or a forecast's libraries stay in memory.
WORKER_MEGABYTES = 220


def main() -> None:
    # Ctrl-C reaches the whole group; the starting process alone answers it and asks the others to stop, once.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    _die_with_parent()
    {"prepare": prepare, "web": web, "worker": work}[sys.argv[1]]()


def prepare() -> None:
    """Migrate, fill the sample workspace, and say what the welcome needs."""
    from luotsi.cli.django import pending_migrations, start_django
    from luotsi.kernel.errors import LuotsiError

    try:
        start_django()
        _make_folders()
        migrate(pending_migrations())
        print(json.dumps(_welcome()))
    except LuotsiError as error:
        sys.exit(error.text)


def migrate(pending: int) -> None:
    """Apply what is pending; a look costs a tenth of Django's own command, which checks everything first."""
    from django.core.management import call_command

    if pending:
        call_command("migrate", verbosity=0, skip_checks=True)


def _make_folders() -> None:
    from django.conf import settings

    for folder in (settings.STATIC_ROOT, settings.UPLOADS):
        folder.mkdir(parents=True, exist_ok=True)


def _welcome() -> dict[str, object]:
    from django.conf import settings

    from luotsi.kernel.accounts.models import User
    from luotsi.kernel.accounts.permissions import Role

    if settings.DEMO:
        return {"people": _sample_people()}
    return {"has_lead": User.objects.filter(role=Role.LEAD, is_active=True).exists()}


def _sample_people() -> list[dict[str, str]]:
    from django.utils import timezone

    from luotsi.kernel.accounts.models import User
    from luotsi.web import sample
    from luotsi.web.signin import sample_link

    sample.fill_if_empty(at=timezone.now())
    people = User.objects.filter(is_active=True).order_by("pk")
    return [{"name": user.name, "role": str(user.get_role_display()), "link": sample_link(user)} for user in people]


def web() -> None:
    """Granian: its own process watches one that answers requests with LUOTSI_THREADS threads."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from luotsi.web import config

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.web.settings")
    Granian(
        "luotsi.web.wsgi:application",
        address=os.environ["LUOTSI_HOST"],
        port=int(os.environ["LUOTSI_PORT"]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(config.read("LUOTSI_THREADS").text),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


def work(*, grace_seconds: float = 5.0, megabytes: int | None = WORKER_MEGABYTES) -> None:
    """A background worker until it is stopped, or has grown large and is idle."""
    from luotsi.cli.django import start_django

    start_django()
    from luotsi.kernel.jobs.worker import Worker

    worker = Worker(grace_seconds=grace_seconds, leave_above_megabytes=megabytes)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.work()


def _die_with_parent() -> None:
    """Linux: be told to stop when the starting process is gone, however it went."""
    if sys.platform != "linux":
        return
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    parent = sys.argv[2] if len(sys.argv) > 2 else ""
    if parent and parent != str(os.getppid()):  # it was gone before this process could ask
        sys.exit(1)


if __name__ == "__main__":
    main()
