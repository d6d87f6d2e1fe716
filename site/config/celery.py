"""The Celery application. Tasks are found in each app's `tasks.py`."""

from celery import Celery
from celery.signals import beat_init, worker_init

from common.environment import PRODUCTION, find_settings
from config import file_broker
from config.start import refuse_demo_accounts

find_settings(otherwise=PRODUCTION)
file_broker.use()
app = Celery("ve-lang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def starts(**_signal: object) -> None:
    refuse_demo_accounts()
