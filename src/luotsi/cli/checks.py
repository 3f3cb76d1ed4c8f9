"""The single looks of `luotsi check`, each with what to do. Nothing is changed by looking, and no mail is sent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

GIGABYTE = 1e9
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands (good, watch, bad), what was found, what to do."""

    what: str
    verdict: str
    found: str
    do: str = ""


def of_configuration() -> list[Finding]:
    """The settings by themselves, before anything is started with them."""
    from luotsi.web import config

    faults = [*_numbers(), *_names(), *_address(), *_networks()]
    if faults:
        return faults
    changed = [s.name for s in config.SETTINGS if os.environ.get(s.name)]
    return [Finding("configuration", "good", f"{len(config.SETTINGS)} settings, {len(changed)} from the environment")]


def of_place() -> list[Finding]:
    """What Luotsi stands on. Django is set up."""
    found = [_looked(_database, "Check LUOTSI_DATABASE_URL, and that the server runs and lets this user in.")]
    if found[0].verdict == "good":
        found.append(_looked(_migrations))
    if found[-1].verdict == "good":  # only a whole database can be asked who and what is in it
        found += [_looked(_people), _looked(_jobs)]
    return [*found, _looked(_mail), _looked(_disk), _looked(_charts)]


def _looked(look: Callable[[], Finding], advice: str = "This is not expected; report it with this line.") -> Finding:
    """A look that breaks is a finding too."""
    try:
        return look()
    except Exception as error:
        line = (str(error).strip() or type(error).__name__).splitlines()[0]
        return Finding(look.__name__.strip("_"), "bad", line, advice)


def _numbers() -> list[Finding]:
    from luotsi.web import config

    values = [config.read(name) for name in ("LUOTSI_WORKERS", "LUOTSI_THREADS")]
    return [
        Finding("configuration", "bad", f"{value.name} is {value.text!r}", "Give a whole number from 1.")
        for value in values
        if not value.text.isdigit() or int(value.text) < 1
    ]


def _names() -> list[Finding]:
    from zoneinfo import available_timezones

    from luotsi.web import config

    found = []
    zone, language = config.read("LUOTSI_TIME_ZONE").text, config.read("LUOTSI_LANGUAGE").text
    if zone not in available_timezones():
        found.append(
            Finding("configuration", "bad", f"LUOTSI_TIME_ZONE is {zone!r}", "Name a zone such as Europe/Helsinki.")
        )
    if language not in {"en", "fi", "ru", "es", "id"}:
        found.append(Finding("configuration", "bad", f"LUOTSI_LANGUAGE is {language!r}", "Use en, fi, ru, es or id."))
    return found


def _address() -> list[Finding]:
    from luotsi.web import config

    url = urlsplit(config.read("LUOTSI_URL").text)
    if url.scheme not in {"http", "https"} or not url.hostname:
        return [Finding("configuration", "bad", "LUOTSI_URL is no address", "Write it as https://luotsi.example.com")]
    if url.hostname in LOOPBACK:
        return []
    found = []
    allowed = config.read("LUOTSI_ALLOWED_HOSTS").as_list
    if url.hostname not in allowed and "*" not in allowed:
        advice = f"Add {url.hostname} to LUOTSI_ALLOWED_HOSTS."
        found.append(Finding("configuration", "bad", f"{url.hostname} of LUOTSI_URL is not answered", advice))
    if config.read("LUOTSI_DEBUG").is_yes or config.read("LUOTSI_DEMO").is_yes:
        advice = "Unset LUOTSI_DEBUG and LUOTSI_DEMO."
        found.append(Finding("configuration", "bad", "debugging or demo at an address others can reach", advice))
    if url.scheme == "http":
        advice = "Put a server with a certificate before Luotsi and write https:// in LUOTSI_URL."
        found.append(Finding("configuration", "watch", "passwords travel readable: LUOTSI_URL is http", advice))
    return found


def _networks() -> list[Finding]:
    """Networks that news may be read from, and wins posted to, though they are not public."""
    from ipaddress import ip_network

    from luotsi.web import config

    found = []
    names = ("LUOTSI_NEWS_NETWORKS", "LUOTSI_HOOK_NETWORKS")
    named = [(name, text) for name in names for text in config.read(name).as_list]
    for name, text in named:
        try:
            ip_network(text)
        except ValueError:
            advice = "Write networks such as 10.1.0.0/16, with commas between them."
            found.append(Finding("configuration", "bad", f"{name} names {text!r}", advice))
    return found


def _database() -> Finding:
    from django.db import connection

    from luotsi.cli.django import sqlite_file

    file = sqlite_file()
    if file is not None and not file.exists():
        return Finding("database", "bad", f"none at {file}", "`luotsi serve` makes it at its first start.")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            kind = f"SQLite {cursor.fetchone()[0]} at {connection.settings_dict['NAME']}"
            cursor.execute("SELECT count(*) FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'")
            if not cursor.fetchone()[0]:
                return Finding("database", "bad", f"{kind} without full-text search", "Use a Python with FTS5.")
        else:
            cursor.execute("SELECT current_database(), current_setting('server_version')")
            name, version = cursor.fetchone()
            kind = f"PostgreSQL {version}, database {name}"
    return Finding("database", "good", kind)


def _migrations() -> Finding:
    from luotsi.cli.django import pending_migrations

    missing = pending_migrations()
    if missing:
        return Finding("migrations", "bad", f"{missing} are not applied", "`luotsi serve` applies them at its start.")
    return Finding("migrations", "good", "all applied")


def _people() -> Finding:
    from luotsi.kernel.accounts import queries

    if not queries.has_lead():
        advice = 'luotsi user add you@example.com --name "Your Name" --role lead'
        return Finding("people", "watch", "nobody may sign in as lead", advice)
    return Finding("people", "good", f"{queries.people().filter(is_active=True).count()} may sign in")


def _jobs() -> Finding:
    """Nothing says that a worker lives but its work: what is due must not wait."""
    from django.utils import timezone

    from luotsi.kernel.jobs.models import Job, State

    now = timezone.now()
    waiting = Job.objects.due(now - timedelta(minutes=1)).count()
    running = Job.objects.filter(state=State.RUNNING).count()
    failed = Job.objects.filter(state=State.FAILED, finished_at__gt=now - timedelta(days=1)).count()
    if waiting and not running:
        advice = "Start `luotsi serve` or `luotsi worker`."
        return Finding("background work", "bad", f"{waiting} jobs wait and no worker takes them", advice)
    if failed:
        return Finding("background work", "watch", f"{failed} jobs failed since yesterday", "See the page /jobs/.")
    return Finding("background work", "good", f"{running} running, {waiting} waiting longer than a minute")


def _mail() -> Finding:
    from django.conf import settings
    from django.core.mail import get_connection

    if "smtp" not in settings.EMAIL_BACKEND:
        advice = "Set LUOTSI_EMAIL_URL to your mail server; until then sign-in codes stand in the terminal."
        return Finding("mail", "watch", "mail is printed to the terminal", advice)
    server = f"{settings.EMAIL_HOST} port {settings.EMAIL_PORT}"
    try:
        connection = get_connection(timeout=5)
        connection.open()
        connection.close()
    except OSError as error:
        advice = "Check host, port, user and password in LUOTSI_EMAIL_URL, and the way there."
        return Finding("mail", "bad", f"{server} does not take us: {error}", advice)
    return Finding("mail", "good", f"{server} answers")


def _disk() -> Finding:
    from django.conf import settings

    folder = Path(settings.DATA)
    if not folder.exists():
        return Finding("disk", "watch", f"{folder} does not exist yet", "`luotsi serve` makes it at its first start.")
    if not os.access(folder, os.W_OK):
        return Finding("disk", "bad", f"{folder} cannot be written", "Give the account that runs Luotsi the folder.")
    free = shutil.disk_usage(folder).free / GIGABYTE
    if free < 0.2:
        return Finding("disk", "bad", f"{free:.1f} GB free at {folder}", "Make room before the database cannot grow.")
    verdict = "good" if free >= 1 else "watch"
    return Finding("disk", verdict, f"{free:.1f} GB free at {folder}", "" if free >= 1 else "Make room soon.")


def _charts() -> Finding:
    """Charts for mail and print are drawn without a browser."""
    import vl_convert

    spec = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}}
    drawn = vl_convert.vegalite_to_svg(spec)
    return Finding("charts", "good" if "<svg" in drawn else "bad", "drawn without a browser")
