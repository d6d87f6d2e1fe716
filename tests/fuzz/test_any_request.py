"""Whatever is sent to whatever address, nothing of ours breaks: walked from the URLconf, so a new route is in it."""

from collections.abc import Iterable
from urllib.parse import quote_plus, unquote

import pytest
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.views import serve

from tests.fuzz.requests import BOUNDARY, CHARSETS, COOKIES, FORM, HARD, HEADERS, Request, form_body, multipart, problem
from tests.fuzz.routes import routes
from tests.fuzz.world import Form, World, make_world, read_forms

pytestmark = pytest.mark.django_db
ROUTES = [route for route in routes() if not route.in_cms]
CMS = [route for route in routes() if route.in_cms]
METHODS = ("GET", "POST")
PEOPLE = ("stranger", "host")
EXAMPLES = 200
# What addresses are asked with, beside the fields of forms.
NAMES = ["kind", "undo", "page", "show", "q", "day", "month", "slot", "step", "u1", "x1", "experience", "from", "next"]


@pytest.fixture
def world(page_tree, monkeypatch) -> World:
    # Readiness answers 500 where nobody works, and asks in threads, which do not see what a test has not committed.
    monkeypatch.setattr("pages.checks.work._workers", set)
    return make_world(page_tree)


def send(world: World, requests: Iterable[Request]) -> None:
    """Fails with each kind of fault once, and the request that shows it."""
    found: dict[str, str] = {}
    for request in requests:
        if fault := problem(world.people[request.who], request):
            found.setdefault(fault.partition("\n")[0], fault)
    if found:
        pytest.fail("\n\n".join(found.values()), pytrace=False)


def test_the_walk_finds_the_addresses_and_forms_that_there_are(world):
    names = {route.name for route in ROUTES}
    assert {"hold", "confirm", "check_in", "slot", "rota_choose", "search", "account_login", "wagtail_serve"} <= names
    sent = {name for form in read_forms(world, ROUTES) for name in form.values}
    assert {"capacity", "times", "first_day", "artisan", "note", "code", "login", "back", "name_en"} <= sent


def test_no_charset_breaks_an_address(world):
    send(
        world,
        (
            Request(who, method, route.path(world.arguments(route)), "q=%2B2AA-", b"a=+2AA-", f"{FORM}; charset={name}")
            for n, route in enumerate(ROUTES)
            for who, method, name in zip(PEOPLE * 2, METHODS * 2, (CHARSETS * 2)[n % 8 :], strict=False)
        ),
    )


def resolves(path: str) -> bool:
    """Whether a view of its own is asked; every other address is Wagtail's, which looks for a page of that name."""
    try:
        return resolve(unquote(path)).func is not serve
    except Resolver404:
        return False


def test_nothing_in_a_path_breaks_an_address(world):
    def requests():
        for m, route in enumerate(ROUTES):
            good = world.arguments(route)
            for name in set(route.arguments):
                for n, text in enumerate(HARD[m % 4 :: 4]):
                    path = route.path(good | {name: text})
                    if resolves(path) or route.name == "wagtail_serve":
                        yield Request("host", METHODS[n % 2], path)

    send(world, requests())


def test_nothing_typed_into_a_form_breaks_it(world):
    """In every field at once, and in some by itself where the others are as they were."""

    def requests():
        for m, form in enumerate(read_forms(world, ROUTES)):
            for text in HARD[m % 3 :: 3] if form.values else HARD[:1]:
                yield sent(form, dict.fromkeys(form.values, text))
            for n, name in enumerate(form.values):
                for text in HARD[n % 26 :: 26]:
                    yield sent(form, encoded(form.values) | {name: text})

    send(world, requests())


def sent(form: Form, values: dict[str, str]) -> Request:
    body = form_body(values)
    path, _mark, query = form.action.partition("?")
    if form.method == "GET":
        return Request("host", "GET", path, body.decode())
    return Request("host", "POST", path, query, body)


def encoded(values: dict[str, str]) -> dict[str, str]:
    return {name: quote_plus(value) for name, value in values.items()}


TEXT = st.sampled_from(HARD) | st.text(max_size=20).map(lambda text: quote_plus(text, errors="replace"))
TYPES = [
    *(f"{FORM}; charset={name}" for name in CHARSETS),
    BOUNDARY,
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "text/plain; charset=hex",
    ";;=",
]


@st.composite
def requests(draw, world: World, forms: list[Form]) -> Request:
    """Of a form or an address, with one part or several as nobody has them."""
    form = draw(st.sampled_from(forms))
    route = draw(st.sampled_from(ROUTES))
    values = encoded(form.values) | draw(st.dictionaries(st.sampled_from([*form.values, *NAMES]), TEXT, max_size=3))
    path = form.action.partition("?")[0]
    if draw(st.booleans()):
        named = st.sampled_from([*route.arguments, ""])
        path = route.path(world.arguments(route) | draw(st.dictionaries(named, TEXT, max_size=1)))
    kind = draw(st.sampled_from([FORM] * len(TYPES) + TYPES))
    body = multipart(values, whole=draw(st.booleans())) if "multipart" in kind else form_body(values)
    return Request(
        who=draw(st.sampled_from([*PEOPLE, "host"])),
        method=draw(st.sampled_from([*METHODS, "POST"])),
        path=path if path.startswith("/") and not path.startswith("//") else "/",
        query=draw(st.sampled_from(["", form_body(values).decode()])),
        body=draw(st.just(body) | st.binary(max_size=20)),
        content_type=kind,
        cookie=draw(st.sampled_from(COOKIES)),
        headers=draw(st.sampled_from(HEADERS)),
    )


def test_nothing_in_an_address_breaks_the_editors_pages(world):
    """Wagtail's own, most of them: its arguments are numbers and words of every kind."""

    def requests():
        for m, route in enumerate(CMS):
            for n, name in enumerate(set(route.arguments) or {""}):
                text = HARD[(m + n) % len(HARD)]
                yield Request("office", METHODS[m % 2], route.path({name: text}), f"p={text}&q={text}")

    send(world, requests())


def test_no_request_at_all_breaks_anything(world):
    forms = read_forms(world, ROUTES)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(world, forms))
    def ask(request):
        if fault := problem(world.people[request.who], request):
            pytest.fail(fault, pytrace=False)

    ask()
