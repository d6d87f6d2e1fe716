"""A commune or a province in earnest. Does not start without what only its operator knows."""

from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
BASE_URL = WAGTAILADMIN_BASE_URL = env("BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# No default: mails printed to a console would count as sent.
vars().update(env.email("EMAIL_URL"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL")
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL is no e-mail address. Example: Về Làng <ve-lang@example.org>")
if TEXT_URL and not (TEXT_URL.startswith("https://") and TEXT_KEY):
    raise ImproperlyConfigured("TEXT_URL takes an https:// address, and TEXT_KEY the key to it.")
_ZALO = (ZALO_APP_ID, ZALO_SECRET_KEY, ZALO_REFRESH_TOKEN, ZALO_TEMPLATES)
if any(_ZALO) and not all(_ZALO):
    raise ImproperlyConfigured("Zalo takes ZALO_APP_ID, ZALO_SECRET_KEY, ZALO_REFRESH_TOKEN and ZALO_TEMPLATES.")
if set(ZALO_TEMPLATES) - {"code", "ticket", "invitation", "reminder", "refund"}:
    raise ImproperlyConfigured("ZALO_TEMPLATES knows code, ticket, invitation, reminder, refund, such as code=1.")
if INVOICE_URL and not (INVOICE_URL.startswith("https://") and INVOICE_KEY):
    raise ImproperlyConfigured("INVOICE_URL takes an https:// address, and INVOICE_KEY the key to it.")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "common.look.storage.StaticStorage"},
}
