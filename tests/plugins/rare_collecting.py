"""Lets the garbage collector look rarely, and never at what was there before the first test.

Django's models, forms and addresses live as long as the process; looking at them again and again took an eighth to a
fifth of what tests took.
"""

import gc

# Of new objects, and of how often they were looked at (gc.set_threshold).
THRESHOLDS = 50_000, 10, 10


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
