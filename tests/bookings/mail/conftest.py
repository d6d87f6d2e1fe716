import pytest

from tests.pushing.service import push_service


@pytest.fixture
def service(monkeypatch):
    with push_service(monkeypatch) as running:
        yield running
