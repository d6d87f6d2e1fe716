"""Settings, URLs and the entries of the web and the workers."""

from .celery import app as celery_app

__all__ = ["celery_app"]
