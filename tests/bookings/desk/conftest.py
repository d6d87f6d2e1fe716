"""The desk at which its tests knock."""

from tests.bookings.desk.desk_helpers import Desk, make_desk
from tests.plugins.shared_stage import shared


@shared
def desk(db) -> Desk:
    return make_desk()
