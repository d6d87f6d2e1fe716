"""A database that the demo made carries its mark, so that it never takes one in earnest for its own."""

from django.utils import timezone

from common.models import Work

NAME = "load_demo"


def mark_as_demo() -> None:
    """Before anything of the demo's is written. Safe to repeat."""
    Work.objects.get_or_create(name=NAME, defaults={"ran_at": timezone.now()})


def is_demo() -> bool:
    return Work.objects.filter(name=NAME).exists()
