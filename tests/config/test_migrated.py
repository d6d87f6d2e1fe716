"""The kept database of the tests is never that of other migrations."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.plugins import migrated


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    folder = tmp_path / "bookings" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_initial.py").write_text("operations = []")
    (tmp_path / "requirements.txt").write_text("django==5.2.19")
    return folder


@pytest.mark.django_db
def test_no_migration_is_left_to_do():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_the_same_files_have_the_same_state(tree):
    assert migrated.state() == migrated.state()


def test_a_changed_migration_is_another_state(tree):
    before = migrated.state()
    (tree / "0001_initial.py").write_text("operations = [1]")
    assert migrated.state() != before


def test_a_new_migration_is_another_state(tree):
    before = migrated.state()
    (tree / "0002_more.py").write_text("")
    assert migrated.state() != before


def test_another_version_of_a_dependency_is_another_state(tree):
    before = migrated.state()
    (tree.parents[1] / "requirements.txt").write_text("django==5.2.20")
    assert migrated.state() != before


def test_what_a_committing_test_emptied_is_there_for_the_next_one(tmp_path):
    # pytest-django has those that commit last; xdist hands a process that is done the tests of another.
    hook = "@pytest.hookimpl(trylast=True)\ndef pytest_collection_modifyitems(items):\n    items.reverse()\n"
    (tmp_path / "backwards.py").write_text(f"import pytest\n\n\n{hook}")
    commits = "tests/bookings/mail/test_mail_outbox.py::test_giving_a_hold_back_writes_to_nobody"
    needs_the_root = "tests/pages/test_make_site.py::test_a_second_run_changes_nothing_and_says_so"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "backwards", needs_the_root, commits]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTEST_XDIST_WORKER": "backwards"}
    answer = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
