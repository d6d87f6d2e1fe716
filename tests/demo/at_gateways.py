"""What a guest and the site do at the demo's own gateways, by the tests' client."""

from collections.abc import Callable

from tests.pages.reading import plain, soup

BASE = "http://testserver"


class Closed:
    """An answer that nobody reads."""

    def close(self) -> None:
        pass


def press(client, address: str, what: str) -> str:
    """Press a button of the gateway's page; returns what the page says that the guest comes back to."""
    answer = client.post(address, {"press": what})
    return plain(soup(client.get(answer["Location"].removeprefix(BASE))).select_one("main"))


def over_client(client) -> Callable[[str, bytes], bytes]:
    """How the site asks a gateway."""

    def post(address: str, body: bytes) -> bytes:
        return client.post(address.removeprefix(BASE), body, content_type="application/json").content

    return post
