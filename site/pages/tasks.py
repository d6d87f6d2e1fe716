"""Nightly work of the pages."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def refresh_search() -> None:
    """Build the search index afresh, for words that came from facts further off."""
    call_command("update_index", verbosity=0)
