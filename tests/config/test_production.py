"""The settings of an installation in earnest, in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k7#Yq2!mVx9$Lw4@Rz8%Tb1&Nc6*Hd3(Jf5)Gs0-Pa_Xe+Uo=Ki",
    "ALLOWED_HOSTS": "velang.example",
    "BASE_URL": "https://velang.example",
    "CACHE_URL": "locmemcache://",
    "DATABASE_URL": "sqlite:///unused.sqlite3",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "Về Làng <dat-cho@velang.example>",
}

ZALO = {
    "ZALO_APP_ID": "an-app",
    "ZALO_SECRET_KEY": "a-secret",
    "ZALO_REFRESH_TOKEN": "a-token",
    "ZALO_TEMPLATES": "code=1,ticket=2",
}


def run(tmp_path, *arguments: str, **changes: str | None) -> subprocess.CompletedProcess:
    wanted = {**os.environ, **GOOD, "VAR_DIR": str(tmp_path), **changes}
    environment = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


ASK = """
import json, sys
sys.path[:0] = [".", "site"]
import django; django.setup()
from django.conf import settings
names = sys.argv[1:]
print(json.dumps({name: getattr(settings, name, None) for name in names}, default=str))
"""


def test_check_deploy_finds_nothing(tmp_path):
    result = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"])
def test_it_does_not_start_without_what_only_the_operator_knows(tmp_path, name):
    result = run(tmp_path, "manage.py", "check", **{name: None})
    assert result.returncode != 0
    assert name in result.stderr


@pytest.mark.parametrize("address", ["", "Về Làng", "Về Làng <>"])
def test_it_does_not_start_with_a_sender_that_no_mail_could_have(tmp_path, address):
    result = run(tmp_path, "manage.py", "check", DEFAULT_FROM_EMAIL=address)
    assert result.returncode != 0
    assert "DEFAULT_FROM_EMAIL" in result.stderr


def test_cookies_transport_and_debug_are_safe(tmp_path):
    result = run(
        tmp_path,
        "-c",
        ASK,
        *("DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"),
        *(
            "SECURE_SSL_REDIRECT",
            "SECURE_HSTS_SECONDS",
            "SECURE_HSTS_INCLUDE_SUBDOMAINS",
            "SECURE_CONTENT_TYPE_NOSNIFF",
        ),
        *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SAMESITE", "CSRF_TRUSTED_ORIGINS"),
    )
    found = json.loads(result.stdout.splitlines()[-1])
    assert found["DEBUG"] is found["DEMO"] is False
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT"):
        assert found[name] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is found["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://velang.example"]


SERVE = """
import json, sys
sys.path[:0] = [".", "site"]
import django; django.setup()
from django.test import Client
client = Client()
host = {"HTTP_HOST": "velang.example"}
plain = client.get("/tim/", **host)
alive = client.get("/healthz", **host)
page = client.get("/healthz", HTTP_X_FORWARDED_PROTO="https", **host)
foreign = client.get("/healthz", HTTP_HOST="evil.example", HTTP_X_FORWARDED_PROTO="https")
print(json.dumps({
    "redirect": [plain.status_code, plain["Location"]],
    "alive": alive.status_code,
    "hsts": page["Strict-Transport-Security"],
    "csp": page["Content-Security-Policy"],
    "foreign": foreign.status_code,
}))
"""


def test_it_serves_https_alone_and_says_so(tmp_path):
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    result = run(tmp_path, "-c", SERVE, DATABASE_URL=database)
    assert result.returncode == 0, result.stderr[-2000:]
    found = json.loads(result.stdout.splitlines()[-1])
    assert found["redirect"] == [301, "https://velang.example/tim/"]
    assert found["alive"] == 200
    assert "max-age=31536000" in found["hsts"]
    assert "includeSubDomains" in found["hsts"]
    assert "unsafe-inline" not in found["csp"]
    assert found["foreign"] == 400


def test_the_demo_s_letter_box_has_no_address_in_earnest(tmp_path):
    code = (
        "import sys; sys.path[:0] = ['.', 'site']\n"
        "import django; django.setup()\n"
        "from django.urls import reverse, NoReverseMatch\n"
        "try: print(reverse('demo_mail'))\n"
        "except NoReverseMatch: print('none')\n"
    )
    assert run(tmp_path, "-c", code).stdout.splitlines()[-1] == "none"


STARTED_TOO_EARLY = """
import sys, time
sys.path[:0] = [".", "site"]
import django; django.setup()
from config.start import refuse_demo_accounts
refuse_demo_accounts()
print("started", flush=True)
from django.db import connection
from accounts.models import User
from demo.sample import ACCOUNTS, PASSWORD
with connection.schema_editor() as editor:
    editor.create_model(User)
User.objects.create_user(ACCOUNTS[0][0], sys.argv[1] or PASSWORD)
time.sleep(float(sys.argv[2]))
print("still here")
"""


def test_it_ends_once_a_database_that_was_down_shows_an_account_of_the_demo(tmp_path):
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    result = run(tmp_path, "-c", STARTED_TOO_EARLY, "", "60", DATABASE_URL=database)
    assert result.stdout == "started\n"
    assert result.returncode == 1
    assert "does not start: these accounts of the demo can sign in" in result.stderr
    assert "@example.org" in result.stderr


def test_it_goes_on_where_a_database_that_was_down_has_no_account_of_the_demo(tmp_path):
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    result = run(tmp_path, "-c", STARTED_TOO_EARLY, "mật khẩu của riêng tôi", "5", DATABASE_URL=database)
    assert (result.stdout, result.returncode) == ("started\nstill here\n", 0)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"ZALO_APP_ID": "an-app"}, "ZALO_REFRESH_TOKEN"),
        ({"ZALO_TEMPLATES": "code=1"}, "ZALO_SECRET_KEY"),
        ({**ZALO, "ZALO_TEMPLATES": "codes=1"}, "code, ticket, invitation, reminder, refund"),
    ],
)
def test_zalo_is_set_up_whole_or_not_at_all(tmp_path, told, wrong):
    result = run(tmp_path, "-c", ASK, **told)
    assert result.returncode != 0
    assert wrong in result.stderr


def test_zalo_knows_its_templates(tmp_path):
    result = run(tmp_path, "-c", ASK, "ZALO_TEMPLATES", **ZALO)
    assert json.loads(result.stdout) == {"ZALO_TEMPLATES": {"code": "1", "ticket": "2"}}, result.stderr
