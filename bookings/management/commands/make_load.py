"""`manage.py make_load`: fill a database to size with fictional hosts, bookings and OCOP products, to try it at scale.

Everything in it is marked as an example. Safe to stop: the next run with the same sizes goes on where it was.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from bookings.load.fill import fill, numbers_done, share
from bookings.load.hosts import loaded_hosts, slug
from bookings.load.progress import Progress
from bookings.load.register.fill import dossiers_there, fill_register, products_there
from bookings.load.register.land import join_office
from bookings.models import Booking
from common.data.db import which_database
from villages.models import Host, Member


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--hosts", type=int, default=1_000, help="how many hosts (1,000)")
        parser.add_argument("--bookings", type=int, default=1_000_000, help="how many bookings in all (1,000,000)")
        parser.add_argument("--products", type=int, default=10_000, help="how many OCOP products in all (10,000)")
        parser.add_argument("--dossiers", type=int, default=2_000, help="how many of them have a dossier (2,000)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other parties")
        parser.add_argument(
            "--member", metavar="EMAIL", help="an account that gets the desk of the first host, and the OCOP office"
        )
        parser.add_argument(
            "--yes-fill-this-database",
            action="store_true",
            help="needed outside the demo, and where a host is not fictional",
        )

    def handle(
        self,
        *args,
        hosts: int,
        bookings: int,
        products: int,
        dossiers: int,
        seed: int,
        member: str | None,
        **options,
    ) -> None:
        in_earnest = not settings.DEMO or Host.objects.filter(is_example=False).exists()
        if in_earnest and not options["yes_fill_this_database"]:
            raise CommandError(
                f"This would fill a database in earnest, {which_database()}, with fictional hosts and bookings, and "
                "nothing takes them out again. If that is what you want, add --yes-fill-this-database."
            )
        if hosts < 1 or bookings < 0:
            raise CommandError("Give at least one host, and no fewer than no bookings.")
        if not 0 <= dossiers <= products:
            raise CommandError("Give no more dossiers than products: each is of one of them.")
        user = _account(member)
        done = _require_own(hosts=hosts, bookings=bookings, products=products, dossiers=dossiers)
        known = products_there()
        numbers = [number for number in range(hosts) if number not in done]
        progress = Progress(bookings, "bookings", self.stderr._out)  # type: ignore[arg-type]  # the stream beneath Django's wrapper
        if done:
            self.stderr.write(f"{len(done)} of {hosts} hosts are there already; going on with the rest.")
            progress.total -= sum(len(share(number, hosts=hosts, bookings=bookings)) for number in done)
        now = timezone.now()
        fill(numbers=numbers, hosts=hosts, bookings=bookings, seed=seed, now=now, tell=progress.add)
        listed = Progress(products - known, "products", self.stderr._out)  # type: ignore[arg-type]
        fill_register(done=known, products=products, dossiers=dossiers, seed=seed, now=now, tell=listed.add)
        if user:
            Member.objects.get_or_create(host=Host.objects.get(slug=slug(0)), user=user)
            join_office(user)
        seconds = progress.clock() - progress.started
        self.stdout.write(
            f"{len(numbers)} hosts with {progress.done} bookings, {listed.done} OCOP products in {seconds:.0f} s."
        )


def _account(email: str | None) -> User | None:
    user = User.objects.filter(email=email).first() if email else None
    if email and user is None:
        raise CommandError(f"There is no account {email}.")
    return user


def _require_own(*, hosts: int, bookings: int, products: int, dossiers: int) -> set[int]:
    """The numbers of the hosts that a run with the same sizes wrote before it was stopped; refuses all others.

    Products come after the last host, and each with its dossier.
    """
    there = loaded_hosts().count()
    if not there:
        return set()
    done = numbers_done(hosts)
    has = Booking.objects.filter(slot__experience__host__in=loaded_hosts()).count()
    wanted = sum(len(share(number, hosts=hosts, bookings=bookings)) for number in done)
    known, on_way = products_there(), dossiers_there()
    whole = there == hosts and known >= products
    if there != len(done) or has != wanted or on_way != min(known, dossiers) or whole:
        raise CommandError(
            f"This database was filled by make_load before: it has {there} of its hosts with {has} bookings, "
            f"{known} OCOP products and {on_way} dossiers. "
            "It goes on only with what the same sizes left unfinished. Start from an empty database."
        )
    return done
