"""WSGI entry for granian or any other server."""

from django.core.wsgi import get_wsgi_application

from common.environment import PRODUCTION, find_settings
from config.start import limit_waits, refuse_demo_accounts

find_settings(otherwise=PRODUCTION)
django_application = get_wsgi_application()

from common.http.gate import readable  # noqa: E402  the apps are there only now

limit_waits()
refuse_demo_accounts()
application = readable(django_application)
