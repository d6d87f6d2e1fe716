"""The demo and development: SQLite, mails in a folder, no broker. DEBUG is off, so pages look as they will.

Its data is its own: a folder that no site in earnest has.
"""

import os
from pathlib import Path

os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parents[3] / "var" / "demo"))

from config.settings.base import *
from config.settings.secret import demo_push_key, demo_secret_key

INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DEBUG = env.bool("DEBUG", default=False)
# A database that somebody names need not be the demo's; `manage.py demo` says that it is.
DEMO = env.bool("DEMO", default="DATABASE_URL" not in os.environ)
SECRET_KEY = demo_secret_key(VAR_DIR)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", ".localhost", *env.list("ALLOWED_HOSTS", default=[])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "common.look.storage.OneSheetStorage"},
}
STATICFILES_FINDERS = [*STATICFILES_FINDERS, "common.look.bundle_finder.BundleFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
TEXT_FOLDER = str(VAR_DIR / "texts")
PUSH_KEY = demo_push_key(VAR_DIR)
if DEMO:
    # Gateways of the demo's own (demo.vnpay, demo.momo, demo.zalopay): nobody's money moves.
    VNPAY_PAY_URL, VNPAY_API_URL = f"{BASE_URL}/demo/vnpay/", f"{BASE_URL}/demo/vnpay/api/"
    MOMO_URL = f"{BASE_URL}/demo/momo"
    ZALOPAY_API_URL, ZALOPAY_PAY_URL = f"{BASE_URL}/demo/zalopay", f"{BASE_URL}/demo/zalopay/"
LOGGING["root"]["level"] = env("LOG_LEVEL", default="WARNING")
CELERY_BEAT_SCHEDULE["drain the outbox"] |= {"schedule": 3.0}
# All who try the demo come from one address.
UNPROVED_SEATS_PER_ADDRESS = 1_000
ACCOUNT_RATE_LIMITS |= {"sign_in": "300/m/ip", "login_failed": "30/m/ip,10/m/key", "known_device": "10/m/key"}
