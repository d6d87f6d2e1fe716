"""The programme's books: a row of each."""

from django.utils import timezone

from ocop.models import (
    Activity,
    CaseNote,
    Enquiry,
    OcopProduct,
    Participation,
    Payout,
    Scheme,
    Snapshot,
    Survey,
    Target,
)
from tests.factories.ocop import make_land
from tests.factories.people import make_host
from tests.factories.villages import make_product
from villages.models import Host, Province


def make_activity(province: Province, **fields) -> Activity:
    facts = {"province": province, "kind": "fair", "name": "Hội chợ Đà Nẵng", "year": 2025, "made_at": timezone.now()}
    return Activity.objects.create(**(facts | fields))


def make_participation(activity: Activity, product: OcopProduct, **fields) -> Participation:
    facts = {"province": activity.province, "activity": activity, "host": product.host, "product": product}
    return Participation.objects.create(**(facts | {"made_at": timezone.now()} | fields))


def make_scheme(province: Province, **fields) -> Scheme:
    facts = {"province": province, "name": "Quảng bá", "law": "Nghị quyết 14/2023/NQ-HĐND", "ceiling_of": "year"}
    return Scheme.objects.create(**(facts | {"ceiling_vnd": 100_000_000, "made_at": timezone.now()} | fields))


def make_survey(host: Host, province: Province, **fields) -> Survey:
    facts = {"province": province, "host": host, "year": 2025, "made_at": timezone.now()}
    return Survey.objects.create(**(facts | fields))


def make_enquiry(product: OcopProduct, **fields) -> Enquiry:
    asked = {
        "name": "Trần Văn Long",
        "phone": "+84912345678",
        "words": "Mua 20 bình, giao Hà Nội.",
        "asked_at": timezone.now(),
    }
    return Enquiry.objects.create(product=product, **(asked | fields))


def make_programme_rows(province: Province, host: Host | None = None) -> dict[str, int]:
    """By the first word of the addresses that are about them."""
    product = make_product(host or make_host(), commune=make_land(), code=None)
    facts = {"province": province, "made_at": timezone.now()}
    activity, scheme = make_activity(province), make_scheme(province)
    payout = {"scheme": scheme, "year": 2025, "amount_vnd": 1_000_000, "decision": "1/QĐ"}
    note = {"host": product.host, "day": timezone.localdate(), "words": "Đã có tem truy xuất."}
    figure = {"topic": "trade", "name": "Hội chợ", "figure": "19", "place": "Bắc Ninh", "article": "congly.vn"}
    target = {"value": 700, "period_to": timezone.localdate(), "source": "congly.vn"}
    return {
        "target": Target.objects.create(**facts, **target).pk,
        "snapshot": Snapshot.objects.create(**facts, **figure).pk,
        "activity": activity.pk,
        "participation": make_participation(activity, product).pk,
        "scheme": scheme.pk,
        "payout": Payout.objects.create(**facts, **payout).pk,
        "note": CaseNote.objects.create(**facts, **note).pk,
        "enquiry": make_enquiry(product).pk,
        "survey": make_survey(product.host, province).pk,
    }
