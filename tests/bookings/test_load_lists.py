"""Lists of the register ask the database as often among many products as among few, also right after a change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from bookings.load.hosts import make_hosts
from bookings.load.register.fill import fill_register
from bookings.load.register.land import join_office
from ocop.models import Certificate
from page_cache.store import forget
from tests.bench.lists import OFFICER, Reader, addresses
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
FEW, MANY = 30, 75
LISTS = (
    *("register", "register, filtered", "register, text", "map, page", "map, frame"),
    *("office: products", "office: certificates in force"),
    *("office: dossiers that wait", "office: all dossiers", "office: warnings", "office: programme"),
)


@shared
def hosts():
    now = timezone.now()
    made = make_hosts([0, 1, 2], seed=1, first_day=timezone.localdate(now), now=now)
    return [offer.experience.host for offers in made.values() for offer in offers]


def fill(done: int, products: int) -> None:
    fill_register(done=done, products=products, dossiers=products, seed=1, now=timezone.now(), tell=lambda count: None)


def queries(reader: Reader, name: str, *, changed: bool) -> int:
    with CaptureQueriesContext(connection) as asked:
        reader.ask(name, 1, changed=changed)
    return len(asked)


@pytest.fixture
def reader(hosts, settings):
    settings.ALLOWED_HOSTS = ["*"]
    officer = User.objects.create_user(OFFICER)
    fill(0, FEW)
    join_office(officer)
    return Reader()


def test_every_list_asks_as_often_among_many_products_as_among_few(reader):
    assert set(addresses()) == set(LISTS)

    def costs(*, changed: bool) -> dict[str, int]:
        return {name: queries(reader, name, changed=changed) for name in LISTS}

    costs(changed=True)
    few = costs(changed=True), costs(changed=False)
    fill(FEW, MANY)
    forget()
    many = costs(changed=True), costs(changed=False)
    assert many == few
    # What is held is not asked for again.
    assert many[1]["register"] < many[0]["register"]
    assert many[1]["map, page"] < many[0]["map, page"]


def test_what_was_withdrawn_is_gone_from_the_next_page_that_is_asked_for(reader):
    counted = [_found(reader, name) for name in ("register", "office: certificates in force")]
    one = next(each for each in Certificate.objects.order_by("pk") if each.in_force_on(timezone.localdate()))
    one.withdrawn_on = timezone.localdate()
    one.save()
    assert [_found(reader, name) for name in ("register", "office: certificates in force")] == [
        number - 1 for number in counted
    ]


def _found(reader: Reader, name: str) -> int:
    client = reader.clients[name.startswith("office")]
    return client.get(addresses()[name], secure=True).context["page"].paginator.count
