"""Workers are killed under the command lines that installations and the demo start, and come back by themselves."""

import os
import shlex
import signal
import sys

import pytest

from demo.management.commands import demo
from tests.factories import make_booking, make_slot
from tests.faults import units
from tests.faults.processes import Process, wait_until

installed = pytest.mark.django_db(transaction=True)


def workers(web: Process) -> set[int]:
    """Granian's worker processes."""
    pid = web.popen.pid
    with open(f"/proc/{pid}/task/{pid}/children") as numbers:
        return {int(number) for number in numbers.read().split()}


def unit_web(site) -> list[str]:
    return units.command("ve-lang-web", port=site.web_port)


def demo_web(site) -> list[str]:
    words = shlex.split(f"{demo.GRANIAN} --port {site.web_port} config.wsgi:application")
    return [sys.executable, "-m", *words]


@installed
@pytest.mark.parametrize("command", [unit_web, demo_web])
def test_web_workers_that_are_killed_are_replaced_and_the_site_answers(site, command):
    web = site.web(command=command(site))
    before = workers(web)
    assert before
    # One after another, as the kernel ends them: granian takes two ends of one place within seconds for a crash loop.
    for pid in before:
        standing = workers(web)
        os.kill(pid, signal.SIGKILL)

        def replaced(gone: int = pid, others: int = len(standing)) -> bool:
            assert web.popen.poll() is None, f"granian ended with its workers: {web.log.read_text()[-3000:]}"
            return gone not in workers(web) and len(workers(web)) == others

        wait_until(replaced, "another took its place")
    assert not before & workers(web)
    wait_until(site.answers, "the site answers again")
    assert web.popen.poll() is None


# What systemd does with `Restart=always`, the test does here.
@installed
def test_worker_and_beat_that_are_killed_are_started_again_and_mails_go_out(site, experience):
    site.broker()
    names = ["ve-lang-worker", "ve-lang-beat"]
    slot = make_slot(experience, capacity=20)
    for _ in range(2):
        make_booking(slot)
        started = [site.start(name, units.command(name)) for name in names]
        site.wait_for_mails()
        for process in started:
            assert process.popen.poll() is None
            process.kill()
    assert site.mail.taken.total() == 4


def test_units_are_started_again_and_share_what_they_stand_on():
    """One user, one folder of data and one file of settings: else a worker would mail from another database."""
    services = [units.service(f"ve-lang-{name}") for name in ("web", "worker", "beat")]
    assert {service["Restart"] for service in services} == {"always"}
    for setting in ("User", "WorkingDirectory", "StateDirectory", "Environment", "EnvironmentFile"):
        assert len({service[setting] for service in services}) == 1
