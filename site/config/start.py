"""What keeps a site in earnest from starting."""

import logging
import sys

from django.conf import settings
from django.db import DatabaseError

logger = logging.getLogger(__name__)


# Seconds. A crowd at one slot waits for its lock in turn, some milliseconds each; longer is no turn but a fault.
LOCK_TIMEOUT, STATEMENT_TIMEOUT = 10, 30


def limit_waits() -> None:
    """Let no page wait for ever on PostgreSQL. Before the first query; workers, commands and migrations have no limit.

    Behind a pooler that shares connections they are set for the role, on the server: see docs/operating.md.
    """
    told = settings.DATABASES["default"]
    if told["ENGINE"].endswith("postgresql") and not settings.DATABASE_POOLED:
        limits = f"-c lock_timeout={LOCK_TIMEOUT}s -c statement_timeout={STATEMENT_TIMEOUT}s"
        told["OPTIONS"]["options"] = f"{told['OPTIONS'].get('options', '')} {limits}".strip()


def refuse_demo_accounts() -> None:
    """End the process where one of the demo's accounts can sign in: their password is public.

    A database that does not answer keeps nobody from starting; it is asked again by the next that starts.
    """
    if settings.DEMO:
        return
    from demo.sample import who_can_sign_in

    try:
        emails = who_can_sign_in()
    except DatabaseError:
        logger.warning("could not look for the demo's accounts: the database does not answer or is not migrated")
        return
    if emails:
        sys.exit(
            "Về Làng does not start: these accounts of the demo can sign in here with the password in the README: "
            f"{', '.join(emails)}. Give each another one (manage.py changepassword EMAIL), or start from a database "
            "that the demo never wrote to."
        )
