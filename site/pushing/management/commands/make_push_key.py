"""Print a key for PUSH_KEY."""

from django.core.management.base import BaseCommand

from pushing.keys import new_key


class Command(BaseCommand):
    help = "Print a fresh PUSH_KEY, by which phones are told. Phones that know another one have to be asked again."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"PUSH_KEY={new_key()}")
