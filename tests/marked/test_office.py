"""An office reads of each house whether it is a fictional example, in its lists and in the files that it takes away."""

import datetime as dt
import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from accounts.models import User
from ocop.domain.programme.enquiries import Asked, ask
from ocop.models import CouncilSession, Dossier, OcopProduct, Office
from tests.factories import make_certificate, make_invitation, make_product
from tests.factories.dossiers import Path, worth
from tests.pages.reading import soup
from villages.domain.invitations import invitation_url
from villages.models import Host

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], ids=["example", "real"])
def path(request) -> Path:
    """A product and a dossier before a council, of a house whose own flag is the only one that says what it is."""
    made = Path()
    made.scored(worth(80))
    product = make_product(made.host, commune=made.host.commune)
    make_certificate(product, valid_until=made.today + dt.timedelta(days=60))
    words = Asked(name="Hà", phone="", email="ha@example.com", words="Còn hàng không?")
    ask(product=product, asked=words, key=uuid.uuid4(), language="vi", now=made.now)
    Host.objects.update(is_example=request.param)
    made.host.refresh_from_db()
    return made


def get(user: User, name: str, office: Office, **kwargs):
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(f"office:{name}", kwargs={"office": office.slug} | kwargs))
    assert answer.status_code == 200, name
    return answer


def test_lists_and_pages_of_an_office(path):
    product = OcopProduct.objects.get(name="Một ngày làm thợ gốm Phù Lãng")
    for name, kwargs in {
        "products": {},
        "product": {"pk": product.pk},
        "inspection_product": {"pk": product.pk},
        "dossiers": {},
        "dossier": {"pk": Dossier.objects.get().pk},
        "session": {"pk": CouncilSession.objects.get().pk},
        "attention": {},
        "enquiries": {},
    }.items():
        page = soup(get(path.officer, name, path.province, **kwargs))
        assert bool(page.select("main .example-mark")) == path.host.is_example, name


def test_files_of_an_office(path):
    book = load_workbook(io.BytesIO(get(path.officer, "products_file", path.province).content))
    heads, *rows = book.active.iter_rows(values_only=True)
    assert [row[heads.index("Ví dụ")] == "x" for row in rows] == [path.host.is_example]
    for name, kwargs in {
        "session_paper": {"pk": CouncilSession.objects.get().pk},
        "dossier_form01": {"pk": Dossier.objects.get().pk},
        "dossier_decision": {"pk": Dossier.objects.get().pk},
    }.items():
        paper = Document(io.BytesIO(get(path.officer, name, path.province, **kwargs).content))
        assert paper.core_properties.title.startswith("[Ví dụ] ") == path.host.is_example, name
        told = any("dựng ra cho bản trình diễn" in paragraph.text for paragraph in paper.paragraphs)
        assert told == path.host.is_example, name


@pytest.mark.parametrize("is_example", [True, False])
def test_whoever_is_invited_to_a_desk(is_example):
    invitation = make_invitation()
    Host.objects.update(is_example=is_example)
    page = soup(Client().get(invitation_url(invitation)))
    assert invitation.good_until > timezone.now()
    assert bool(page.select("main .example-mark")) == is_example
