"""With FAIL_ON_SKIP=1 a skipped test fails the run: in CI, browser and database tests really run."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("FAIL_ON_SKIP") and skipped:
        reporter.write_line(f"{len(skipped)} tests were skipped, and FAIL_ON_SKIP is set", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
