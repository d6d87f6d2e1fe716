import pytest
from django.core.cache import cache

from config.celery import app


@pytest.fixture
def texts_in(settings, tmp_path, monkeypatch):
    """The folder into which texts go at once, with nothing counted yet."""
    cache.clear()
    monkeypatch.setitem(app.conf, "task_always_eager", True)
    settings.TEXT_FOLDER = tmp_path / "texts"
    return settings.TEXT_FOLDER
