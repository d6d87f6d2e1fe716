"""Logs as one JSON line an event, without anything that opens a booking."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# A token in an address is a key: to a guest's page or place in a list, to the desk's, to a new password.
BEFORE_KEY = "/ve/|/danh-sach-cho/|/xac-nhan/|/q/|/key/|/confirm-email/|_reset/confirm/[^/\\s]+/"
SECRET_PATH = re.compile(rf"({BEFORE_KEY})[^/\s?'\"]+")
# What people type into a search box is often a name or a number.
QUERY = re.compile(r"\?[^\s'\"]*")


def without_tokens(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the token in every address of the event by an ellipsis, and drop the query of a request."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = SECRET_PATH.sub(r"\1…", QUERY.sub("", value) if name == "request" else value)
    return event


BEFORE: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]


def configure() -> None:
    """Send structlog's events through the standard library's handlers, so that both kinds look alike."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The one formatter of all handlers."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=BEFORE,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_tokens,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
