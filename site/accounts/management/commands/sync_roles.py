"""`manage.py sync_roles`: groups, their rights and the approval of pages, as `accounts.roles` has them."""

from django.core.management.base import BaseCommand

from accounts.roles import sync_roles


class Command(BaseCommand):
    help = "Give every role its rights. Run after migrate; a second run changes nothing."

    def handle(self, *args, **options) -> None:
        for change in sync_roles():
            self.stdout.write(change)
