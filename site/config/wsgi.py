"""WSGI entry for granian or any other server."""

from django.core.wsgi import get_wsgi_application

from common.environment import PRODUCTION, find_settings
from config.start import refuse_demo_accounts

find_settings(otherwise=PRODUCTION)
application = get_wsgi_application()
refuse_demo_accounts()
