"""The rival of backlog_speed.py: the least Django that is signed in and lists fifty rows of 100,000 by index.

Django's own session, authentication and CSRF middleware, one table, one view, one template.
"""

from __future__ import annotations

import sys
from pathlib import Path

from luotsi.web import config

SECRET_KEY = "bare"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "bare_app"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "bare_app.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "bare_app"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
DATABASES = {"default": config.database(config.read("LUOTSI_DATABASE_URL"))}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATABASES["default"]["NAME"] = config.data_folder() / "bare.sqlite3" if IS_SQLITE else "bare"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True


def __getattr__(name: str) -> object:
    """`bare:application`, made only when a server asks for it."""
    if name != "application":
        raise AttributeError(name)
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


sys.modules.setdefault("bare", sys.modules[__name__])
