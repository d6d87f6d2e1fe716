"""Who gets into which address of the office: every address of the URLconf, by everyone."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from ocop.domain.withdrawal import open_withdrawal
from ocop.enums import OfficeRole, PaperKind, WithdrawalGround
from ocop.models import Inspection, OfficeMember, RegisterImport, SignedPaper, SubmittedFile
from ocop.web.office.urls import urlpatterns
from tests.factories import make_certificate, make_commune, make_host, make_land, make_office, make_product, make_user
from tests.factories.dossiers import Path, best
from tests.factories.programme import make_programme_rows
from tests.plugins.shared_stage import shared
from villages.models import Complaint

# No database can change who may ask for what: SQLite's run is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
EVERYBODY = {"home"}
OFFICERS = {"products", "products_file", "product", "dossiers", "dossier", "dossier_file"}
OFFICERS |= {"dossier_take_in", "dossier_send_back"}
OFFICERS |= {"dossier_form01", "dossier_form02", "dossier_sign", "dossier_signed"}
COMMUNE = {"dossier_request", "dossier_form03"}
PROVINCE = {"extend", "withdrawal_open", "withdrawal_conclude", "withdrawal_decide"}
PROVINCE |= {"imports", "import", "import_write", "import_to_mend", "import_original"}
PROVINCE |= {"complaints", "complaint"}
PROVINCE |= {"dossier_report", "dossier_agenda", "dossier_off_agenda"}
PROVINCE |= {"dossier_forward", "dossier_recognise", "dossier_refuse"}
PROVINCE |= {"rounds", "councils", "council", "council_leave", "session_hold"}
PROVINCE |= {"session_close", "session_minutes", "sheet_open_again"}
INSPECT = {"inspections", "inspection", "inspection_product"}
PROVINCE |= {"dossier_decision", "dossier_centre", "session_paper", "session_sign"}
JUDGES = {"sessions", "session", "sheet", "sheet_file"}
JUDGES |= {"sheet_paper", "sheet_sign", "session_signed"}
# The programme's.
OFFICERS |= {"programme", "programme_file", "snapshots", "activities", "activity", "notes", "surveys"}
OFFICERS |= {"enquiries", "enquiry_handle", "activity_catalogue"}
OFFICERS |= {"attention", "report", "report_word", "report_excel"}
BOOKS = ("target", "snapshot", "activity", "scheme", "payout", "note", "survey")
PROVINCE |= {"supports", "activity_join", "participation_out"}
PROVINCE |= {f"{book}_{act}" for book in BOOKS for act in ("add", "change", "put_away")}
# Who finds an address, by name; a council member only in a session of theirs.
MAY = {
    OfficeRole.PROVINCE: EVERYBODY | OFFICERS | PROVINCE | JUDGES | INSPECT,
    OfficeRole.COMMUNE: EVERYBODY | OFFICERS | COMMUNE,
    OfficeRole.COUNCIL: EVERYBODY | JUDGES,
    OfficeRole.INSPECTOR: EVERYBODY | INSPECT,
}
METHODS = ("get", "post")


@shared
def known(now):
    """Good values of every argument, at the province's office and at that of the commune: a dossier before a council
    whose first member is `judge`."""
    path = Path(now=now)
    officer, province = path.officer, path.province
    certificate = make_certificate(make_product(make_host(), commune=make_land()))
    withdrawal = open_withdrawal(
        certificate=certificate, ground=WithdrawalGround.MARK, seen="Tem giả", by=officer, now=now
    )
    sent = RegisterImport.objects.create(office=province, by=officer, name="a.xlsx", sha256="0", created_at=now)
    submission = path.at_province()
    item = path.on_agenda(submission)
    path.sign(item, best(), members=1)
    file = SubmittedFile.objects.create(
        submission=submission,
        title="Hợp đồng",
        name="a.pdf",
        file=ContentFile(b"%PDF", name="a.bin"),
        media_type="application/pdf",
        size=4,
        sha256="0" * 64,
    )
    kept = {"name": "a.pdf", "media_type": "application/pdf", "size": 4, "sha256": "0" * 64, "at": now, "by": officer}
    form = SignedPaper.objects.create(
        kind=PaperKind.FORM01, submission=submission, file=ContentFile(b"%PDF", name="b.pdf"), **kept
    )
    minutes = SignedPaper.objects.create(
        kind=PaperKind.MINUTES, session=item.session, file=ContentFile(b"%PDF", name="c.pdf"), **kept
    )
    council = item.session.council
    return {
        "office": province,
        "commune": path.commune,
        "clerk": path.clerk,
        "officer": officer,
        "judge": council.members.order_by("pk").first().user,
        "product": certificate.product_id,
        "import": sent.pk,
        "inspection": Inspection.objects.create(
            product=certificate.product, office=province, planned_for=now.date(), created_at=now
        ).pk,
        "complaint": Complaint.objects.create(key_hash="0", kind="other", sent_at=now, due_at=now).pk,
        "dossier": submission.dossier_id,
        "council": council.pk,
        "session": item.session_id,
        "certificate": certificate.pk,
        "withdrawal_pk": withdrawal.pk,
        "file_pk": file.pk,
        "paper": form.pk,
        "scan": minutes.pk,
        "item": item.pk,
        "sheet": item.sheets.get().pk,
        "member": council.members.order_by("pk").last().pk,
    } | make_programme_rows(province.province)


def subject(name: str) -> str:
    """What `pk` is in an address of that name."""
    if name == "inspection_product":
        return "product"
    for kind in (
        "import",
        "participation",
        "enquiry",
        "complaint",
        *BOOKS,
        "dossier",
        "session",
        "sheet",
        "council",
        "inspection",
    ):
        if name.startswith(kind) and name != "session_hold":
            return "session" if kind == "sheet" else kind
    return "council" if name == "session_hold" else "product"


def address(pattern, known, *, office=None) -> str:
    """The pattern's URL. A new kind of argument fails here until these tests know it."""
    values = {"office": (office or known["office"]).slug, "pk": known[subject(pattern.name)]}
    names = pattern.pattern.converters
    return reverse(f"office:{pattern.name}", kwargs={name: values.get(name) or known[name] for name in names})


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def statuses(client: Client, url: str) -> set[int]:
    return {getattr(client, method)(url).status_code for method in METHODS}


def test_every_address_has_a_word_about_roles():
    assert {pattern.name for pattern in urlpatterns} == EVERYBODY | OFFICERS | COMMUNE | PROVINCE | JUDGES | INSPECT


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_strangers_sign_in_first(pattern, known):
    for method in METHODS:
        answer = getattr(Client(), method)(address(pattern, known))
        assert answer["Location"].startswith("/tai-khoan/login/")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_hosts_writers_and_administrators_find_nothing(pattern, known):
    owner = make_user()
    make_host(owner=owner)
    for user in (owner, make_user(), make_user(is_superuser=True)):
        assert statuses(signed_in(user), address(pattern, known)) == {404}


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_an_address_is_there_for_its_roles_alone(pattern, known):
    inspector = make_user()
    OfficeMember.objects.create(office=known["office"], user=inspector, role=OfficeRole.INSPECTOR)
    people = {
        OfficeRole.PROVINCE: (known["officer"], known["office"]),
        OfficeRole.COMMUNE: (known["clerk"], known["commune"]),
        OfficeRole.COUNCIL: (known["judge"], known["office"]),
        OfficeRole.INSPECTOR: (inspector, known["office"]),
    }
    for role, (user, office) in people.items():
        found = statuses(signed_in(user), address(pattern, known, office=office))
        if pattern.name not in MAY[role]:
            assert found == {404}, role
            continue
        assert found <= {200, 302, 400, 404, 405}, role
        # A file that is not on the disk; a sheet for whoever has no seat; a product of another commune's house.
        if pattern.name not in ("import_original", "sheet"):
            assert 404 not in found, role


def test_a_member_of_another_council_finds_no_session_of_this_one(known):
    judge = make_user()
    OfficeMember.objects.create(office=known["office"], user=judge, role=OfficeRole.COUNCIL)
    for pattern in urlpatterns:
        if pattern.name in JUDGES - {"sessions"}:
            assert statuses(signed_in(judge), address(pattern, known)) <= {404, 405}, pattern.name


def test_no_member_reads_the_points_of_another_before_the_session_is_closed(known):
    """Nor does the officer who calls the session."""
    other = OfficeMember.objects.filter(role=OfficeRole.COUNCIL).exclude(user=known["judge"]).first().user
    url = reverse("office:session", args=[known["office"].slug, known["session"]])
    for user in (other, known["officer"]):
        page = signed_in(user).get(url).content.decode()
        assert known["judge"].full_name in page
        assert ">100<" not in page
    assert ">100<" in signed_in(known["judge"]).get(url).content.decode()


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_an_office_of_others_is_not_there(pattern, known):
    officer = make_user()
    make_office(member=officer, commune=make_commune("Thuận Thành"))
    found = statuses(signed_in(officer), address(pattern, known))
    assert found <= {302, 405} if pattern.name == "home" else found == {404}


def test_a_dossier_of_another_commune_is_not_there(known):
    officer = make_user()
    office = make_office(member=officer, commune=make_commune("Thuận Thành"))
    for pattern in urlpatterns:
        if pattern.name.startswith("dossier_") or pattern.name == "dossier":
            assert statuses(signed_in(officer), address(pattern, known, office=office)) <= {404, 405}, pattern.name


@pytest.mark.parametrize("name", ["product"])
def test_a_product_of_another_commune_is_not_there(name, known):
    officer = make_user()
    office = make_office(member=officer, commune=make_commune("Thuận Thành"))
    url = reverse("office:product", args=[office.slug, known["product"]])
    assert signed_in(officer).get(url).status_code == 404


def test_an_import_of_another_office_is_not_there(known):
    officer = make_user()
    office = make_office(member=officer)
    for name in ("import", "import_to_mend", "import_original"):
        url = reverse(f"office:{name}", args=[office.slug, known["import"]])
        assert signed_in(officer).get(url).status_code == 404


def test_a_role_that_does_not_fit_the_office_opens_nothing(known):
    officer = make_user()
    commune = make_office(member=officer, commune=make_land())
    OfficeMember.objects.filter(user=officer).update(role=OfficeRole.PROVINCE)
    assert signed_in(officer).get(reverse("office:products", args=[commune.slug])).status_code == 404


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_a_form_without_its_token_is_refused(pattern, known):
    client = Client(enforce_csrf_checks=True)
    client.force_login(known["officer"])
    assert client.post(address(pattern, known)).status_code in (403, 405)


def test_no_page_of_a_commune_leads_to_a_closed_door(known):
    from tests.pages.reading import soup

    officer = make_user()
    office = make_office(member=officer, commune=make_land())
    client = signed_in(officer)
    for url in (
        reverse("office:products", args=[office.slug]),
        reverse("office:product", args=[office.slug, known["product"]]),
        reverse("office:programme", args=[office.slug]),
        *(reverse(f"office:{name}", args=[office.slug]) for name in ("snapshots", "activities", "notes", "surveys")),
        *(reverse(f"office:{name}", args=[office.slug]) for name in ("attention", "report", "enquiries")),
    ):
        page = soup(client.get(url))
        assert not page.select(".office-act")
        for link in page.select("a[href^='/ocop-office/']"):
            assert client.get(link["href"]).status_code != 404, link["href"]


def test_pages_are_kept_by_no_cache(known):
    client = signed_in(known["officer"])
    answer = client.get(reverse("office:products", args=[known["office"].slug]))
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
