"""Cache and queue answer."""

from dataclasses import dataclass

from celery import current_app
from health_check import checks
from health_check.base import HealthCheck
from health_check.exceptions import ServiceWarning

from common.data.cache import asked_in_earnest


@dataclass
class Cache(checks.Cache):
    """It keeps what it is given. Without it pages are rendered for each reader and nobody counts requests."""

    async def run(self) -> None:
        try:
            with asked_in_earnest():
                await super().run()
        except Exception as error:
            raise ServiceWarning("degraded: the site works without its cache, more slowly") from error


@dataclass
class Queue(HealthCheck):
    """The broker takes messages. Workers are another machine's matter; the outbox waits for them."""

    def run(self) -> None:
        try:
            with current_app.connection_for_write(connect_timeout=2) as connection:
                connection.ensure_connection(max_retries=1, timeout=2)
        except Exception as error:
            raise ServiceWarning("degraded: bookings are taken, mails wait for the message queue") from error
