"""All settings, from the environment; a wrong or missing value raises at start (docs/operations.md lists them)."""

from datetime import date
from pathlib import Path

import django_stubs_ext
import environ
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

django_stubs_ext.monkeypatch()  # lets forms and fields be written with their model, e.g. ModelForm[Agreement]

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY must be at least 32 characters long.")
# Encrypts identity numbers. The first key encrypts, all of them decrypt: put a new key first to rotate.
IDENTITY_KEYS: list[str] = env.list("IDENTITY_KEYS")
# Shown as a banner on every page: the data is constructed.
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
# The day of the story, in a demonstration only; empty = the real day (register/demonstration/README.md).
_demonstration_today = env.str("DEMONSTRATION_TODAY", default="2021-08-09")
try:
    DEMONSTRATION_TODAY = date.fromisoformat(_demonstration_today) if DEMONSTRATION and _demonstration_today else None
except ValueError as error:
    raise ImproperlyConfigured(f"DEMONSTRATION_TODAY must be a day like 2021-08-09: {error}.") from error

# Who may reach us, and how
HTTPS = env.bool("HTTPS", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# days after sending at which an agreement that is not signed gets its first, second … reminder
AGREEMENT_REMINDER_DAYS = sorted(int(day) for day in env.list("AGREEMENT_REMINDER_DAYS", default=["7", "14", "21"]))
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 10
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "foundation.errors.stale_form"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "object-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "csp",
    "foundation",
    "organisation",
    "allocation",
    "agreements",
    "placements",
    "billing",
    "followup",
    "privacy",
    "register",
]

MIDDLEWARE = [
    "foundation.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organisation.middleware.HistoryMiddleware",
    "foundation.clean_address.CleanAddressMiddleware",
    "foundation.only_sent.OnlySentMiddleware",
    "foundation.refusal_middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organisation.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "foundation.templatetags.overens",
                "foundation.templatetags.components",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: locks and triggers are relied upon.")
# Disks have no arms today, and compiling a query costs more than a page's query takes. No trigger is ignored: were that
# unset, each call of a trigger would find so by an exception, whose cost grows with the transaction.
_SESSION = "-c random_page_cost=1.1 -c jit=off -c pgtrigger.ignore={}"
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"connect_timeout": 5, "options": _SESSION, **DATABASES["default"].get("OPTIONS", {})},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Swedish is the language of the source texts; English is the one translation.
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / ".data" / "static")
# On one machine the files are served from where they lie; in production they are collected and given hashed names.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = env.bool("STATIC_FROM_SOURCE", default=False)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # uploads are read at once, never kept as files
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
TABLE_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Redis carries messages only; the truth about long work is in the database (foundation.runs).
CELERY_BROKER_URL = env.str("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    # kombu's default looks for lost messages about every 100 s only
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-runs": {"task": "foundation.tasks.sweep_runs", "schedule": 30.0},
    "confirm-silent-months": {"task": "billing.tasks.confirm_silent_months", "schedule": crontab(hour=5, minute=0)},
    "purge-nightly": {"task": "privacy.tasks.purge_nightly", "schedule": crontab(hour=2, minute=0)},
    "expire-bookings": {"task": "placements.tasks.expire_bookings_nightly", "schedule": crontab(hour=0, minute=20)},
    # on working days, before people begin; hourly, since each person's row makes a second try that day do nothing
    "send-digests": {
        "task": "followup.tasks.send_digests",
        "schedule": crontab(hour="6-9", minute=30, day_of_week="1-5"),
    },
    "prove-nightly": {"task": "billing.tasks.prove_nightly", "schedule": crontab(hour=3, minute=0)},
}

# One mail a day at most to each person (followup.operations.digests). Without EMAIL_URL none is sent.
MAIL_IS_SENT = bool(env.str("EMAIL_URL", default=""))
_email = env.email_url_config(env.str("EMAIL_URL", default="") or "dummymail://")
EMAIL_BACKEND, EMAIL_FILE_PATH = _email["EMAIL_BACKEND"], _email.get("EMAIL_FILE_PATH")
EMAIL_HOST, EMAIL_PORT = _email.get("EMAIL_HOST") or "localhost", _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_USER") or "", _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _email.get("EMAIL_USE_TLS", False), _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="overens@localhost")
# Where people reach us: the beginning of every link in a mail.
PUBLIC_URL = env.str("PUBLIC_URL", default="")
if MAIL_IS_SENT and not PUBLIC_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("PUBLIC_URL must be an address like https://overens.example.se when EMAIL_URL is set.")

# Changes are written by database triggers with user and reason; the log tables refuse change themselves.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# To standard error, for whoever runs the process. Addresses and keys hold no personal data; bodies are never logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
