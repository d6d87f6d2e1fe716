"""Settings, URLs and the entries of the web and the workers."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
