"""The demo writes into a database of its own alone."""

from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Model

from accounts.models import User
from bookings.models import Booking
from common.data.db import which_database
from common.models import Work
from common.work.demo_mark import is_demo, mark_as_demo
from pages.models import HomePage
from villages.models import Host

# Whoever has none of these has nothing to lose.
KEPT: list[type[Model]] = [User, Host, Booking, HomePage]
NOT_OURS = """\
This database was not made by the demo, which would write fictional hosts and accounts with a known password into it:
  {database}
The demo makes its own where neither DATABASE_URL nor VAR_DIR names another."""


def require_own() -> None:
    """Refuse a database that has anything in it and no mark of the demo's. It need not be migrated."""
    tables = set(connection.introspection.table_names())
    if Work._meta.db_table in tables and is_demo():
        return
    if any(model._meta.db_table in tables and model._default_manager.exists() for model in KEPT):
        raise CommandError(NOT_OURS.format(database=which_database()))


def make_own() -> None:
    """`require_own` of a migrated database, which carries the mark afterwards."""
    require_own()
    mark_as_demo()
