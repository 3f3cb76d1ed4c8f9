# ruff: noqa: E501 - a line per setting reads as the table it is
"""Every setting that a person running Luotsi may make: one table that drives settings, `luotsi config` and the docs.

A value comes from the environment, else from `luotsi.env` in the data folder, else from its default.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import environ


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `default` is its text form, `secret` values are never shown."""

    name: str
    default: str
    meaning: str
    secret: bool = False


SETTINGS = (
    Setting("LUOTSI_DATA", "./var", "Folder for the database, uploads and the secret key."),
    Setting("LUOTSI_DATABASE_URL", "", "PostgreSQL address (postgres://…); empty means SQLite in the data folder.", True),
    Setting("LUOTSI_SECRET_KEY", "", "Signs sessions and links; made and kept in the data folder when empty.", True),
    Setting("LUOTSI_URL", "http://127.0.0.1:8000", "The address people use; links in mail begin with it."),
    Setting("LUOTSI_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]", "Host names that are answered, comma-separated."),
    Setting("LUOTSI_EMAIL_URL", "consolemail://", "Outgoing mail: smtp://user:password@host:587, smtp+tls://… or consolemail://.", True),
    Setting("LUOTSI_EMAIL_FROM", "Luotsi <luotsi@localhost>", "Sender of Luotsi's mail."),
    Setting("LUOTSI_LANGUAGE", "en", "Language for people who have chosen none: en, fi, ru, es, id."),
    Setting("LUOTSI_TIME_ZONE", "Europe/Helsinki", "Time zone of the team."),
    Setting("LUOTSI_WORKERS", "1", "Background workers that `luotsi serve` starts."),
    Setting("LUOTSI_THREADS", "4", "Threads that answer web requests."),
    Setting("LUOTSI_NEWS_NETWORKS", "", "Networks of your own that news may be read from (10.1.0.0/16, …); empty: public addresses only."),
    Setting("LUOTSI_HOOK_NETWORKS", "", "Networks of your own that wins may be posted to (10.1.0.0/16, …); empty: public addresses only."),
    Setting("LUOTSI_NEWS_ENCODER", "yes", "Sort news with the multilingual encoder where it is installed: surer, and slower; the sample does without."),
    Setting("LUOTSI_DEMO", "no", "Sample workspace with sign-in links; loopback only. `luotsi serve --demo` sets it."),
    Setting("LUOTSI_DEBUG", "no", "Show errors in the browser; never on a machine others can reach."),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Value:
    """A setting's value and where it came from: environment, file, generated or default."""

    name: str
    text: str
    origin: str

    @property
    def is_yes(self) -> bool:
        return self.text.strip().lower() in {"1", "yes", "true", "on"}

    @property
    def as_list(self) -> list[str]:
        return [part.strip() for part in self.text.split(",") if part.strip()]


def data_folder() -> Path:
    """The data folder, absolute; it need not exist yet."""
    return Path(os.environ.get("LUOTSI_DATA") or BY_NAME["LUOTSI_DATA"].default).resolve()


def read(name: str) -> Value:
    """The value of one setting, and its origin."""
    setting = BY_NAME[name]
    if os.environ.get(name):
        return Value(name, os.environ[name], "environment")
    in_file = _file_values().get(name, "")
    if in_file:
        return Value(name, in_file, "file")
    if name == "LUOTSI_SECRET_KEY":
        return Value(name, _kept_secret(), "generated")
    return Value(name, setting.default, "default")


def database(value: Value) -> dict[str, object]:
    """Django's DATABASES entry: the URL's server, or SQLite set up for many writers."""
    if value.text:
        postgres = environ.Env.db_url_config(value.text)
        return {**postgres, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_folder() / "luotsi.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Immediate: a transaction that will write waits for its turn at the start, never fails in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-16000;"
            ),
        },
    }


def _file_values() -> dict[str, str]:
    path = data_folder() / "luotsi.env"
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): text.strip().strip("\"'") for name, _, text in pairs}


def _kept_secret() -> str:
    path = data_folder() / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process was first
            pass
    return path.read_text().strip()
