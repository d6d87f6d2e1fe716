"""With MEASURE_COVERAGE=1 lines are counted in a function's tests until one of them comes to no line that is new.

Counting nearly doubles what a test costs on Python 3.11, and of many arguments of one function the later ones seldom
come to other lines.
"""

import os
from collections.abc import Iterator

import pytest

QUIET: set[str] = set()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    collector, function = _collector(), item.nodeid.partition("[")[0]
    if collector is None or function == item.nodeid:
        return (yield)
    if function in QUIET:
        collector.stop()
        try:
            return (yield)
        finally:
            collector.start()
    before = _lines(collector)
    try:
        return (yield)
    finally:
        if _lines(collector) == before:
            QUIET.add(function)


def _collector():
    """What counts; its public face would look at every module, or write to the disk, each time."""
    # sys.monitoring stops counting a line by itself.
    if "MEASURE_COVERAGE" not in os.environ or os.environ.get("COVERAGE_CORE") == "sysmon":
        return None
    # Not installed where nobody measures.
    from coverage import Coverage

    measuring = Coverage.current()
    return measuring and measuring._collector


def _lines(collector) -> int:
    """How many this process has come to."""
    return sum(map(len, collector.data.values()))
