"""Whether somebody works at a queue."""

from celery import shared_task
from django.utils import timezone

from common.work.periodic import QUEUE, note


@shared_task(name="common.tasks.pulse")
def pulse(queue: str) -> None:
    """Sent to each queue of its own; whoever takes it says that work is done there."""
    note(f"{QUEUE}{queue}", ran_at=timezone.now())
