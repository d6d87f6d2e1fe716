"""The product as it runs in earnest. Behind one proxy, as it should be, so that every guest has an address."""

from config.settings.production import *  # noqa: F403

TRUSTED_PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT = 1
# By these names the bench finds its keys in Redis again, to delete them.
CACHES["default"]["KEY_PREFIX"] = "bench"  # noqa: F405
