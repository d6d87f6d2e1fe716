"""On a phone a host photographs what proves a criterion, takes a figure over, and takes one thing out and in again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.ocop.evidence.files import located

DOSSIERS = "/desk/ben-lo/ocop/ho-so/"


def test_a_host_proves_a_criterion_on_a_phone(sign_in):
    page = sign_in("gom@example.org", DOSSIERS, phone=True)
    page.get_by_role("link", name="Một buổi nặn gốm ở Bến Lò").click()
    page.locator(".dossier-line", has_text="4.3").click()
    page.set_input_files("#id_documents", {"name": "so khach.jpg", "mimeType": "image/jpeg", "buffer": located()})
    page.fill("#id_title", "Sổ khách trên máy (ví dụ)")
    page.get_by_role("button", name="Thêm vào bằng chứng").click()
    proof = page.locator("#evidence")
    expect(proof.locator(".evidence__item")).to_have_count(1)

    page.get_by_role("button", name="Lấy làm bằng chứng").click()
    expect(proof.locator(".evidence__item")).to_have_count(2)
    expect(page.get_by_role("button", name="Lấy làm bằng chứng")).to_have_count(0)

    page.get_by_role("button", name="Bỏ ra: Sổ khách trên máy (ví dụ)").click()
    expect(proof.locator(".evidence__item")).to_have_count(1)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(proof.locator(".evidence__item")).to_have_count(2)
    with page.expect_download() as kept:
        proof.get_by_role("link", name="Sổ khách trên máy (ví dụ)").click()
    assert kept.value.suggested_filename == "Sổ khách trên máy (ví dụ).jpg"


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_its_pages_have_no_violation(sign_in, phone):
    page = sign_in("gom@example.org", DOSSIERS, phone=phone)
    path = page.get_by_role("link", name="Một buổi nặn gốm ở Bến Lò").get_attribute("href")
    found = []
    for more in ("", "tieu-chi/4.4/", "tieu-chi/13/", "giay-to/", "thong-tin/"):
        page.goto(f"{path}{more}")
        found += [f"{more} {text}" for text in violations(page)]
    assert found == []
