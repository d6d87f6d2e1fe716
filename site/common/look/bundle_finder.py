"""One style sheet for the demo, and the other bundles of a release, made when they are asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

from common.look.styles import BUNDLES, bundle


class BundleFinder(finders.BaseFinder):
    """Finds a bundle; made anew whenever one of its files was changed."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        if path not in BUNDLES:
            return []
        made = Path(settings.VAR_DIR) / "made" / path
        sources = {name: Path(str(finders.find(name))) for name in BUNDLES[path]}
        newest = max(source.stat().st_mtime for source in sources.values())
        if not made.exists() or made.stat().st_mtime < newest:
            made.parent.mkdir(parents=True, exist_ok=True)
            # Two processes may make it at once: each puts a whole file in its place.
            new = made.with_suffix(f".{id(self)}.new")
            new.write_text(bundle(lambda name: sources[name].read_text(encoding="utf-8"), path), encoding="utf-8")
            new.replace(made)
        return [str(made)] if find_all else str(made)

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        """Nothing to collect: a release makes its own."""
        return iter(())
