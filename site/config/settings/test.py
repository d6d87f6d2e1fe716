"""Tests: a real database (SQLite, or PostgreSQL by DATABASE_URL), fast hashing, mails in memory."""

import tempfile
from pathlib import Path

from config.settings.base import *

SECRET_KEY = "only-for-tests"  # noqa: S105
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "ve-lang-test-media"
PRIVATE_ROOT = Path(tempfile.gettempdir()) / "ve-lang-test-private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_FILE_PATH = VAR_DIR / "mail"
TEXT_FOLDER = str(VAR_DIR / "texts")
PUSH_KEY = "dGVzdHMgYWxvbmUgbWF5IHVzZSB0aGlzIGtleSwgeWU"
if DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
    # Nobody cuts the power, so a commit need not wait for the disk.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
