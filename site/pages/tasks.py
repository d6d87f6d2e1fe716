"""Work of the pages: what is scheduled, each half minute; search, each night."""

from collections.abc import Sequence

from django.utils import timezone
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models

from common.work.periodic import periodic
from common.work.sweep import each_part
from pages.scheduled import keep_schedule


@periodic("pages.tasks.publish_scheduled")
def publish_scheduled() -> str:
    """Let pages go live and expire at the times that editors set."""
    live, off = keep_schedule(now=timezone.now())
    return f"went live {live}, went off {off}"


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
