"""What the demo starts."""

from demo.management.commands.demo import server_commands


def test_the_server_and_the_worker_tell_as_much_as_log_level_asks_for(settings):
    settings.LOGGING = {"root": {"level": "DEBUG"}}
    server, worker = server_commands(8765)
    assert "--log-level debug --port 8765" in server
    assert worker.endswith("--loglevel DEBUG")
