"""A release that is not whole is not ready, and readiness says what to do."""

import os

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable

from common.look.storage import StaticStorage
from common.words import catalogues
from pages.checks import release
from pages.health import ReadyView


def says(check: HealthCheck) -> str:
    try:
        check.run()
    except ServiceUnavailable as error:
        return str(error)
    return "OK"


def test_readiness_asks_for_all_of_them():
    assert {release.Migrations, release.StaticFiles, release.Catalogues} <= set(ReadyView.checks)


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_is_named():
    assert says(release.Migrations()) == "OK"
    ((app, name),) = MigrationLoader(connection).graph.leaf_nodes("outbox")
    MigrationRecorder.Migration.objects.filter(app=app, name=name).delete()
    assert f"outbox {name}" in says(release.Migrations())
    assert "manage.py migrate" in says(release.Migrations())


NAMES = ["css/hai.css", "css/mot.css"]


@pytest.fixture
def collected(tmp_path, monkeypatch) -> StaticStorage:
    """Two style sheets as collectstatic leaves them, each beside its hashed copy."""
    monkeypatch.setattr("common.look.styles.bundle", lambda read, name: "")
    monkeypatch.setattr(release, "_expected", lambda: NAMES)
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("body { margin: 0 }")
    storage = StaticStorage(location=tmp_path, base_url="/static/")
    list(storage.post_process({name: (storage, name) for name in NAMES}))
    return storage


def test_all_that_was_collected_is_found(collected):
    assert list(release.missing(collected)) == []


def test_a_file_that_was_not_collected_or_is_gone_is_named(collected, monkeypatch):
    os.remove(collected.path(collected.hashed_files["css/hai.css"]))
    monkeypatch.setattr(release, "_expected", lambda: ["css/ba.css", "css/hai.css", "css/mot.css"])
    assert list(release.missing(collected)) == ["css/ba.css", "css/hai.css"]
    monkeypatch.setattr(release, "staticfiles_storage", collected)
    assert "2 static files are missing, run manage.py collectstatic" in says(release.StaticFiles())


def test_nothing_is_collected_in_development():
    assert says(release.StaticFiles()) == "OK"


def test_a_catalogue_that_is_older_than_its_source_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n')
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    assert "vi/LC_MESSAGES/django.po" in says(release.Catalogues())
    assert "tools/install.py" in says(release.Catalogues())
    catalogues.compile_all()
    assert says(release.Catalogues()) == "OK"
