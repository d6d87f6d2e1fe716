"""Secrets that have to be read again: unreadable in the database without the site's secret key."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def box(label: str) -> MultiFernet:
    """Of one use, named by `label`; opened by the site's secret key, and while that changes by the former ones."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    hashed = [sha256(f"{label}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in hashed])
