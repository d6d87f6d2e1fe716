"""What every gateway can do, in words of ours; how each says it is its own module's."""

import datetime as dt
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol
from urllib.parse import urlsplit

from common.words.text import unmarked

# POSTs a body as JSON to an address and returns the answer. Raises NotNow or Rejected (common.http.connector).
Post = Callable[[str, Mapping[str, Any]], bytes]
# Of the words that a gateway shows to who pays.
LONGEST_INFO = 100


class NotProven(Exception):
    """Nobody who knows the merchant's secret said this."""


class NoWord(Exception):
    """The gateway was asked, and what it answered says nothing of the money. `code` is its own, if it had one."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class NotOpened(Exception):
    """The gateway opened no page to pay at, so that nobody can pay there. `code` is its own, if it had one."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class Outcome(Enum):
    PAID = "paid"
    FAILED = "failed"
    # Nothing is decided yet, or the gateway has never heard of it.
    OPEN = "open"


class Heard(Enum):
    """What became of a notice; each gateway has a code of its own for it."""

    TAKEN = "taken"
    ALREADY = "already"
    UNKNOWN = "unknown"
    OTHER_SUM = "other_sum"
    NOT_PROVEN = "not_proven"
    BROKEN = "broken"


class Back(Enum):
    """What a gateway did with a refund: paid, passed on, refused, or nobody knows."""

    DONE = "done"
    TAKEN = "taken"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Keys:
    """A merchant's: `code` is what the gateway calls them, `second` its other key where it gives two."""

    code: str
    secret: str
    second: str = ""


@dataclass(frozen=True)
class Order:
    """`amount_vnd` in đồng. `address` is that of the guest's device on the web, `back_url` where they come back to,
    `told_url` where the gateway tells.
    """

    reference: str
    amount_vnd: int
    created_at: dt.datetime
    expires_at: dt.datetime
    info: str
    language: str
    address: str
    back_url: str
    told_url: str


@dataclass(frozen=True)
class Word:
    """What a gateway says of one attempt. `amount_vnd` is 0 where it could not be read; `number` is the gateway's own
    of the money, `code` its reason.
    """

    reference: str
    amount_vnd: int
    outcome: Outcome
    code: str
    number: str
    paid_at: dt.datetime | None


@dataclass(frozen=True)
class Question:
    """About the attempt `reference` for `amount_vnd`, which was begun at `created_at`. Of one `request_id` it is asked
    once.
    """

    request_id: str
    reference: str
    created_at: dt.datetime
    asked_at: dt.datetime
    amount_vnd: int


@dataclass(frozen=True)
class GiveBack(Question):
    """`amount_vnd` of the money `number`, all of it where `whole`."""

    number: str
    whole: bool


class Gateway(Protocol):
    """Signatures, texts and codes of one gateway. Knows no row and writes none."""

    # How it tells: by GET with values in the address, or by POST with them as JSON.
    TELLS_BY: str
    # Whether its page is opened by asking: then the address is kept, and there is one of each attempt.
    OPENS: bool
    # Whether a refund is asked about afterwards (`refunded`), until its end is known.
    ASKS_REFUNDS: bool

    def is_on(self) -> bool:
        """Whether the site has its addresses."""

    def pay_address(self) -> str:
        """An address of the site to which guests are sent."""

    def takes(self, amount_vnd: int) -> bool:
        """Whether it takes such a sum in one payment."""

    def start(self, keys: Keys, order: Order, *, post: Post) -> str:
        """The address at which the guest pays. Raises NotNow, Rejected, NotOpened."""

    def read(self, keys: Keys, said: Mapping[str, str]) -> Word:
        """What a notice says. Raises NotProven."""

    def came_back(self, keys: Keys, said: Mapping[str, str]) -> Word:
        """What a guest brings on their way back, to be shown. Raises NotProven."""

    def reference_in(self, said: Mapping[str, str]) -> str:
        """Which attempt a guest comes back from, proven or not."""

    def answer(self, heard: Heard) -> tuple[int, dict[str, str | int]]:
        """What whoever sent a notice is told: the status of HTTP, and values for JSON, none for no content."""

    def query(self, keys: Keys, question: Question, *, post: Post) -> tuple[Word, dict[str, str]]:
        """What became of an attempt, and the answer as it came. Raises NotNow, Rejected, NoWord."""

    def refund(self, keys: Keys, back: GiveBack, *, post: Post) -> tuple[Back, str]:
        """Give money back, once; with the gateway's code. Raises NotNow, Rejected, after which nobody knows."""

    def refunded(self, keys: Keys, back: GiveBack, *, now: dt.datetime, post: Post) -> tuple[Back, str]:
        """What became of a refund that was asked for at its `asked_at`. Raises NotNow, Rejected, NoWord."""


def plain(info: str) -> str:
    """Without marks and signs, which gateways encode each in its own way."""
    return "".join(char for char in unmarked(info) if char.isascii() and (char.isalnum() or char == " "))[:LONGEST_INFO]


def parsed(answer: bytes) -> dict[str, str]:
    """Values of an object of JSON as texts; empty where it is none."""
    try:
        read = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return {str(name): text_of(value) for name, value in read.items()} if isinstance(read, dict) else {}


def text_of(value: object) -> str:
    text = "" if value is None or isinstance(value, dict | list) else str(value)
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def same(ours: str, said: str) -> bool:
    """Whether two signatures in hexadecimal are one, in a time that says nothing of where they differ."""
    return hmac.compare_digest(ours.encode(), said.lower().encode("utf-8", "replace"))


def whole_dong(text: str) -> int:
    """Of figures alone; 0 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else 0


def moment_of(text: str) -> dt.datetime | None:
    """Of milliseconds since 1970."""
    if not re.fullmatch(r"[0-9]{10,15}", text):
        return None
    try:
        return dt.datetime.fromtimestamp(int(text) / 1000, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def numbered(text: str) -> str:
    """A gateway's own number of money; empty for what is none."""
    return text if re.fullmatch(r"[1-9][0-9]{0,39}", text) else ""


def site_of(url: str) -> tuple[str, str]:
    """Scheme and host of an address, to be compared."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def asks_no_refunds(keys: Keys, back: GiveBack, *, now: dt.datetime, post: Post) -> tuple[Back, str]:
    """The `refunded` of a gateway whose refunds nobody asks about."""
    raise NoWord
