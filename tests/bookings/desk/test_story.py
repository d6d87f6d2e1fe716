"""A house writes its page anew at the desk: a draft that the office publishes or sends back."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry, TaskState, Workflow

from accounts.roles import EDITORS, sync_roles
from experiences.domain.story_proposals import Change, WrittenMeanwhile, propose
from experiences.models import ExperiencePage
from outbox import kinds
from outbox.models import OutboxMessage
from outbox.sending import send_due
from pages.twins import with_behind
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.cms.test_images import GPS, kept, photo
from tests.factories import make_experience, make_experience_page, make_host, make_user
from tests.pages.reading import fields_of, plain, soup

pytestmark = pytest.mark.django_db
BODY = [
    ("heading", "Một buổi bên lò"),
    ("paragraph", '<p>Sáng <b>nhồi đất</b>.</p><p>Xem <a href="https://example.com/">bản đồ</a>.</p>'),
    ("steps", [{"title": "Nhồi đất", "text": "Nhồi cho dẻo."}, {"title": "Chuốt", "text": ""}]),
    ("quote", {"text": "Đất có hồn.", "source": "Cụ Chế"}),
]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def page(desk, page_tree):
    sync_roles()
    return make_experience_page(page_tree, desk.experience, body=BODY)


@pytest.fixture
def editor():
    user = make_user("bien-tap@example.com")
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def opened(desk) -> dict[str, str]:
    shown = soup(desk.get("experience_story", pk=desk.experience.pk))
    return fields_of(shown, shown.select_one(".desk-form"))


def send(desk, sent: dict | None = None, **typed):
    return desk.post("experience_story", (sent or opened(desk)) | typed, pk=desk.experience.pk)


def named(sent: dict, text: str) -> str:
    return next(name for name, value in sent.items() if value == text)


def draft(page) -> ExperiencePage:
    return ExperiencePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def html(page, number: int = 1) -> str:
    return draft(page).body.get_prep_value()[number]["value"]


def decide(editor, page, action: str, comment: str = ""):
    state = TaskState.objects.filter(status="in_progress").latest("pk")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return editor.post(url, {"comment": comment})


def guests_read(page) -> str:
    return plain(soup(Client().get(page.url)))


def test_what_a_house_writes_is_read_by_guests_once_an_editor_has_approved_it(desk, page, editor):
    sent = opened(desk)
    answer = send(desk, sent, title="Ngày bên lò gốm", **{named(sent, "Một buổi bên lò"): "Một ngày bên lò"})
    assert "Đã gửi" in said(answer)
    assert "Một ngày bên lò" not in guests_read(page)
    assert "Ngày bên lò gốm" in editor.get("/cms/").content.decode()

    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert desk.owner.full_name in said(edit)
    assert str(desk.host) in said(edit)
    assert decide(editor, page, "approve", "Cảm ơn bà con").status_code == 302
    assert "Ngày bên lò gốm" in guests_read(page)
    assert "Một ngày bên lò" in guests_read(page)
    assert "Cảm ơn bà con" in plain(soup(desk.get("experience_story", pk=desk.experience.pk)))


def test_an_editor_sends_it_back_with_words_and_the_house_mends_it(desk, page, editor):
    send(desk, intro="Nặn một cái ấm.")
    decide(editor, page, "reject", "Viết rõ mấy giờ bắt đầu")
    shown = soup(desk.get("experience_story", pk=desk.experience.pk))
    assert "Viết rõ mấy giờ bắt đầu" in plain(shown)
    assert shown.select_one("[name=intro]").text.strip() == "Nặn một cái ấm."
    send(desk, intro="Nặn một cái ấm, từ 9 giờ.")
    decide(editor, page, "approve")
    assert "từ 9 giờ" in guests_read(page)


def test_both_are_told_by_our_own_mails_and_each_is_led_where_they_may_go(desk, page, editor):
    def letters() -> list:
        mail.outbox.clear()
        send_due(now=timezone.now(), deliver=kinds.deliver)
        return [(sent.to, sent.body) for sent in mail.outbox]

    send(desk, intro="Nặn một cái ấm.")
    assert not mail.outbox
    [(to, body)] = letters()
    assert to == [editor.user.email]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in body
    decide(editor, page, "reject", "Viết rõ hơn")
    [(to, body)] = letters()
    assert to == [desk.owner.email]
    assert "Viết rõ hơn" in body
    assert desk.url("experience_story", pk=desk.experience.pk) in body
    assert "/cms/" not in body


def test_a_letter_that_later_news_has_overtaken_is_not_sent(desk, page, editor):
    send(desk, intro="Nặn một cái ấm.")
    decide(editor, page, "approve")
    send_due(now=timezone.now(), deliver=kinds.deliver)
    assert [sent.to for sent in mail.outbox] == [[desk.owner.email]]


def test_only_what_was_changed_is_written(desk, page, editor):
    before = draft(page).serializable_data()
    send(desk, bring="Dép lê")
    after = draft(page).serializable_data()
    assert {name for name in after if after[name] != before[name]} <= {
        "bring", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title",
    }  # fmt: skip
    assert after["bring"] == "Dép lê"


def test_a_paragraph_that_stays_keeps_its_bold_words_and_links_beside_one_that_changes(desk, page):
    sent = opened(desk)
    name = named(sent, "Sáng nhồi đất.\n\nXem bản đồ.")
    send(desk, sent, **{name: "Sáng nhồi đất.\r\n\r\nTrưa ăn cơm & nghỉ.\r\n\r\n- áo cũ\r\n- dép lê"})
    assert html(page) == (
        "<p>Sáng <b>nhồi đất</b>.</p><p>Trưa ăn cơm &amp; nghỉ.</p><ul><li>áo cũ</li><li>dép lê</li></ul>"
    )


def test_what_a_house_types_is_words_and_never_code(desk, page, editor):
    sent = opened(desk)
    name = named(sent, "Sáng nhồi đất.\n\nXem bản đồ.")
    send(desk, sent, **{name: "<script>alert(1)</script>"}, title="<b>Lò</b>")
    decide(editor, page, "approve")
    assert "<script>alert(1)" not in Client().get(page.url).content.decode()


def test_an_empty_text_is_taken_out_and_a_new_one_comes_at_the_end(desk, page):
    sent = opened(desk)
    gone = {named(sent, "Một buổi bên lò"): "", named(sent, "Chuốt"): "", named(sent, "Đất có hồn."): ""}
    gone[named(sent, "Cụ Chế")] = ""
    send(desk, sent, **gone, new_paragraph="Chiều ra lò.")
    raw = draft(page).body.get_prep_value()
    assert [block["type"] for block in raw] == ["paragraph", "steps", "paragraph"]
    assert len(raw[1]["value"]) == 1
    assert raw[2]["value"] == "<p>Chiều ra lò.</p>"


def test_a_step_without_its_name_is_asked_for_and_nothing_is_lost(desk, page):
    sent = opened(desk)
    step = named(sent, "Nhồi đất")
    answer = soup(send(desk, sent, **{step: "", "title": "Ngày bên lò"}))
    assert answer.select_one("[name=title]")["value"] == "Ngày bên lò"
    assert answer.select_one(f"[name='{step}']")["aria-invalid"] == "true"
    assert not TaskState.objects.exists()


def test_the_same_tap_twice_is_one_proposal(desk, page):
    sent = opened(desk) | {"title": "Ngày bên lò", "new_paragraph": "Chiều ra lò.", "new_shows": "Lò bầu"}
    send(desk, sent | {"new_picture": photo()})
    stood = draft(page).serializable_data()
    assert "không có gì thay đổi." in said(send(desk, sent | {"new_picture": photo()}))
    assert draft(page).serializable_data() == stood
    assert TaskState.objects.count() == get_image_model().objects.count() == 1


def test_a_photo_loses_its_place_and_says_what_it_shows(desk, page, editor):
    page.photo_alt = "Ảnh cũ"
    page.save()
    send(desk, photo=photo())
    assert GPS not in kept().getexif()
    assert draft(page).photo_alt == ""
    decide(editor, page, "approve")
    image = soup(Client().get(page.url)).main.select_one(".picture img")
    assert image["alt"] == desk.experience.name
    assert get_image_model().objects.get().uploaded_by_user == desk.owner


@pytest.mark.parametrize("name", ["photo", "new_picture"])
def test_a_photo_that_is_too_small_is_refused_in_words(desk, page, name):
    answer = send(desk, **{name: photo(size=(640, 480))})
    assert "1200 px" in plain(soup(answer))
    assert not get_image_model().objects.exists()
    assert not TaskState.objects.exists()


def test_a_picture_is_added_with_its_words_and_taken_out_again(desk, page, editor):
    send(desk, new_picture=photo(), new_shows="Hai mẹ con vẽ bình", new_caption="Vẽ bình")
    decide(editor, page, "approve")
    shown = soup(Client().get(page.url))
    assert shown.select_one("figure img")["alt"] == "Hai mẹ con vẽ bình"
    assert plain(shown.select_one("figcaption")) == "Vẽ bình"
    sent = opened(desk)
    box = soup(desk.get("experience_story", pk=desk.experience.pk)).select_one("[name^='out-']")["name"]
    send(desk, sent, **{box: "on"})
    assert "picture" not in [block["type"] for block in draft(page).body.get_prep_value()]


def test_nobodys_words_are_lost_where_the_office_has_a_draft_too(desk, page, editor):
    sent = opened(desk)
    office = draft(page)
    office.title, office.bring = "Tên của biên tập viên", "Ủng"
    office.save_revision(user=editor.user)
    assert "Tên của biên tập viên" in opened(desk).values()
    assert "Văn phòng cũng" in plain(soup(desk.get("experience_story", pk=desk.experience.pk)))

    answer = soup(send(desk, sent, title="Tên của nhà", intro="Nặn một cái ấm."))
    assert "Tên của biên tập viên" in plain(answer.select_one(".form-errors"))
    assert answer.select_one("[name=title]")["value"] == "Tên của nhà"
    assert draft(page).title == "Tên của biên tập viên"

    send(desk, fields_of(answer, answer.select_one(".desk-form")))
    merged = draft(page)
    assert (merged.title, merged.intro, merged.bring) == ("Tên của nhà", "Nặn một cái ấm.", "Ủng")
    told = said(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "bản nháp" in told


def test_words_in_a_part_that_the_office_took_out_meanwhile_are_offered_at_the_end(desk, page, editor):
    sent = opened(desk)
    name = named(sent, "Một buổi bên lò")
    office = draft(page)
    office.body = office.body.stream_block.to_python(office.body.get_prep_value()[1:])
    office.save_revision(user=editor.user)
    answer = soup(send(desk, sent, **{name: "Một đêm canh lò"}))
    assert answer.select_one("[name=new_paragraph]").text.strip() == "Một đêm canh lò"
    send(desk, fields_of(answer, answer.select_one(".desk-form")))
    assert draft(page).body.get_prep_value()[-1]["value"] == "<p>Một đêm canh lò</p>"


def test_whoever_reads_a_proposal_that_was_sent_anew_does_not_approve_it_unread(desk, page, editor):
    send(desk, intro="Nặn một cái ấm.")
    old = TaskState.objects.get()
    send(desk, intro="Nặn một cái bát.")
    editor.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", old.pk]))
    assert "cái bát" not in guests_read(page)
    decide(editor, page, "approve")
    assert "cái bát" in guests_read(page)


def test_of_two_that_are_sent_in_one_moment_the_second_is_asked_to_look(desk, page):
    told = {"page_id": page.pk, "upon": page.latest_revision_id, "by": desk.owner, "now": timezone.now()}
    propose(change=Change(words={"title": "Một"}), **told)
    with pytest.raises(WrittenMeanwhile):
        propose(change=Change(words={"title": "Hai"}), **told)
    assert draft(page).title == "Một"


def test_what_the_office_itself_decides_on_or_has_locked_is_left_alone(desk, page, editor):
    sent = opened(desk) | {"title": "Tên của nhà"}
    ExperiencePage.objects.filter(pk=page.pk).update(locked=True)
    assert "khóa" in plain(soup(send(desk, sent)))
    ExperiencePage.objects.filter(pk=page.pk).update(locked=False)
    office = draft(page)
    office.bring = "Ủng"
    office.save_revision(user=editor.user)
    office.get_workflow().start(office, editor.user)
    answer = soup(send(desk, sent))
    assert answer.select_one("[name=title]")["value"] == "Tên của nhà"
    assert draft(page).title != "Tên của nhà"
    assert TaskState.objects.get().status == "in_progress"


def test_without_a_workflow_it_is_a_draft_and_the_house_is_told_to_call(desk, page, editor):
    Workflow.objects.get().deactivate()
    assert "gọi" in said(send(desk, title="Ngày bên lò"))
    assert draft(page).title == "Ngày bên lò"
    assert "Ngày bên lò" not in guests_read(page)
    assert "Văn phòng cũng" not in plain(soup(desk.get("experience_story", pk=desk.experience.pk)))


def test_the_translation_is_marked_behind_once_it_is_published(desk, page, editor, page_tree):
    english = make_experience_page(page_tree, desk.experience, language="en", translation_of=page, slug="clay")
    for one in (page, english):
        one.save_revision().publish()
    send(desk, intro="Nặn một cái ấm.")
    behind = with_behind(pages=ExperiencePage.objects.filter(pk=english.pk))
    assert not behind.get().is_behind
    decide(editor, page, "approve")
    assert behind.get().is_behind


def test_the_history_in_the_cms_names_who_wrote_it(desk, page):
    send(desk, title="Ngày bên lò")
    assert PageLogEntry.objects.filter(page=page, action="wagtail.edit", user=desk.owner).exists()


def test_the_page_of_another_house_is_not_there(desk, page_tree):
    other = make_experience(make_host())
    make_experience_page(page_tree, other)
    url = desk.url("experience_story", pk=other.pk)
    assert desk.client.get(url).status_code == desk.client.post(url, {"title": "x"}).status_code == 404


def test_before_the_office_has_written_a_page_the_house_reads_so(desk, page_tree):
    assert "Chưa có trang" in plain(soup(desk.get("experience_story", pk=desk.experience.pk)))
    assert not OutboxMessage.objects.exists()
