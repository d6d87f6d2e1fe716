"""What keeps a site in earnest from starting."""

import logging
import os
import sys
import time
from threading import Thread

from django.conf import settings
from django.db import Error, connection

logger = logging.getLogger(__name__)


# Seconds. A crowd at one slot waits for its lock in turn, some milliseconds each; longer is no turn but a fault.
LOCK_TIMEOUT, STATEMENT_TIMEOUT = 10, 30
# Seconds until a database that did not answer is asked again.
ASK_AGAIN = 2


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

    A database that does not answer keeps nobody from starting; it is asked again until it does.
    """
    if settings.DEMO:
        return
    try:
        refusal = _refusal()
    except Error:
        logger.warning("cannot look for the demo's accounts yet: the database does not answer or is not migrated")
        Thread(target=_ask_until_it_answers, name="demo's accounts", daemon=True).start()
        return
    if refusal:
        sys.exit(refusal)


def _ask_until_it_answers() -> None:
    while True:
        time.sleep(ASK_AGAIN)
        try:
            refusal = _refusal()
        except Error:
            continue
        finally:
            connection.close()
        if refusal:
            # The process is answering by now, and in a thread sys.exit would end the thread alone.
            sys.stderr.write(f"{refusal}\n")
            sys.stderr.flush()
            os._exit(1)
        return


def _refusal() -> str:
    """Why the site must not start, or nothing. Raises what the database raises."""
    from demo.sample import who_can_sign_in

    emails = who_can_sign_in()
    if not emails:
        return ""
    return (
        "Về Làng does not start: these accounts of the demo can sign in here with the password in the README: "
        f"{', '.join(emails)}. Give each another one (manage.py changepassword EMAIL), or start from a database "
        "that the demo never wrote to."
    )
