"""ZaloPay alone: its names, signatures and codes, and a refund that is asked about until its end is known."""

import datetime as dt
import json
import uuid as uuids

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.online import zalopay
from bookings.domain.money.online.asking import ask_due
from bookings.domain.money.online.attempts import NoPage
from bookings.domain.money.online.following import GIVEN_UP, follow_due
from bookings.domain.money.online.gateway import Keys, NotProven, Order
from bookings.domain.money.online.merchants import WrongCode, connect
from bookings.domain.money.online.refunding import LEASE, give_back, refund_due
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, LedgerState, OnlineProvider, OnlineState, PaidBy
from bookings.gateway_posts import over_http
from bookings.models import LedgerEntry, OnlineNotice, OnlineRefund
from tests.bookings.money.test_transfer import ACCOUNT
from tests.bookings.online.conftest import book
from tests.bookings.online.fake_zalopay import APP_ID, KEY_1, KEY_2, fake_zalopay, sha256
from tests.factories import make_experience, make_host, make_slot, make_user
from tests.factories.online import make_attempt, make_merchant, make_paid, page_of

pytestmark = pytest.mark.django_db
ZALOPAY = OnlineProvider.ZALOPAY
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
DUE = 210_000
KEYS = Keys(APP_ID, KEY_1, KEY_2)
# The notice that ZaloPay's own page shows, and its text as it is signed.
SHOWN = (
    '{"app_id":2553,"app_trans_id":"200904_2553_1598435687208","app_time":1599189392817,"app_user":"demo","amount":10000,'
    '"embed_data":"{}","item":"[]","zp_trans_id":200904000000389,"server_time":1599189413498,"channel":38,'
    '"merchant_user_id":"7ZMSl3nEg5s","user_fee_amount":0,"discount_amount":0}'
)


@pytest.fixture
def fake(settings):
    cache.clear()
    with fake_zalopay() as made:
        settings.ZALOPAY_API_URL = settings.ZALOPAY_PAY_URL = made.url
        yield made


@pytest.fixture
def booking(fake):
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms="deposit", deposit_percent=30)
    make_merchant(experience.host, provider=ZALOPAY)
    return book(make_slot(experience, capacity=4, days=20))


@pytest.fixture
def begun(fake, booking):
    payment = make_attempt(booking, now=timezone.now(), provider=ZALOPAY)
    page_of(payment)
    return payment


@pytest.fixture
def tell(begun, client):
    url = reverse("online_told", args=["zalopay", begun.merchant.address])
    return lambda told: client.post(url, json.dumps(told), content_type="application/json").json()["return_code"]


@pytest.fixture
def sent(fake, booking):
    """A refund of all that came, not yet asked for."""
    make_paid(booking, now=timezone.now(), provider=ZALOPAY)
    booking.refresh_from_db()
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    told = {"method": PaidBy.ZALOPAY, "amount_vnd": DUE, "by": make_user(), "now": timezone.now()}
    return give_back(key=uuids.uuid4(), booking=booking, **told)


def state(payment) -> str:
    payment.refresh_from_db()
    return payment.state


def ended() -> tuple[str, str]:
    refund = OnlineRefund.objects.select_related("entry").get()
    return refund.state, refund.entry.state


def follow(after) -> int:
    return follow_due(post=over_http, now=timezone.now() + after)


def questions(fake) -> list[dict]:
    return [body for path, body in fake.asked if path == "/v2/query_refund"]


def faults() -> list:
    found = audit(now=timezone.now())
    return [one for one in found if one.invariant.startswith(("online", "money")) and not one.open_decision]


def test_an_order_begins_with_the_day_in_viet_nam_and_is_for_the_exact_sum(settings):
    settings.ZALOPAY_API_URL, settings.ZALOPAY_PAY_URL = "https://asked.example", "https://page.example"
    sent = []

    def post(url, body):
        sent.append((url, body))
        return b'{"return_code": 1, "order_url": "https://page.example/openinapp?order=x"}'

    begun = dt.datetime(2026, 2, 28, 18, 0, tzinfo=dt.UTC)
    told = {"info": "Đặt chỗ BK7F3A", "language": "vi", "address": "", "back_url": "https://x.example/back/"}
    order = Order("BK7F3A", 350_000, begun, begun + 15 * MINUTE, told_url="https://x.example/told/", **told)
    assert zalopay.start(KEYS, order, post=post) == "https://page.example/openinapp?order=x"
    [(url, body)] = sent
    assert url == "https://asked.example/v2/create"
    signed = '2553|260301_BK7F3A|khach|350000|1772301600000|{"redirecturl": "https://x.example/back/"}|[]'
    assert body["mac"] == sha256(KEY_1, signed)
    assert (body["app_id"], body["app_trans_id"], body["expire_duration_seconds"]) == (2553, "260301_BK7F3A", 900)
    assert (body["callback_url"], body["description"]) == ("https://x.example/told/", "Dat cho BK7F3A")


def test_a_notice_is_read_from_the_text_that_is_signed():
    told = {"data": SHOWN, "mac": sha256(KEY_2, SHOWN), "type": "1"}
    word = zalopay.read(KEYS, told)
    assert (word.reference, word.amount_vnd, word.number) == ("2553_1598435687208", 10_000, "200904000000389")
    assert word.paid_at == dt.datetime(2020, 9, 4, 3, 16, 53, 498_000, tzinfo=dt.UTC)
    for wrong in ({"mac": sha256(KEY_1, SHOWN)}, {"type": "2"}, {"data": SHOWN.replace("2553", "2554", 1)}):
        with pytest.raises(NotProven):
            zalopay.read(KEYS, told | wrong)
    for other in (Keys("2554", KEY_1, KEY_2), Keys(APP_ID, KEY_1, "")):
        with pytest.raises(NotProven):
            zalopay.read(other, told)
    with pytest.raises(NotProven):
        zalopay.read(Keys(APP_ID, KEY_1, ""), told | {"mac": sha256("", SHOWN)})


def test_what_a_browser_brings_back_is_never_taken_for_a_notice(fake, begun, tell):
    back = fake.back(begun.reference, 1)
    assert zalopay.came_back(KEYS, back).reference == begun.reference
    assert tell(back) == -1
    assert (state(begun), OnlineNotice.objects.count()) == (OnlineState.STARTED, 0)
    for wrong in ({"checksum": ""}, {"appid": "1"}, {"status": "2"}, {"apptransid": "x"}):
        with pytest.raises(NotProven):
            zalopay.came_back(KEYS, back | wrong)


@pytest.mark.parametrize(("status", "outcome"), [(1, "paid"), (-49, "failed"), (3, "open"), (2, "open")])
def test_what_comes_back_with_the_guest_says_paid_turned_down_or_nothing(fake, begun, status, outcome):
    assert zalopay.came_back(KEYS, fake.back(begun.reference, status)).outcome.value == outcome


@pytest.mark.parametrize("mood", ["silent", "rubbish", "busy", "elsewhere"])
def test_where_no_page_opens_nothing_is_paid_and_the_next_press_begins_anew(fake, booking, mood):
    fake.mood = mood
    payment = make_attempt(booking, now=timezone.now(), provider=ZALOPAY)
    with pytest.raises(NoPage):
        page_of(payment)
    assert state(payment) == OnlineState.FAILED
    assert faults() == []


def test_a_page_is_opened_once(fake, begun):
    begun.refresh_from_db()
    assert page_of(begun).startswith(f"{fake.url}/openinapp?order=")
    assert len(fake.asked) == 1
    begun.pay_url = ""
    # A press beside another, which ZaloPay refuses as the same order, goes to the page that the other one got.
    assert page_of(begun).startswith(f"{fake.url}/openinapp?order=")
    assert state(begun) == OnlineState.STARTED


@pytest.mark.parametrize(
    ("code", "detail", "after", "said"),
    [
        (2, -54, "failed", "-54"),
        # Its guest may still pay another way.
        (2, -63, "started", ""),
        (2, -101, "started", ""),
        (-1331, 0, "started", ""),
        (3, 0, "started", ""),
        (-402, 0, "started", ""),
        (-500, 0, "started", ""),
    ],
)
def test_only_an_order_whose_time_is_over_has_failed(fake, begun, code, detail, after, said):
    fake.fail(begun.reference, code, detail)
    ask_due(post=over_http, now=begun.created_at + 6 * MINUTE)
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (after, said, 0)


def test_what_failed_and_could_still_be_paid_says_why_once_it_lapses(fake, begun):
    fake.fail(begun.reference, 2, -63)
    assert ask_due(post=over_http, now=begun.created_at + 2 * HOUR) == 1
    assert (state(begun), begun.said) == (OnlineState.LAPSED, "-63")


def test_an_answer_without_its_number_of_the_money_decides_nothing(fake, begun):
    fake.decide(begun.reference, zp_trans_id=0)
    assert ask_due(post=over_http, now=begun.created_at + 6 * MINUTE) == 0
    assert state(begun) == OnlineState.STARTED


def test_a_refund_is_on_its_way_until_zalopay_says_that_it_arrived(fake, sent):
    assert refund_due(post=over_http, now=timezone.now()) == 1
    assert ended() == ("taken", "sent")
    [(_path, asked)] = [one for one in fake.asked if one[0] == "/v2/refund"]
    day = f"{timezone.localtime():%y%m%d}"
    assert asked["m_refund_id"].startswith(f"{day}_{APP_ID}_")
    assert len(asked["m_refund_id"]) <= 45
    payment = sent.online_refund.payment
    assert (asked["amount"], asked["zp_trans_id"]) == (DUE, payment.number)
    assert (follow(MINUTE), questions(fake)) == (0, [])
    fake.refund_ends = (3, 2)
    assert (follow(6 * MINUTE), ended()) == (0, ("taken", "sent"))
    assert follow(7 * MINUTE) == 0
    assert len(questions(fake)) == 1
    fake.refund_ends = (1, 1)
    assert (follow(12 * MINUTE), ended()) == (1, ("done", "arrived"))
    assert {one["m_refund_id"] for one in questions(fake)} == {asked["m_refund_id"]}
    assert follow(DAY) == 0
    assert len(questions(fake)) == 2
    assert faults() == []


def test_what_zalopay_says_is_done_at_once_is_asked_about_all_the_same(fake, sent):
    fake.refund_said = (1, 1)
    refund_due(post=over_http, now=timezone.now())
    assert ended() == ("taken", "sent")


@pytest.mark.parametrize("ends", [(2, 0), (2, -13), (2, -14), (2, -32)])
def test_a_refund_that_failed_on_its_way_is_owed_again(fake, sent, ends):
    fake.refund_ends = ends
    refund_due(post=over_http, now=timezone.now())
    assert follow(6 * MINUTE) == 1
    assert ended() == ("refused", "bounced")
    assert account_of(sent.booking).due == -DUE
    assert faults() == []


@pytest.mark.parametrize(
    ("said", "refund", "entry"),
    [
        ((2, -14), "refused", "bounced"),
        ((2, -101), "refused", "bounced"),
        ((-401, 0), "refused", "bounced"),
        ((-402, 0), "refused", "bounced"),
        # As we ask once, it can only be ours.
        ((2, -23), "unclear", "sent"),
        ((2, 0), "unclear", "sent"),
        ((-500, 0), "unclear", "sent"),
        ((-999, 0), "unclear", "sent"),
    ],
)
def test_what_is_refused_at_once_is_owed_again_and_anything_else_is_unclear(fake, sent, said, refund, entry):
    fake.refund_said = said
    refund_due(post=over_http, now=timezone.now())
    assert ended() == (refund, entry)
    assert faults() == []


def test_a_refund_without_an_answer_is_cleared_by_a_question(fake, sent):
    fake.mood = "silent"
    refund_due(post=over_http, now=timezone.now())
    assert (ended(), follow(6 * MINUTE), ended()) == (("unclear", "sent"), 0, ("unclear", "sent"))
    fake.mood = "well"
    assert (follow(12 * MINUTE), ended()) == (1, ("done", "arrived"))


def test_a_refund_that_zalopay_never_heard_of_stays_with_a_person(fake, sent):
    def killed(_url, _body):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refund_due(post=killed, now=timezone.now())
    OnlineRefund.objects.update(state="asked", asked_at=timezone.now())
    refund_due(post=over_http, now=timezone.now() + LEASE)
    assert (follow(2 * LEASE), ended()) == (0, ("unclear", "sent"))
    assert len(questions(fake)) == 1


def test_nobody_asks_about_what_a_person_has_ended_nor_for_ever(fake, sent):
    refund_due(post=over_http, now=timezone.now())
    ask_at = OnlineRefund.objects.get().ask_at
    assert follow(GIVEN_UP) == 0
    assert (OnlineRefund.objects.get().ask_at, questions(fake)) == (None, [])
    OnlineRefund.objects.update(ask_at=ask_at)
    ledger.refund_ends(entry=sent, state=LedgerState.BOUNCED, by=make_user(), now=timezone.now())
    assert follow(6 * MINUTE) == 0
    assert (OnlineRefund.objects.get().ask_at, questions(fake)) == (None, [])


def test_its_code_is_figures_alone(db):
    told = {"provider": ZALOPAY, "secret": KEY_1, "second": KEY_2, "by": make_user(), "now": timezone.now()}
    for code in ("TESTTMN1", "0", "12345678901"):
        with pytest.raises(WrongCode):
            connect(host=make_host(), code=code, **told)
