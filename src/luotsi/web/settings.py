"""Django's settings, made from `config.SETTINGS`; nothing here is meant to be edited on a machine."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from luotsi.web import config

HERE = Path(__file__).resolve().parent.parent

DATA = config.data_folder()
SECRET_KEY = config.read("LUOTSI_SECRET_KEY").text
DEBUG = config.read("LUOTSI_DEBUG").is_yes
DEMO = config.read("LUOTSI_DEMO").is_yes
PUBLIC_URL = config.read("LUOTSI_URL").text.rstrip("/")
NEWS_ENCODER = config.read("LUOTSI_NEWS_ENCODER").is_yes and not DEMO
NEWS_NETWORKS = tuple(config.read("LUOTSI_NEWS_NETWORKS").as_list)
HOOK_NETWORKS = tuple(config.read("LUOTSI_HOOK_NETWORKS").as_list)
ALLOWED_HOSTS = config.read("LUOTSI_ALLOWED_HOSTS").as_list
SECURE = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "luotsi.kernel.accounts",
    "luotsi.kernel.activity",
    "luotsi.kernel.jobs",
    "luotsi.kernel.search",
    "luotsi.rooms.people",
    "luotsi.rooms.goals",
    "luotsi.rooms.backlog",
    "luotsi.rooms.blueprint",
    "luotsi.rooms.campaigns",
    "luotsi.rooms.newsroom",
    "luotsi.rooms.cases",
    "luotsi.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luotsi.web.middleware.SpeakTheReadersLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "luotsi.web.middleware.AnswerDomainErrors",
    "luotsi.web.middleware.OnlyNamedRoutes",
]

ROOT_URLCONF = "luotsi.web.urls"
WSGI_APPLICATION = "luotsi.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luotsi.web.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "luotsi.web.templatetags.luotsi",
            ],
        },
    }
]


DATABASES = {"default": config.database(config.read("LUOTSI_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "luotsi.web.signin.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

LANGUAGE_CODE = config.read("LUOTSI_LANGUAGE").text
LANGUAGES = [
    ("en", "English"),
    ("fi", "Suomi"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("id", "Bahasa Indonesia"),
]
FORMAT_MODULE_PATH = ["luotsi.web.formats"]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = config.read("LUOTSI_TIME_ZONE").text
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
# Hashed names and compressed copies are made once at start; tests and debugging read the sources.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
UPLOADS = DATA / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 30 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if SECURE else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

vars().update(environ.Env.email_url_config(config.read("LUOTSI_EMAIL_URL").text))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = config.read("LUOTSI_EMAIL_FROM").text
EMAIL_TIMEOUT = 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"luotsi": {"level": "INFO"}},
}
LANGUAGE_NAMES = dict(LANGUAGES)
