"""`manage.py make_load`: fill a database to size with fictional hosts and bookings, for trying the desk and the bench.

Everything in it is marked as an example. Safe to stop: the next run with the same sizes goes on where it was.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from bookings.load.fill import fill, numbers_done, share
from bookings.load.hosts import loaded_hosts, slug
from bookings.load.progress import Progress
from bookings.models import Booking
from common.data.db import which_database
from villages.models import Host, Member


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--hosts", type=int, default=1_000, help="how many hosts (1,000)")
        parser.add_argument("--bookings", type=int, default=1_000_000, help="how many bookings in all (1,000,000)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other parties")
        parser.add_argument("--member", metavar="EMAIL", help="an account that gets the desk of the first host")
        parser.add_argument(
            "--yes-fill-this-database",
            action="store_true",
            help="needed outside the demo, and where a host is not fictional",
        )

    def handle(self, *args, hosts: int, bookings: int, seed: int, member: str | None, **options) -> None:
        in_earnest = not settings.DEMO or Host.objects.filter(is_example=False).exists()
        if in_earnest and not options["yes_fill_this_database"]:
            raise CommandError(
                f"This would fill a database in earnest, {which_database()}, with fictional hosts and bookings, and "
                "nothing takes them out again. If that is what you want, add --yes-fill-this-database."
            )
        if hosts < 1 or bookings < 0:
            raise CommandError("Give at least one host, and no fewer than no bookings.")
        user = _account(member)
        done = _require_own(hosts=hosts, bookings=bookings)
        numbers = [number for number in range(hosts) if number not in done]
        progress = Progress(bookings, "bookings", self.stderr._out)  # type: ignore[arg-type]  # the stream beneath Django's wrapper
        if done:
            self.stderr.write(f"{len(done)} of {hosts} hosts are there already; going on with the rest.")
            progress.total -= sum(len(share(number, hosts=hosts, bookings=bookings)) for number in done)
        fill(numbers=numbers, hosts=hosts, bookings=bookings, seed=seed, now=timezone.now(), tell=progress.add)
        if user:
            Member.objects.get_or_create(host=Host.objects.get(slug=slug(0)), user=user)
        seconds = progress.clock() - progress.started
        self.stdout.write(f"{len(numbers)} hosts with {progress.done} bookings in {seconds:.0f} s.")


def _account(email: str | None) -> User | None:
    user = User.objects.filter(email=email).first() if email else None
    if email and user is None:
        raise CommandError(f"There is no account {email}.")
    return user


def _require_own(*, hosts: int, bookings: int) -> set[int]:
    """The numbers of the hosts that a run with the same sizes wrote before it was stopped; refuses all others."""
    there = loaded_hosts().count()
    if not there:
        return set()
    done = numbers_done(hosts)
    has = Booking.objects.filter(slot__experience__host__in=loaded_hosts()).count()
    wanted = sum(len(share(number, hosts=hosts, bookings=bookings)) for number in done)
    if there != len(done) or has != wanted or there == hosts:
        raise CommandError(
            f"This database was filled by make_load before: it has {there} of its hosts with {has} bookings. "
            "It goes on only with what the same sizes left unfinished. Start from an empty database."
        )
    return done
