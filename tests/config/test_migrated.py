"""The kept database of the tests is never that of other migrations."""

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
