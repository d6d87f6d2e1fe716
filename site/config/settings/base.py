"""Settings that every installation shares. What differs comes from the environment: see docs/operating.md."""

import logging
from pathlib import Path
from typing import Any

import environ

from common.data.cache import FAIL_OPEN
from common.http.logs import configure as configure_logs
from config.settings.clock import *
from config.settings.services import *

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_NAME = "Về Làng"
# Shown where the site cannot take a booking by itself.
SITE_PHONE = env("SITE_PHONE", default="")
# Absolute addresses in mails, QR codes and .ics files start with this.
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "stories",
    "pages",
    "bookings",
    "experiences",
    "ocop",
    "villages",
    "accounts",
    "outbox",
    "texting",
    "pushing",
    "page_cache",
    "common",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    # Wagtail's accounts with our user's fields, for superusers alone.
    "accounts.cms.apps.UsersAppConfig",
    "wagtail.contrib.settings",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_celery_beat",
    "django_htmx",
    "csp",
    "phonenumber_field",
    "health_check",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.headers.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.http.compress.CompressPublicPages",
    "config.headers.PermissionsMiddleware",
    "config.csp.PolicyMiddleware",
    "common.http.gate.ReadableRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.remembered.RenewSignIn",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "common.cms.malformed.MalformedCmsRequests",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "page_cache.middleware.FillHoles",
    "common.http.gate.PossiblePaths",
    "page_cache.middleware.KeepPages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "pages.context.site",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------------

DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        # A deferred transaction that reads and then writes fails under load; see docs/decisions/0003.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # What common.data.compiled runs on every booking is planned once for a connection: planning took longer than
    # running it. Behind a pooler that gives each transaction another connection, the plan would be looked for where it
    # is not.
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = None if DATABASE_POOLED else 5
# What runs on every booking is compiled once (common.data.compiled); off, the ORM compiles it each time.
COMPILED_QUERIES = env.bool("COMPILED_QUERIES", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits live in the cache, so it is always one that processes share.
CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}?max_entries=100000")}
CACHES["default"]["BACKEND"] = FAIL_OPEN.get(CACHES["default"]["BACKEND"], CACHES["default"]["BACKEND"])

# --- Accounts -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_login"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.SignInForm",
    "request_login_code": "accounts.codes.CodeRequestForm",
    "confirm_login_code": "accounts.codes.CodeForm",
    "change_password": "accounts.new_password.NewPasswordForm",
}
# A code to an address or a number. A text takes its time in the hills; three wrong ones and it is void.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# allauth's own "login" counts whoever comes from an address; ours leave out devices that the account knows
# (accounts.adapter).
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "sign_in": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "known_device": "5/5m/key",
    # allauth's "request_login_code" counts by address or number, and network.
    "request_login_code": "20/m/ip,60/h/ip,3/m/key,5/h/key",
    "code_known_device": "3/m/key,5/h/key",
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Accounts are given by an office: nobody takes one with somebody else's address and locks it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# The clock of a cheap phone may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.second_factor.EnterForm",
    "reauthenticate": "accounts.second_factor.EnterAgainForm",
    "activate_totp": "accounts.second_factor.AppForm",
    "add_webauthn": "accounts.passkeys.PasskeyForm",
    "edit_webauthn": "accounts.passkeys.NameForm",
    "authenticate_webauthn": "accounts.passkeys.EnterByPasskeyForm",
    "reauthenticate_webauthn": "accounts.passkeys.EnterAgainByPasskeyForm",
    "login_webauthn": "accounts.passkeys.SignInByPasskeyForm",
}
# Ninety days from the day it was used last (accounts.remembered); unticked "remember me" ends with the browser.
SESSION_COOKIE_AGE = 90 * 86_400
# How many proxies in front of us append to X-Forwarded-For; 0 trusts the connection alone.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# --- Languages ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "locale/vendor/accounts",
    BASE_DIR / "locale/vendor/wagtail",
]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = True
NUMBER_GROUPING = 3
PHONENUMBER_DEFAULT_REGION = "VN"
PHONENUMBER_DB_FORMAT = "E164"

# --- Files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site/common/look/static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    # The map's Leaflet, out of its Python package, so that nothing is fetched from elsewhere.
    "villages.web.finders.LeafletFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# What offices send, such as spreadsheets: never below what the web server in front serves.
PRIVATE_ROOT = Path(env("PRIVATE_ROOT", default=str(VAR_DIR / "private")))

# --- Wagtail ------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_FORM_BASE = "common.cms.images.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt"]
# "simple": English stemming and stop words would eat Vietnamese syllables such as "do" and "an".
# Not atomic: building it afresh in one transaction would keep every guest of a SQLite waiting, and one row that cannot
# be read would undo the others.
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "common.cms.search_backend",
        "SEARCH_CONFIG": "simple",
        "ATOMIC_REBUILD": False,
    }
}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# /cms/login/, where accounts.cms.door stands: straight to allauth, someone without rights would go in circles.
WAGTAILADMIN_LOGIN_URL = "wagtailadmin_login"
# One time zone, so nobody is asked to choose.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"

# --- Mail and work ------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="Về Làng <ve-lang@example.org>")
# With outbox.sending.BATCH_SECONDS: how long a mail server that hangs keeps a worker from all else.
EMAIL_TIMEOUT = 10

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    # One small machine: messages are files in one folder, so there is no broker to install.
    BROKER_DIR = VAR_DIR / "broker"
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
else:
    # No second try: kombu would sleep two seconds before it, and the outbox does not need it.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 3, "socket_connect_timeout": 3, "max_retries": 0}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "config.beat:Scheduler"

# --- Booking ------------------------------------------------------------------------------------------

HOLD_MINUTES = 15
HOLD_EXTENSION_MINUTES = 10
# Half a year: a lunar festival can be booked before the year turns.
SLOT_HORIZON_DAYS = 180
# Mobile operators put thousands of phones behind one address, so this is generous per address.
HOLD_RATE = "40/hour"
# Each of these may send a mail to whatever address was typed.
CONTACT_RATE = "20/hour"
# After so many days a visit no longer says whose it was. The page on personal data says the same to guests.
PERSONAL_DATA_DAYS = 730
# What one address may keep on hold at once, so that nobody locks a village's Saturday by pressing buttons.
HOLD_SEATS_PER_ADDRESS = 40
# Seats to come that one phone number or e-mail address, and one address of the web, may have before a link in a mail or
# the host's word confirms more.
UNPROVED_SEATS_PER_CONTACT = 20
UNPROVED_SEATS_PER_ADDRESS = 60

# --- Map ----------------------------------------------------------------------------------------------

# Empty: no tiles are loaded and the map still shows its places. Example: https://tile.example/{z}/{x}/{y}.png
MAP_TILE_URL = env("MAP_TILE_URL", default="")
MAP_TILE_ATTRIBUTION = env("MAP_TILE_ATTRIBUTION", default="")

# --- Safety -------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pages.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "common.http.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "fontTools", "modelsearch")}
    | {"django": {"handlers": [], "propagate": True}},
}
DJANGO_STRUCTLOG_CELERY_ENABLED = False
# One line a request, once it is answered, with the address that our own proxy saw (common.http.throttle).
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
configure_logs()
SILENCED_SYSTEM_CHECKS: list[str] = []
