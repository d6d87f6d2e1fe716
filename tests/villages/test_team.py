"""Who works at a desk: invitations that are good once, roles, and a house that keeps an owner."""

import datetime as dt
import importlib
import uuid as uuids

import pytest
from django.apps import apps
from django.core import mail
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from accounts.models import User
from outbox import kinds
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_host, make_invitation, make_user
from tests.plugins.shared_stage import shared
from villages.domain import invitations, members
from villages.domain.invitations import accept, accept_as_new, by_token, may_show, renew, revoke, token_of
from villages.enums import MemberRole, TeamNews
from villages.models import Host, Invitation, Member

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def owner() -> User:
    return make_user("gom@example.com")


@shared
def host(owner) -> Host:
    return make_host(owner=owner)


def roles(host) -> dict[int, str]:
    return dict(Member.objects.filter(host=host).values_list("user", "role"))


def history(host) -> list[tuple[str, str]]:
    """What the office reads, oldest first."""
    entries = ModelLogEntry.objects.filter(object_id=str(host.pk), action__startswith="villages.").order_by("pk")
    return [(str(entry.user), str(registry.get_formatter(entry).format_message(entry))) for entry in entries]


def sent(now) -> list[tuple[str, str]]:
    send_due(now=now, deliver=kinds.deliver)
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_whoever_says_yes_is_a_member_as_they_were_invited(host, owner, now):
    invitation, guide = make_invitation(host, now=now), make_user()
    for _ in range(2):
        accept(invitation=invitation, user=guide, now=now)
    assert roles(host) == {owner.pk: MemberRole.OWNER, guide.pk: MemberRole.GUIDE}
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.accepted_by) == (now, guide)


def test_a_link_is_good_for_one_person(host, now):
    invitation = make_invitation(host, now=now)
    accept(invitation=invitation, user=make_user(), now=now)
    with pytest.raises(invitations.NoLongerWaits):
        accept(invitation=invitation, user=make_user(), now=now)
    assert Member.objects.filter(host=host).count() == 2


@pytest.mark.parametrize(("later", "good"), [(dt.timedelta(days=7, seconds=-1), True), (7 * DAY, False)])
def test_a_link_is_good_for_seven_days(host, now, later, good):
    invitation = make_invitation(host, now=now)
    assert invitation.waits(now + later) is good
    if not good:
        with pytest.raises(invitations.NoLongerWaits):
            accept(invitation=invitation, user=make_user(), now=now + later)


def test_who_works_here_already_leaves_the_link_to_whom_it_was_meant_for(host, owner, now):
    invitation = make_invitation(host, now=now)
    with pytest.raises(invitations.WorksHere):
        accept(invitation=invitation, user=owner, now=now)
    assert roles(host) == {owner.pk: MemberRole.OWNER}
    accept(invitation=invitation, user=make_user(), now=now)


def test_who_was_taken_out_does_not_come_back_by_the_old_link(host, owner, now):
    invitation, guide = make_invitation(host, now=now), make_user()
    member = accept(invitation=invitation, user=guide, now=now)
    members.remove(host=host, member_id=member.pk, by=owner)
    with pytest.raises(invitations.NoLongerWaits):
        accept(invitation=invitation, user=guide, now=now)


def test_the_database_holds_no_link(host, now):
    invitation = make_invitation(host, now=now)
    token = token_of(invitation)
    assert by_token(token) == invitation
    assert by_token(token[:-1]) is by_token("") is None
    kept = str(Invitation.objects.values().get()) + str(OutboxMessage.objects.values())
    assert token not in kept
    assert len(token) == 32


def test_a_second_tap_invites_nobody_anew_and_another_house_may_have_the_same_key(host, owner, now):
    key = uuids.uuid4()
    first, second = (make_invitation(host, key=key, email="dan@example.com", now=now) for _ in range(2))
    other = make_invitation(key=key, now=now)
    assert first == second != other
    assert token_of(first) != token_of(other)
    assert OutboxMessage.objects.count() == 1


def test_a_new_link_closes_the_one_before(host, owner, now):
    invitation = make_invitation(host, email="dan@example.com", now=now)
    old, key = token_of(invitation), uuids.uuid4()
    for later in (2 * DAY, 3 * DAY):
        renewed = renew(host=host, invitation_id=invitation.pk, key=key, by=owner, now=now + later)
    assert by_token(old) is None
    assert renewed.good_until == now + 9 * DAY
    with pytest.raises(invitations.NoLongerWaits):
        accept(invitation=invitation, user=make_user(), now=now + 2 * DAY)
    accept(invitation=by_token(token_of(renewed)), user=make_user(), now=now + 8 * DAY)


def test_what_was_taken_back_opens_nothing_and_cannot_be_renewed(host, owner, now):
    invitation = make_invitation(host, email="dan@example.com", now=now)
    for later in (DAY, 2 * DAY):
        revoke(host=host, invitation_id=invitation.pk, by=owner, now=now + later)
    invitation.refresh_from_db()
    assert (invitation.revoked_at, invitation.email) == (now + DAY, "")
    for act in (
        lambda: accept(invitation=invitation, user=make_user(), now=now + DAY),
        lambda: renew(host=host, invitation_id=invitation.pk, key=uuids.uuid4(), by=owner, now=now + DAY),
    ):
        with pytest.raises(invitations.NoLongerWaits):
            act()


def test_what_was_accepted_is_not_taken_back(host, owner, now):
    invitation = make_invitation(host, now=now)
    accept(invitation=invitation, user=make_user(), now=now)
    with pytest.raises(invitations.NoLongerWaits):
        revoke(host=host, invitation_id=invitation.pk, by=owner, now=now)


def test_a_link_is_shown_for_an_hour_and_to_whoever_made_it(host, owner, now):
    invitation, other = make_invitation(host, now=now), make_user()
    hour = dt.timedelta(hours=1)
    assert may_show(invitation, to=owner, now=now + hour)
    assert not may_show(invitation, to=owner, now=now + hour + dt.timedelta(seconds=1))
    assert not may_show(invitation, to=other, now=now)


def test_a_new_account_and_its_place_are_made_together_or_not_at_all(host, now):
    invitation = make_invitation(host, now=now)
    account = User(email="dan@example.com", full_name="Vũ Thị Dẫn")
    account.set_password("gốm Phù Lãng 1000 năm")
    accept_as_new(invitation=invitation, account=account, now=now)
    assert roles(host)[User.objects.get(email="dan@example.com").pk] == MemberRole.GUIDE

    with pytest.raises(invitations.NoLongerWaits):
        accept_as_new(invitation=invitation, account=User(email="khac@example.com"), now=now)
    assert not User.objects.filter(email="khac@example.com").exists()


def test_an_address_that_has_an_account_makes_no_second_one(host, now):
    make_user("dan@example.com")
    invitation = make_invitation(host, now=now)
    with pytest.raises(invitations.HasAccount):
        accept_as_new(invitation=invitation, account=User(email="dan@example.com"), now=now)
    assert invitation.waits(now)
    assert Member.objects.filter(host=host).count() == 1


def test_whoever_is_invited_is_written_to_and_the_owners_when_somebody_joins(host, now):
    second, manager, guide = (
        make_user("chu2@example.com"),
        make_user("quanly@example.com"),
        make_user("dan@example.com"),
    )
    Member.objects.create(host=host, user=second, role=MemberRole.OWNER)
    Member.objects.create(host=host, user=manager, role=MemberRole.MANAGER)
    invitation = make_invitation(host, email="dan@example.com")
    at = invitation.made_at
    assert [to for to, _subject in sent(at)] == ["dan@example.com"]
    assert token_of(invitation) in mail.outbox[0].body
    accept(invitation=invitation, user=guide, now=at)
    assert [to for to, _subject in sent(at)[1:]] == ["gom@example.com", "chu2@example.com"]
    assert all(str(guide) in subject for _to, subject in sent(at)[1:])


def test_owners_without_an_address_are_told_at_the_house_s(now):
    host = make_host(owner=make_user(None, phone="+84912345678"), email="nha@example.com")
    accept(invitation=make_invitation(host, now=now), user=make_user(), now=now)
    assert list(OutboxMessage.objects.filter(kind=TeamNews.JOINED).values_list("to", flat=True)) == ["nha@example.com"]


def test_a_mail_whose_link_opens_nothing_is_not_sent(host, owner):
    invitation = make_invitation(host, email="dan@example.com")
    at = invitation.made_at
    renew(host=host, invitation_id=invitation.pk, key=uuids.uuid4(), by=owner, now=at)
    assert len(sent(at)) == 1
    gone = make_invitation(host, email="khac@example.com", now=at)
    revoke(host=host, invitation_id=gone.pk, by=owner, now=at)
    assert len(sent(at)) == 1


def test_the_last_owner_stays_an_owner(host, owner, now):
    mine = Member.objects.get(user=owner)
    absent = make_user(is_active=False)
    Member.objects.create(host=host, user=absent, role=MemberRole.OWNER)
    for act in (
        lambda: members.remove(host=host, member_id=mine.pk, by=owner),
        lambda: members.change_role(host=host, member_id=mine.pk, role=MemberRole.GUIDE, by=owner),
    ):
        with pytest.raises(members.LastOwner):
            act()
    assert roles(host)[owner.pk] == MemberRole.OWNER


def test_with_another_owner_the_first_may_go(host, owner):
    other = make_user()
    Member.objects.create(host=host, user=other, role=MemberRole.OWNER)
    members.remove(host=host, member_id=Member.objects.get(user=owner).pk, by=owner)
    assert roles(host) == {other.pk: MemberRole.OWNER}


def test_a_removal_is_taken_back_as_it_was_and_changes_nothing_of_who_is_in_again(host, owner):
    guide = make_user()
    member = Member.objects.create(host=host, user=guide, role=MemberRole.GUIDE)
    members.remove(host=host, member_id=member.pk, by=owner)
    assert members.remove(host=host, member_id=member.pk, by=owner) is None
    members.put_back(host=host, user=guide, role=MemberRole.GUIDE, by=owner)
    assert roles(host)[guide.pk] == MemberRole.GUIDE
    members.put_back(host=host, user=guide, role=MemberRole.OWNER, by=owner)
    assert roles(host)[guide.pk] == MemberRole.GUIDE


def test_the_office_reads_who_came_and_who_left(host, owner, now):
    invitation, guide = make_invitation(host, now=now), make_user(full_name="Vũ Thị Dẫn")
    member = accept(invitation=invitation, user=guide, now=now)
    members.change_role(host=host, member_id=member.pk, role=MemberRole.MANAGER, by=owner)
    members.change_role(host=host, member_id=member.pk, role=MemberRole.MANAGER, by=owner)
    members.remove(host=host, member_id=member.pk, by=owner)
    assert history(host) == [
        (str(owner), "Mời vào bàn làm việc: Vũ Thị Dẫn, người dẫn khách"),
        ("Vũ Thị Dẫn", "Vào làm ở bàn làm việc: Vũ Thị Dẫn, người dẫn khách"),
        (str(owner), "Đổi vai trò ở bàn làm việc: Vũ Thị Dẫn, người dẫn khách → người quản lý"),
        (str(owner), "Thôi làm ở bàn làm việc: Vũ Thị Dẫn, người quản lý"),
    ]


def test_names_of_long_ago_are_forgotten(host, now):
    old, young = make_invitation(host, now=now), make_invitation(host, now=now + 30 * DAY)
    assert invitations.forget_invitations(now=now + 98 * DAY) == 1
    assert list(Invitation.objects.all()) == [young] != [old]


def test_who_was_a_helper_is_a_manager(host):
    migration = importlib.import_module("villages.migrations.0009_roles_and_invitations")
    helper, guide = make_user(), make_user()
    Member.objects.create(host=host, user=helper, role="helper")
    Member.objects.create(host=host, user=guide, role=MemberRole.GUIDE)
    migration.helpers_to_managers(apps, None)
    assert roles(host)[helper.pk] == MemberRole.MANAGER
    migration.managers_to_helpers(apps, None)
    assert (roles(host)[helper.pk], roles(host)[guide.pk]) == ("helper", MemberRole.GUIDE)
