"""Nightly work of the pages."""

from collections.abc import Sequence

from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models

from common.work.periodic import periodic
from common.work.sweep import each_part


@periodic("pages.tasks.refresh_search")
def refresh_search() -> int:
    """Build the search index afresh, for words that came from facts further off; returns how many rows it holds.

    `manage.py update_index` does the same, and stops at the first row that cannot be read.
    """
    backend = get_search_backend()
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(None))
    index = rebuilder.start()
    indexed = 0
    for model in get_indexed_models():

        def add(part: Sequence[int], model=model) -> int:
            rows = list(model.get_indexed_objects().filter(pk__in=part))
            index.add_items(model, rows)
            return len(rows)

        ids = list(model.get_indexed_objects().order_by("pk").values_list("pk", flat=True))
        indexed += each_part(f"indexing {model._meta.label}", ids, add)
    rebuilder.finish()
    return indexed
