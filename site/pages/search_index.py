"""The search index built afresh in pieces, so that other work of the same worker never waits long."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models

from common.work.sweep import each_part

# Seconds after which a piece ends, and how many rows are looked at between two looks at the clock.
PIECE = 4.0
ROWS = 50

# The last row that was done: its model's label and its key.
After = tuple[str, int]


def refresh_piece(*, after: After | None) -> After | None:
    """Index what comes behind `after`, or from the start, for PIECE seconds; returns where to go on, if anywhere."""
    started = time.monotonic()
    index = get_search_backend().get_index_for_model(None)
    if after is None:
        index.delete_stale_entries()
    label, last = after or ("", 0)
    for model in sorted(get_indexed_models(), key=lambda model: model._meta.label):
        if model._meta.label < label:
            continue
        if model._meta.label > label:
            label, last = model._meta.label, 0
        rows = model.get_indexed_objects().order_by("pk").values_list("pk", flat=True)
        while ids := list(rows.filter(pk__gt=last)[:ROWS]):
            each_part(f"indexing {label}", ids, partial(_add, index, model))
            last = ids[-1]
            if time.monotonic() - started > PIECE:
                return label, last
    # The library's own last step, which has no public name: how long titles are, for the order of what is found.
    index._refresh_title_norms(full=True)
    return None


def _add(index: Any, model: Any, part: Sequence[int]) -> int:
    found = list(model.get_indexed_objects().filter(pk__in=part))
    index.add_items(model, found)
    return len(found)
