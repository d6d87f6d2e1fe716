"""Sessions of the council of a load: open ones with the first sheets, closed ones with results and minutes."""

import datetime as dt

from bookings.load.register.answers import Answered
from bookings.load.register.land import Land
from bookings.load.register.products import at_nine
from bookings.load.rows import Rows, reserve
from ocop.enums import SessionMode
from ocop.models import AgendaItem, CouncilSession, ScoreSheet

SESSION = ("id", "council_id", "mode", "held_on", "place", "closed_at", "minutes_number", "minutes", "minutes_at")
ITEM = ("id", "session_id", "submission_id", "average", "averages", "outcome", "sheets_counted")
SHEET = ("item_id", "member_id", "levels", "version", "total", "saved_at", "signed_at")
# How many members have signed where the session is still open; one more has begun.
SIGNED = 2


class Sessions:
    """Collects, and writes once submissions are there. One session a day, closed or not."""

    def __init__(self, land: Land, *, today: dt.date) -> None:
        self.land, self.today = land, today
        self.agenda: dict[tuple[dt.date, bool], list[tuple[int, Answered]]] = {}
        self.sessions = Rows(CouncilSession, SESSION)
        self.items = Rows(AgendaItem, ITEM)
        self.sheets = Rows(ScoreSheet, SHEET)

    def add(self, held_on: dt.date, submission: int, found: Answered, *, is_scored: bool) -> None:
        self.agenda.setdefault((held_on, is_scored), []).append((submission, found))

    def write(self) -> None:
        for (held_on, is_scored), rows in self.agenda.items():
            (session,) = reserve(CouncilSession, 1)
            closed_at = at_nine(held_on) if is_scored else None
            number, text = (f"{session}/BB-HĐ (ví dụ)", "Hội đồng thống nhất (ví dụ)") if is_scored else ("", "")
            place = "Trụ sở ví dụ"
            self.sessions.add(
                (
                    *(session, self.land.council.pk, SessionMode.MEETING.value, held_on),
                    *(place, closed_at, number, text, closed_at),
                )
            )
            for item, (submission, found) in zip(reserve(AgendaItem, len(rows)), rows, strict=True):
                self._item(item, session, submission, found, held_on if is_scored else None)
        for table in (self.sessions, self.items, self.sheets):
            table.write()

    def _item(self, pk: int, session: int, submission: int, found: Answered, closed_on: dt.date | None) -> None:
        if closed_on is None:
            self.items.add((pk, session, submission, None, "{}", "", 0))
            saved_at = at_nine(self.today - dt.timedelta(days=1))
            for place, (levels, total) in enumerate(found.sheets[: SIGNED + 1]):
                signs = place < SIGNED
                of_member = (levels, 1, total if signs else None, saved_at, saved_at if signs else None)
                self.sheets.add((pk, self.land.members[place], *of_member))
            return
        counted = len(found.sheets)
        self.items.add((pk, session, submission, found.average, found.averages, found.outcome, counted))
        for member, (levels, total) in zip(self.land.members, found.sheets, strict=True):
            at = at_nine(closed_on)
            self.sheets.add((pk, member, levels, 1, total, at, at))
