"""Logs as one JSON line an event, without anything that opens a booking."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# A token in an address is a key: to a guest's page or place in a list, to the desk's, to a place at a desk, to a new
# password. Addresses are also logged as they were typed: with capitals, with a slash too many, or escaped in the query
# of another address.
SLASH = r"(?:/|%(?:25)*2F)+"
KEY = r"(?:(?!%(?:25)*2F)[^/\s?'\"&])+"
WORDS = (
    "ve|thu|anh-mon|doan-cua-toi|ten-trong-doan|danh-sach-cho|xac-nhan|q|khieu-nai|tham-gia|lich-rieng|key|"
    "confirm-email"
)
SECRET_PATH = re.compile(
    rf"({SLASH}(?:{WORDS}){SLASH}|(?:_reset{SLASH}confirm|bao-co|bao-tra){SLASH}{KEY}{SLASH}){KEY}",
    re.IGNORECASE,
)
# What people type into a search box is often a name or a number.
QUERY = re.compile(r"\?[^\s'\"]*")


def without_tokens(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the token in every address of the event by an ellipsis, and drop the query of a request."""
    for name, value in event.items():
        event[name] = _bare(QUERY.sub("", value) if name == "request" and isinstance(value, str) else value)
    return event


def _bare(value: Any) -> Any:
    """`value` without tokens, also inside of lists, tuples, sets and dicts; anything else as it would be written."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return SECRET_PATH.sub(r"\1…", value)
    if isinstance(value, Mapping):
        return {_bare(key if isinstance(key, str) else repr(key)): _bare(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_bare(item) for item in value]
    return _bare(repr(value))


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
