"""Forms of the CMS that name a row which cannot be: walked from the viewsets of all facts, so a new one is in it."""

from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from bs4 import BeautifulSoup

from tests.cms.forms import fields
from tests.cms.walk import addresses
from tests.factories import make_user
from tests.fuzz.requests import Request, Wire, form_body, problem
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
SUPERSCRIPT, THIRTY_DIGITS = "%C2%B2", "9" * 30
# As they stand in a form's body; each field gets the two above and one of these.
OTHERS = ["9" * 5000, "9223372036854775808", "-1", "0", "%D9%A3", "abc", "1.5", "%00"]
NO_ROWS = ("opened", "csrfmiddlewaretoken", "next")


@pytest.fixture
def office(page_tree) -> Wire:
    client = Wire()
    client.force_login(make_user("quantri@example.com", is_superuser=True))
    return client


def form_at(office: Wire, url: str) -> tuple[dict[str, str], list[str]]:
    """What the form at `url` sends, with one more row in each empty list, and which of its fields name a row."""
    page = soup(office.get(url))
    held = {name: values[0] for name, values in fields(str(page)).items() if values}
    named = set(keys(page.select_one("[data-edit-form]")))
    for template in page.select("[data-edit-form] template, [data-edit-form] [type='text/django-form-template']"):
        row = BeautifulSoup(template.decode_contents().replace("__prefix__", "0"), "html.parser")
        for name in keys(row):
            prefix = name.partition("-0-")[0]
            if held.get(f"{prefix}-TOTAL_FORMS", "0") in ("0", "1") and f"{prefix}-0-ORDER" not in held:
                held |= {name: held.get(name, ""), f"{prefix}-TOTAL_FORMS": "1"}
                named.add(name)
    return held, sorted(named)


def keys(form: BeautifulSoup) -> Iterator[str]:
    """Names of the hidden fields, and of boxes and lists to choose from whose choices are numbers."""
    for item in form.select("input[type=hidden], input[type=checkbox], input[type=radio], select"):
        name = item.get("name", "")
        values = [choice.get("value", "") for choice in item.select("option")] or [item.get("value", "")]
        numbers = item.get("type") == "hidden" or all(not text or text.isdigit() for text in values)
        if name and numbers and name not in NO_ROWS and not name.endswith(("_FORMS", "-DELETE")):
            yield name


def requests(office: Wire, url: str) -> Iterator[Request]:
    held, names = form_at(office, url)
    good = {name: quote_plus(value) for name, value in held.items()}
    for n, name in enumerate(names):
        for text in (SUPERSCRIPT, THIRTY_DIGITS, OTHERS[n % len(OTHERS)]):
            yield Request("office", "POST", url, "", form_body(good | {name: text}))


def forms() -> list[str]:
    return [address.url for address in addresses() if address.view in ("add", "edit")]


def test_the_walk_finds_the_fields_that_name_rows(office):
    found = {name for url in forms() for name in form_at(office, url)[1]}
    assert {"commune", "village", "host", "experience", "units-0-id", "extras-0-id", "certificates-0-id"} <= found


def test_no_name_of_a_row_breaks_a_form(office):
    found: dict[str, str] = {}
    for url in forms():
        for request in requests(office, url):
            if fault := problem(office, request):
                found.setdefault(fault.partition("\n")[0], fault)
    assert not found, "\n\n".join(found.values())


@pytest.mark.parametrize("row", ["²", "9" * 30, "999"])
def test_a_choice_that_is_not_there_is_told_beside_its_field(office, row):
    (url,) = [address.url for address in addresses() if (address.area, address.view) == ("schedule", "edit")]
    held = fields(office.get(url).content.decode())
    answer = office.post(url, held | {"experience": row})
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert errors.keys() == {"experience"}
    assert errors["experience"][0] in plain(soup(answer))


@pytest.mark.parametrize(("row", "status"), [("²", 400), ("9" * 30, 400), ("", 302)])
def test_a_row_of_a_list_that_cannot_be_is_refused(office, row, status):
    (url,) = [address.url for address in addresses() if (address.area, address.view) == ("ocop_product", "edit")]
    held = fields(office.get(url).content.decode())
    before = held["certificates-0-id"]
    assert before[0].isdigit()
    assert office.post(url, held | {"certificates-0-id": [row] if row else before}).status_code == status
