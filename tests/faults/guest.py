"""A guest at a phone: holds, confirms, and presses the same button again when no answer came."""

import http.client
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils import translation

from bookings.links import proof_token
from bookings.models import Booking, Slot
from tests.faults.processes import PATIENCE

CSRF = "f" * 32


class Refused(Exception):
    """The site said no in words; trying again would not help."""


@dataclass
class Guest:
    """Asks for `seats` adults in `slot`. Its key and its address are its own."""

    url: str
    slot: Slot
    number: int
    seats: int = 1
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    ticket: str = ""

    def __post_init__(self) -> None:
        self.email = f"khach{self.number}@example.com"
        self.unit = self.slot.experience.units.get(type="ADULT").pk
        with translation.override("vi"):
            self.start = reverse("bookings:hold", args=[self.slot.experience.slug])

    def hold(self) -> str:
        """The address of the hold's page."""
        form = {"slot": self.slot.pk, "key": self.key, f"u{self.unit}": self.seats}
        self.ticket = self._post(self.start, form)
        return self.ticket

    def confirm(self) -> None:
        """Returns once the site has led on to the ticket."""
        form = {"name": "Lê Minh Khôi", "phone": f"0987{self.number:06d}", "email": self.email, "note": ""}
        self._post(f"{self.ticket}xac-nhan/", form | {"consent": "on", "payment": "at_village"})

    def prove(self, booking: Booking) -> None:
        """Press the button behind the link of the mail; returns once the site has led on to the ticket."""
        with translation.override("vi"):
            self._post(reverse("bookings:proof", args=[proof_token(booking)]), {})

    def book_stubbornly(self, *, patience: float = PATIENCE) -> bool:
        """Hold and confirm, each repeated while the site or the network fails; False where the slot is full."""
        for step in (self.hold, self.confirm):
            end = time.monotonic() + patience
            while True:
                try:
                    step()
                    break
                except Refused:
                    return False
                except (OSError, http.client.HTTPException):
                    assert time.monotonic() < end, "the site did not come back"
                    time.sleep(0.1)
        return True

    def _post(self, path: str, form: dict) -> str:
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={CSRF}"}
            connection.request("POST", path, urlencode(form | {"csrfmiddlewaretoken": CSRF}), headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status == 302:
            return answer.headers["Location"]
        if answer.status in (409, 422):
            raise Refused(answer.status)
        if answer.status >= 500:
            raise ConnectionError(answer.status)
        raise AssertionError(f"{path} answers {answer.status}: {body[:300]!r}")
