"""Rows of products: what they are, their certificates and how those ended, papers, history, where they are sold."""

import datetime as dt
import json
import random
import uuid as uuids
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bookings.load.register.life import Held, Life, life
from bookings.load.register.path import Plan
from bookings.load.rows import Rows, reserve
from ocop.domain.criteria.reading import newest
from ocop.domain.words import write_words
from ocop.enums import Basis, EvaluationKind, RegisterAct, SalesPointKind
from ocop.models import Assessment, Certificate, OcopProduct, QualityCertificate, SalesPoint, Withdrawal
from villages.models import Host, Village

# Set of criteria, what it is, in English, and of what sort.
THINGS = (
    (21, "Bình sứ", "Porcelain jar"),
    (1, "Rau sạch", "Clean vegetables"),
    (6, "Bánh đa", "Rice crackers"),
    (11, "Chè búp", "Green tea"),
    (21, "Tranh thêu", "Embroidery"),
    (14, "Rượu nếp", "Sticky-rice spirit"),
    (4, "Mật ong", "Honey"),
    (20, "Tinh dầu", "Essential oil"),
    (22, "Khăn tơ tằm", "Silk scarf"),
    (24, "Cây cảnh", "Ornamental tree"),
    (8, "Nem chua", "Fermented pork"),
    (26, "Một ngày ở làng", "A day in the village"),
)
SORTS = ("truyền thống", "thượng hạng", "đồng bãi", "bên sông", "nhà làm")
POINTS, NAMED, SHELVES = 300, "Điểm bán Ví Dụ", 9
# Four figures of a serial; what comes later has no code, as many of real decisions have none.
CODED = 10_000
ISSUER = "UBND tỉnh Ví Dụ"
AT_NINE = dt.time(9)

PRODUCT = ("id", "name", "name_en", "host_id", "group", "criteria_set", "code", "village_id", "commune_id")
ABOUT = ("former_commune_id", "story", "basis", "source", "is_example")
CERTIFICATE = ("id", "product_id", "stars", "decision_number", "issuer", "issued_on", "valid_until", "extended_until")
ENDED = ("extension_reason", "replaced_on", "withdrawn_on", "is_example")
CASE = ("certificate_id", "ground", "note", "opened_at", "conclusion", "concluded_on", "upheld")
LOG = ("content_type_id", "object_id", "label", "action", "data", "timestamp", "uuid", "content_changed")


@dataclass(frozen=True)
class Written:
    """A product's key and name, and of its newest certificate the key and the number of the decision."""

    pk: int
    name: str
    certificate: int | None
    decision: str


class Products:
    """Collects products of `numbers`, and writes them."""

    def __init__(self, *, seed: int, today: dt.date) -> None:
        self.seed, self.today = seed, today
        self.sets = newest(today).sets
        self.kind = ContentType.objects.get_for_model(OcopProduct).pk
        self.products = Rows(OcopProduct, (*PRODUCT, *ABOUT))
        self.certificates = Rows(Certificate, (*CERTIFICATE, *ENDED))
        self.cases = Rows(Withdrawal, (*CASE, "decision_number", "decided_on"))
        self.assessments = Rows(Assessment, ("product_id", "kind", "outcome", "decided_on"))
        self.papers = Rows(QualityCertificate, ("product_id", "standard", "number", "issuer", "valid_until"))
        self.log = Rows(ModelLogEntry, LOG)
        self.sold = Rows(SalesPoint.products.through, ("salespoint_id", "ocopproduct_id"))

    def write(self, numbers: range, hosts: list[Host], plans: dict[int, Plan]) -> dict[int, Written]:
        """By number."""
        dice = {number: random.Random(f"{self.seed} product {number}") for number in numbers}
        lives = {number: life(dice[number], plans.get(number), today=self.today) for number in numbers}
        keys = dict(zip(numbers, reserve(OcopProduct, len(numbers)), strict=True))
        certificates = iter(reserve(Certificate, sum(len(lived.held) for lived in lives.values())))
        points = self._points(hosts, list(keys.values()))
        written = {}
        for number, pk in keys.items():
            name = self._product(number, pk, hosts[number % len(hosts)], lives[number], dice[number])
            newest_one, decision = self._certificates(number, pk, lives[number], certificates, dice[number])
            written[number] = Written(pk, name, newest_one, decision)
            self._around(pk, lives[number], points, dice[number])
        for rows in (self.products, self.certificates, self.cases, self.assessments, self.papers, self.log):
            rows.write()
        self.sold.rows[:] = dict.fromkeys(self.sold.rows)
        self.sold.write()
        write_words(OcopProduct.objects.filter(pk__in=keys.values()))
        return written

    def _points(self, hosts: list[Host], products: list[int]) -> list[int]:
        """As many whatever the number of products: a province has its shops. Each has something to sell."""
        known = SalesPoint.objects.filter(is_example=True, name__startswith=NAMED).order_by("pk")
        if points := list(known.values_list("pk", flat=True)):
            return points
        dice = random.Random("points")
        kinds, communes = list(SalesPointKind), list(dict.fromkeys(village_of(host).commune_id for host in hosts))
        made = SalesPoint.objects.bulk_create(
            SalesPoint(
                name=f"{NAMED} {number + 1}",
                kind=kinds[number % len(kinds)],
                address=f"Số {number + 1}, đường Ví Dụ",
                commune_id=communes[number % len(communes)],
                latitude=21.0 + dice.random() * 0.3,
                longitude=105.9 + dice.random() * 0.4,
                is_example=True,
            )
            for number in range(POINTS)
        )
        for place, point in enumerate(made):
            for shelf in range(SHELVES):
                self.sold.add((point.pk, products[(place + shelf) % len(products)]))
        return [point.pk for point in made]

    def _product(self, number: int, pk: int, host: Host, lived: Life, dice: random.Random) -> str:
        """Its name."""
        criteria_set, name, name_en = THINGS[number % len(THINGS)]
        named = f"{name} {dice.choice(SORTS)} {number + 1} (ví dụ)"
        village = village_of(host)
        commune = village.commune
        at = dice.choice(("commune", "commune", "village", "host"))
        former = dice.choice(list(commune.former_communes.all())) if at == "commune" and dice.random() < 0.5 else None
        year = lived.held[-1].issued_on.year if lived.held else self.today.year
        code = f"00-{commune.code}-{number:04d}-{year}" if number < CODED and dice.random() < 0.5 else None
        basis = Basis.PROPOSAL if not lived.held and dice.random() < 0.5 else Basis.DECISION
        self.products.add(
            (
                pk,
                named,
                f"{name_en} {number + 1} (example)",
                host.pk,
                self.sets[criteria_set].group,
                criteria_set,
                code,
                village.pk if at == "village" else None,
                commune.pk if at == "commune" else None,
                former.pk if former else None,
                f"{name} của {host.name}. Ví dụ, không có thật.",
                basis.value,
                "ví dụ",
                True,
            )
        )
        return named

    def _certificates(
        self, number: int, pk: int, lived: Life, keys: Iterator[int], dice: random.Random
    ) -> tuple[int | None, str]:
        """The key of the newest and the number of its decision."""
        key, decision = None, ""
        for place, held in enumerate(lived.held, start=1):
            key, decision = next(keys), f"{number + 1}.{place}/QĐ-UBND (ví dụ)"
            reason = "Chờ đánh giá lại (ví dụ)" if held.extended_until else ""
            dates = (held.issued_on, held.valid_until, held.extended_until)
            self.certificates.add(
                (key, pk, held.stars, decision, ISSUER, *dates, reason, held.replaced_on, held.withdrawn_on, True)
            )
            kind = EvaluationKind.FIRST if place == 1 else EvaluationKind.AGAIN
            self.assessments.add((pk, kind.value, str(held.stars), held.issued_on))
            self._history(pk, f"{held.stars}★ · {decision}", held, dice)
            if held.accused_on:
                self._case(key, held)
        return key, decision

    def _case(self, key: int, held: Held) -> None:
        over = held.withdrawn_on
        self.cases.add(
            (
                key,
                held.ground.value if held.ground else "",
                "Ví dụ: đoàn kiểm tra ghi lại",
                at_nine(held.accused_on or self.today),
                "Ví dụ: căn cứ là đúng" if over else "",
                over - dt.timedelta(days=5) if over else None,
                True if over else None,
                f"{key}/QĐ-UBND (ví dụ)" if over else "",
                over,
            )
        )

    def _history(self, pk: int, certificate: str, held: Held, dice: random.Random) -> None:
        acts: list[tuple[RegisterAct, dt.date | None]] = [
            (RegisterAct.GRANTED, held.issued_on),
            (RegisterAct.EXTENDED, held.valid_until if held.extended_until else None),
            (RegisterAct.OPENED, held.accused_on),
            (RegisterAct.WITHDRAWN, held.withdrawn_on),
        ]
        for act, day in acts:
            if day is not None:
                told = json.dumps({"certificate": certificate})
                uuid = uuids.UUID(int=dice.getrandbits(128), version=4)
                self.log.add((self.kind, str(pk), certificate, act.value, told, at_nine(day), uuid, False))

    def _around(self, pk: int, lived: Life, points: list[int], dice: random.Random) -> None:
        for standard, last_day in lived.papers:
            self.papers.add((pk, standard.value, f"VD-{pk}", "Tổ chức chứng nhận ví dụ", last_day))
        for point in dice.sample(points, dice.randrange(3)):
            self.sold.add((point, pk))


def village_of(host: Host) -> Village:
    """Every host of a load has one."""
    if host.village is None:
        raise ValueError(host)
    return host.village


def at_nine(day: dt.date) -> dt.datetime:
    """Nine in the morning."""
    return dt.datetime.combine(day, AT_NINE, tzinfo=timezone.get_current_timezone())
