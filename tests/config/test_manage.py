"""Each command knows which site it is about, and says so; none takes the demo for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from common import environment
from common.environment import AS_THE_UNITS, find_settings, read
from tests.config.test_production import GOOD
from tests.faults import units

ROOT = Path(__file__).resolve().parents[2]
UNSET = ("DJANGO_SETTINGS_MODULE", "VE_LANG_ENV", "DATABASE_URL", "VAR_DIR", "DEMO")


def manage(*arguments: str, tree: Path = ROOT, **given: str) -> subprocess.CompletedProcess:
    bare = {name: value for name, value in os.environ.items() if name not in UNSET}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=tree,
        env=bare | given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def file(tmp_path) -> Path:
    """A site's own settings, its database beside them."""
    kept = {**GOOD, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/that.sqlite3"}
    path = tmp_path / "environment"
    path.write_text("# của làng\n" + "".join(f"{name}={value}\n" for name, value in kept.items()), encoding="utf-8")
    return path


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Path:
    """No site is installed on this machine, and nothing is known of one."""
    monkeypatch.setattr(environment, "STANDARD", tmp_path / "nowhere")
    monkeypatch.setattr(os, "environ", {})
    return tmp_path


def test_a_command_finds_the_site_s_own_settings_and_says_which_database_it_looks_at(file, tmp_path):
    answer = manage("audit_bookings", VE_LANG_ENV=str(file))
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"# SQLite {tmp_path}/that.sqlite3 (config.settings.production)\n")
    assert "is not migrated" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not answer.stdout


def test_what_touches_no_data_says_nothing_of_it(file):
    answer = manage("check", VE_LANG_ENV=str(file))
    assert (answer.returncode, answer.stderr) == (0, "")


def test_where_nobody_develops_a_command_without_settings_is_refused_and_nothing_is_made(tmp_path):
    """As an installation has it: the code, and no tools of development."""
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(ROOT / "site" / "common", tmp_path / "site" / "common", ignore=shutil.ignore_patterns("static"))
    if environment.STANDARD.exists():
        pytest.skip("a site is installed on this machine")
    for command in ("audit_bookings", "make_load", "migrate", "shell"):
        answer = manage(command, tree=tmp_path)
        assert answer.returncode == 1
        assert "does not know which site" in answer.stderr
        assert "VE_LANG_ENV=" in answer.stderr
    assert not (tmp_path / "var").exists()


def test_a_file_that_is_not_there_is_no_reason_for_another_site(elsewhere):
    os.environ["VE_LANG_ENV"] = str(elsewhere / "khong-co")
    with pytest.raises(SystemExit, match="There is no file"):
        find_settings(otherwise="config.settings.dev")


def test_a_file_that_may_not_be_read_is_no_reason_for_another_site(elsewhere):
    (elsewhere / "nowhere").mkdir()
    with pytest.raises(SystemExit, match="sudo -u ve-lang"):
        find_settings(otherwise="config.settings.dev")


def test_what_the_process_was_given_has_the_last_word(elsewhere, file):
    os.environ.update(VE_LANG_ENV=str(file), SECRET_KEY="khác")
    find_settings()
    assert (os.environ["SECRET_KEY"], os.environ["BASE_URL"]) == ("khác", GOOD["BASE_URL"])
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    find_settings()
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.test"


def test_the_standard_file_is_read_as_the_units_read_it(elsewhere):
    (elsewhere / "nowhere").write_text("ALLOWED_HOSTS=lang.example\n")
    find_settings()
    assert os.environ.items() >= {"ALLOWED_HOSTS": "lang.example", **AS_THE_UNITS}.items()
    for name in ("web", "worker", "beat"):
        service = units.service(f"ve-lang-{name}")
        assert dict(pair.split("=") for pair in service["Environment"].split()) == AS_THE_UNITS
        assert service["EnvironmentFile"] == "/etc/ve-lang/environment"


def test_values_are_read_as_systemd_does():
    text = "# a=b\n; c=d\n\nE=1=2#3\n F = x y \nG=\"a # b\"\nH='$z'\nI=\nlost\n"
    assert read(text) == {"E": "1=2#3", "F": "x y", "G": "a # b", "H": "$z", "I": ""}
