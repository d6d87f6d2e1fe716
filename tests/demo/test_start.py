"""Each process of a real site looks for the demo's accounts as it starts, and ends where one can sign in."""

import pytest

from demo.sample import ACCOUNTS, PASSWORD
from tests.config.test_production import run

LOADED = "from config.celery import app; app.loader.init_worker()"
STARTS = {
    "web": "import config.wsgi",
    # As celery's own programs do: the loader first, then the signal.
    "worker": f"{LOADED}; from celery.signals import worker_init; worker_init.send(sender=None)",
    "beat": f"{LOADED}; from celery.signals import beat_init; beat_init.send(sender=None)",
}
MAKE_ACCOUNT = """
import sys
sys.path[:0] = [".", "site"]
import django; django.setup()
from django.db import connection
from accounts.models import User
with connection.schema_editor() as editor:
    editor.create_model(User)
User.objects.create_user(*sys.argv[1:])
"""


def start(tmp_path, process: str, password: str):
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    made = run(tmp_path, "-c", MAKE_ACCOUNT, ACCOUNTS[0][0], password, DATABASE_URL=database)
    assert made.returncode == 0, made.stderr
    code = f"import sys; sys.path[:0] = ['.', 'site']\n{STARTS[process]}\nprint('started')"
    return run(tmp_path, "-c", code, DATABASE_URL=database)


@pytest.mark.parametrize("process", STARTS)
def test_it_does_not_start_where_an_account_of_the_demo_can_sign_in(tmp_path, process):
    result = start(tmp_path, process, PASSWORD)
    assert result.returncode == 1
    assert "started" not in result.stdout
    assert f"{ACCOUNTS[0][0]}" in result.stderr


def test_it_starts_where_that_account_has_a_password_of_its_own(tmp_path):
    result = start(tmp_path, "web", "mật khẩu của riêng tôi")
    assert (result.returncode, result.stdout) == (0, "started\n"), result.stderr
