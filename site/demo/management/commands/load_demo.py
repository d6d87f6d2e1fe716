"""`manage.py load_demo`: the demo's facts, pages, accounts and bookings. Safe to repeat; keeps what is there."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.roles import sync_roles
from bookings.domain.calendar.slots import make_slots
from bookings.domain.sharing.rota import plan_all
from demo.council import load_council
from demo.dossiers import load_dossiers
from demo.facts import load_facts
from demo.own import make_own
from demo.pages import load_pages
from demo.programme import load_programme
from demo.sample import load_accounts, load_bookings


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Only for the demo.")
        make_own()
        now = timezone.now()
        load_facts(now=now)
        load_programme(now=now)
        load_pages()
        sync_roles()
        load_accounts()
        make_slots(now=now)
        load_bookings(now=now)
        plan_all(now=now)
        load_dossiers(now=now)
        load_council(now=now)
