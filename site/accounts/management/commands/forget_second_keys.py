"""For who lost the phone and the paper: the office looks whom it has before it, then takes the second keys off."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from accounts.models import User
from accounts.numbers import read_number


class Command(BaseCommand):
    help = "Take passkeys, app and codes on paper off an account, named by its email address or phone number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *_args: Any, login: str, **_options: Any) -> None:
        number = read_number(login)
        user = User.objects.filter(Q(phone=number) if number else Q(email=login.strip().lower())).first()
        if user is None:
            raise CommandError(f"No account has {login}.")
        removed, _kinds = Authenticator.objects.filter(user=user).delete()
        self.stdout.write(f"{user}: {removed} keys removed; the password or a code opens the account again.")
