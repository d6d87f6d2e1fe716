"""Django with nothing but a database, which is the product's, with the product's options."""

import config.settings.base as product

SECRET_KEY = "only-for-the-bench"
ALLOWED_HOSTS = ["*"]
DATABASES = product.DATABASES
DEFAULT_AUTO_FIELD = product.DEFAULT_AUTO_FIELD
USE_TZ = True
INSTALLED_APPS = ["tests.bench.floor"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.floor.urls"
