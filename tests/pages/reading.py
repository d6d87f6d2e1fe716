"""A reader without a script: opens addresses, follows links and sends forms as the browser would."""

from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client


def soup(response) -> BeautifulSoup:
    """The page of a response."""
    return BeautifulSoup(response.content.decode(), "html.parser")


def plain(element: Tag | BeautifulSoup) -> str:
    """The words of an element, with single spaces."""
    # Where a word may break it is one word still.
    for mark in element.select("wbr"):
        mark.unwrap()
    element.smooth()
    return " ".join(element.get_text(" ").split())


def fields_of(page: BeautifulSoup, form: Tag) -> dict[str, str]:
    """What the form would send if nobody touched it; boxes that are not ticked send nothing."""
    data = {}
    for item in form.select("input[name], textarea[name], select[name]"):
        if item.name == "select":
            chosen = item.select_one("option[selected]") or item.select_one("option")
            data[item["name"]] = chosen["value"]
        elif item.name == "textarea":
            # A browser drops the line break that follows the tag.
            data[item["name"]] = item.text.removeprefix("\r\n").removeprefix("\n")
        elif item.get("type") not in ("checkbox", "radio") or item.has_attr("checked"):
            data[item["name"]] = item.get("value", "on" if item.get("type") == "checkbox" else "")
    return data


class Reader:
    """`url`, `response` and `page` are those of the page being read; redirects are followed."""

    def __init__(self, client: Client, **headers: str) -> None:
        self.client, self.headers = client, headers
        self.url, self.trail = "/", []

    def open(self, url: str) -> BeautifulSoup:
        self.url = urljoin(self.url, url)
        return self._arrive(self.client.get(self.url, **self.headers))

    def follow(self, selector: str) -> BeautifulSoup:
        """Click the first link that matches."""
        return self.open(self.page.select_one(selector)["href"])

    def form(self, action: str) -> Tag:
        """The form whose address contains `action`."""
        return next(form for form in self.page.select("form") if action in form.get("action", ""))

    def send(self, action: str, *, to: str = "", **typed: str) -> BeautifulSoup:
        """Fill in and send the form whose address contains `action`; `to` is a button's own address."""
        form = self.form(action)
        self.sent = fields_of(self.page, form) | typed
        self.url = urljoin(self.url, to or form["action"])
        return self._arrive(self.client.post(self.url, self.sent, **self.headers))

    def _arrive(self, response) -> BeautifulSoup:
        self.trail = [response.status_code]
        while response.status_code in (301, 302):
            self.url = urljoin(self.url, response["Location"])
            response = self.client.get(self.url, **self.headers)
            self.trail.append(response.status_code)
        self.response = response
        is_html = response.get("Content-Type", "").startswith("text/html")
        self.page = soup(response) if is_html else BeautifulSoup("", "html.parser")
        return self.page

    @property
    def text(self) -> str:
        return plain(self.page)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def values(self) -> dict[str, str]:
        """What stands in every field of the page."""
        return {name: value for form in self.page.select("form") for name, value in fields_of(self.page, form).items()}
