"""Papers and scans by the pages of those who have them: a house, its commune, the province, a member of the council."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ocop.domain.papers.signed import keep_of_sheet
from ocop.models import SignedPaper
from tests.factories.dossiers import Path, worth
from tests.ocop.papers.reading import read
from tests.ocop.papers.test_signed import keep_in, pdf
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    keep_in(tmp_path, monkeypatch)


@pytest.fixture
def path():
    return Path()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def scan(**more) -> dict:
    return {"file": SimpleUploadedFile("Đã ký.pdf", pdf())} | more


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_house_saves_drafts_then_what_it_handed_in_and_sends_the_signed_copy(path):
    dossier, house = path.dossier(), signed_in(path.potter)
    at = [path.host.slug, dossier.pk]
    page, form = reverse("desk:dossier_to_sign", args=at), reverse("desk:dossier_form01", args=at)
    assert "BẢN NHÁP" in read(house.get(form).content).text
    assert not soup(house.get(page)).select("input[type=file]")
    # What can still change is not signed.
    assert house.post(page, scan(kind="form01")).status_code == 200
    assert not SignedPaper.objects.exists()

    path.hand_in(dossier)
    answer = house.get(form)
    assert answer["Content-Disposition"].endswith('.docx"')
    assert "BẢN NHÁP" not in read(answer.content).text
    assert "Mẫu số 02" in read(house.get(reverse("desk:dossier_form02", args=at)).content).text
    assert house.post(page, scan(kind="form01")).status_code == 302
    link = soup(house.get(page)).find("a", string="Đã ký.pdf")["href"]
    assert body(house.get(link)) == SignedPaper.objects.get().file.open("rb").read()
    # Twice the same is one.
    house.post(page, scan(kind="form01"))
    assert SignedPaper.objects.count() == 1


@pytest.mark.parametrize("sent", [{"kind": "decision"}, {"kind": "form03"}, {"kind": "x\x00"}, {}])
def test_a_house_sends_no_paper_of_an_office(path, sent):
    dossier = path.dossier()
    path.hand_in(dossier)
    url = reverse("desk:dossier_to_sign", args=[path.host.slug, dossier.pk])
    assert signed_in(path.potter).post(url, scan(**sent)).status_code == 200
    assert not SignedPaper.objects.exists()


def test_what_is_no_scan_comes_back_with_a_sentence(path):
    dossier = path.dossier()
    path.hand_in(dossier)
    url = reverse("desk:dossier_to_sign", args=[path.host.slug, dossier.pk])
    answer = signed_in(path.potter).post(url, {"kind": "form01", "file": SimpleUploadedFile("a.pdf", b"MZ\x90")})
    assert answer.status_code == 200
    assert "PDF" in soup(answer).select_one(".notice").text


def test_what_an_office_sends_and_is_not_kept_comes_back_as_a_page_with_a_sentence(path):
    submission = path.scored(worth(80))
    client, office, item = signed_in(path.officer), path.province.slug, submission.item
    wrong = {"file": SimpleUploadedFile("a.pdf", b"MZ\x90")}
    for name, at, sent in (
        ("dossier_sign", [submission.dossier_id], {"kind": "decision"}),
        ("dossier_sign", [submission.dossier_id], scan(kind="form03")),
        ("session_sign", [item.session_id], wrong),
        ("sheet_sign", [item.session_id, item.sheets.first().pk], scan()),
    ):
        answer = client.post(reverse(f"office:{name}", args=[office, *at]), sent)
        assert answer.status_code == 400, name
        assert soup(answer).select("input[type=file]"), name
        assert soup(answer).select(".notice, .messages, [role=status], [role=alert]"), name
    assert not SignedPaper.objects.exists()


def test_each_office_signs_its_own_paper_and_reads_that_of_the_others(path):
    submission = path.scored(worth(80))
    at = submission.dossier_id
    offices = {path.commune: signed_in(path.clerk), path.province: signed_in(path.officer)}

    def send(office, kind):
        return offices[office].post(reverse("office:dossier_sign", args=[office.slug, at]), scan(kind=kind))

    send(path.commune, "decision"), send(path.province, "form03"), send(path.commune, "form01")
    assert not SignedPaper.objects.exists()
    send(path.commune, "form03"), send(path.province, "decision")
    assert set(SignedPaper.objects.values_list("kind", flat=True)) == {"form03", "decision"}
    for office, client in offices.items():
        found = soup(client.get(reverse("office:dossier", args=[office.slug, at]))).select("#papers a")
        # Every button leads to something.
        for link in found:
            assert client.get(link["href"]).status_code == 200, link["href"]
        assert sum(link.text.strip() == "Đã ký.pdf" for link in found) == 2


def test_an_officer_drafts_the_minutes_and_the_decision(path):
    submission = path.scored(worth(80))
    client, office = signed_in(path.officer), path.province.slug
    draft = client.get(reverse("office:dossier_decision", args=[office, submission.dossier_id]))
    assert "QUYẾT ĐỊNH" in read(draft.content).text
    session = submission.item.session_id
    assert "BIÊN BẢN" in read(client.get(reverse("office:session_paper", args=[office, session])).content).text
    client.post(reverse("office:session_sign", args=[office, session]), scan())
    assert SignedPaper.objects.get().session_id == session


def test_what_does_not_stand_yet_is_told_and_not_drafted(path):
    item = path.on_agenda()
    client, office = signed_in(path.officer), path.province.slug
    for name, pk in (("dossier_decision", item.submission.dossier_id), ("session_paper", item.session_id)):
        answer = client.get(reverse(f"office:{name}", args=[office, pk]), follow=True)
        assert answer.redirect_chain
        assert soup(answer).select(".notice, .messages, [role=status], [role=alert]")


def test_a_member_has_their_own_sheet_alone_and_an_officer_all_of_them_after_closing(path):
    item = path.on_agenda()
    path.sign(item, worth(80))
    own, other = item.sheets.select_related("member__user", "item__session").order_by("pk")[:2]
    judge, officer, office = signed_in(own.member.user), signed_in(path.officer), path.province.slug

    def paper(sheet):
        return reverse("office:sheet_paper", args=[office, item.session_id, sheet.pk])

    assert str(own.member.user) in read(judge.get(paper(own)).content).text
    assert judge.get(paper(other)).status_code == 404
    assert officer.get(paper(own)).status_code == 302
    path.close(item.session)
    assert officer.get(paper(own)).status_code == 200
    assert judge.get(paper(other)).status_code == 404

    item.session.refresh_from_db()
    other.item.session.refresh_from_db()
    told = {"data": pdf("khác"), "name": "b.pdf", "by": other.member.user, "now": path.now}
    theirs = keep_of_sheet(sheet=other, **told)
    url = reverse("office:session_signed", args=[office, item.session_id, theirs.pk])
    assert judge.get(url).status_code == 404
    assert body(officer.get(url))
    # Nor does anybody send a scan for somebody else.
    send = reverse("office:sheet_sign", args=[office, item.session_id, other.pk])
    for client in (judge, officer):
        client.post(send, scan())
    assert SignedPaper.objects.count() == 1
    judge.post(reverse("office:sheet_sign", args=[office, item.session_id, own.pk]), scan())
    assert SignedPaper.objects.filter(sheet=own).exists()


def test_what_says_to_be_too_large_is_refused_before_it_is_read(path):
    submission = path.scored(worth(80))
    url = reverse("office:dossier_sign", args=[path.commune.slug, submission.dossier_id])
    assert signed_in(path.clerk).post(url, scan(kind="form03"), CONTENT_LENGTH="99000000").status_code == 413
