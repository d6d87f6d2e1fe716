"""Sends a form of the CMS back as a browser would, with some fields changed."""

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class _Fields(HTMLParser):
    """Successful controls of the editor's form, by name; disabled ones and templates of new rows are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.inside = False
        self.area = self.select = None
        self.skipping = 0

    def handle_starttag(self, tag, attributes):
        attrs = dict(attributes)
        if tag == "form":
            self.inside = "data-edit-form" in attrs
        if tag in ("template", "script"):
            self.skipping += 1
        name = attrs.get("name")
        if not self.inside or self.skipping or "disabled" in attrs:
            return
        if tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in attrs:
                    self.add(name, attrs.get("value", "on"))
            elif kind not in ("submit", "button", "file"):
                self.add(name, attrs.get("value") or "")
        elif tag == "textarea" and name:
            self.area = name
            self.data[name] = [""]
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.add(self.select, attrs.get("value") or "")

    def handle_data(self, text):
        if self.area:
            self.data[self.area][0] += text

    def handle_endtag(self, tag):
        if tag in ("template", "script"):
            self.skipping -= 1
        elif tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)


def fields(html: str) -> dict[str, list[str]]:
    """What the editor's form in `html` would send as it stands."""
    parser = _Fields()
    parser.feed(html)
    return parser.data


def submit(client: Client, url: str, **changes) -> HttpResponse:
    """Open the form at `url`, put `changes` over what it holds (None takes a field away), and send it."""
    data = fields(client.get(url).content.decode()) | changes
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def errors(response: HttpResponse) -> dict:
    """The errors of the form and of the lists of rows in it, to look at when a test fails."""
    form = response.context["form"]
    rows = {name: formset.errors for name, formset in getattr(form, "formsets", {}).items()}
    return {"form": form.errors, "rows": rows}
