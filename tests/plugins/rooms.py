"""With --durations a run ends with what the folders of tests took, the slowest first: seconds of all processes."""

from collections import Counter
from pathlib import PurePath

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    most = config.option.durations
    if not most:
        return
    seconds, tests = Counter(), Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                folder = str(PurePath(report.location[0]).parent)
                seconds[folder] += report.duration
                tests[folder] += report.when == "call"
    terminalreporter.section(f"slowest {most} folders")
    for folder, took in seconds.most_common(most):
        terminalreporter.write_line(f"{took:7.1f} s {tests[folder]:5d} tests {folder}")
