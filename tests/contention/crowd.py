"""Many threads, each with a connection of its own, that begin at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction
from django.db.models import Sum

from bookings.enums import BookingStatus
from bookings.models import Booking, Slot

PATIENCE = 60


def all_at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """What each job returned or raised, in order. Every thread has connected before any of them starts."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait(PATIENCE)
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(run, job) for job in jobs]]


def isolation_of_a_thread() -> str:
    """The level of a transaction on a new connection of this test."""

    def ask() -> str:
        if connection.vendor == "sqlite":
            return connection.transaction_mode
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            return cursor.fetchone()[0].upper()

    return str(all_at_once([ask])[0])


def errors(answers: Sequence[object]) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def booked(answers: Sequence[object]) -> list[Booking]:
    return [answer for answer in answers if isinstance(answer, Booking)]


def seats_of(slot: Slot) -> int:
    """Seats of all that is on hold or stands, with no look at the clock."""
    live = [BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED]
    return Booking.objects.filter(slot=slot, status__in=live).aggregate(total=Sum("seats"))["total"] or 0


def taken_of(slot: Slot) -> int:
    return Slot.objects.values_list("taken", flat=True).get(pk=slot.pk)
