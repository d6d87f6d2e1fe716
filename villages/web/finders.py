"""Leaflet's files out of their Python package, served by us below `vendor/leaflet/`."""

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage
from xstatic.pkg import leaflet

PREFIX = "vendor/leaflet"


class LeafletFinder(FileSystemFinder):
    """Finds what the map loads; the package's unminified sources, five times as large, stay there."""

    def __init__(self, app_names=None, *args, **kwargs):
        storage = FileSystemStorage(location=leaflet.BASE_DIR)
        storage.prefix = PREFIX  # type: ignore[attr-defined]  # as the base class does
        self.locations = [(PREFIX, leaflet.BASE_DIR)]
        self.storages = {leaflet.BASE_DIR: storage}

    def check(self, **kwargs):
        return []

    def list(self, ignore_patterns):
        return super().list([*(ignore_patterns or ()), "leaflet-src*"])
