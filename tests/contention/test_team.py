"""A link makes one member, and a house keeps an owner, whoever taps at the same moment."""

import uuid as uuids

import pytest

from accounts.models import User
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_host, make_invitation, make_user
from villages.domain import invitations, members
from villages.enums import MemberRole
from villages.models import Invitation, Member

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 8


@pytest.fixture
def host():
    return make_host(owner=make_user())


def test_of_many_who_say_yes_to_one_link_one_is_a_member(host, now):
    invitation = make_invitation(host, now=now)
    people = [make_user() for _ in range(CROWD)]
    answers = all_at_once(
        [lambda user=user: invitations.accept(invitation=invitation, user=user, now=now) for user in people]
    )
    assert [type(error) for error in errors(answers)] == [invitations.NoLongerWaits] * (CROWD - 1)
    assert Member.objects.filter(host=host).count() == 2


def test_one_person_with_two_links_is_one_member(host, now):
    links, guide = [make_invitation(host, now=now) for _ in range(CROWD)], make_user()
    answers = all_at_once(
        [lambda link=link: invitations.accept(invitation=link, user=guide, now=now) for link in links]
    )
    assert [type(error) for error in errors(answers)] == [invitations.WorksHere] * (CROWD - 1)
    assert Member.objects.filter(host=host, user=guide).count() == 1
    assert Invitation.objects.unanswered().count() == CROWD - 1


def test_many_new_accounts_by_one_link_are_one_account(host, now):
    invitation = make_invitation(host, now=now)

    def job(number: int):
        account = User(email=f"dan{number % 2}@example.com", full_name="Vũ Thị Dẫn", password="!")
        return lambda: invitations.accept_as_new(invitation=invitation, account=account, now=now)

    answers = all_at_once([job(number) for number in range(CROWD)])
    assert {type(error) for error in errors(answers)} <= {invitations.NoLongerWaits, invitations.HasAccount}
    assert len(errors(answers)) == CROWD - 1
    assert User.objects.filter(full_name="Vũ Thị Dẫn", email__startswith="dan").count() == 1


def test_one_tap_sent_many_times_invites_once(host, now):
    key = uuids.uuid4()
    answers = all_at_once([lambda: make_invitation(host, key=key, now=now) for _ in range(CROWD)])
    assert errors(answers) == []
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("how", ["remove", "demote"])
def test_of_two_owners_who_send_each_other_away_one_stays(host, now, how):
    first = Member.objects.get(host=host)
    second = Member.objects.create(host=host, user=make_user(), role=MemberRole.OWNER)

    def job(member: Member, by: User):
        if how == "remove":
            return lambda: members.remove(host=host, member_id=member.pk, by=by)
        return lambda: members.change_role(host=host, member_id=member.pk, role=MemberRole.GUIDE, by=by)

    answers = all_at_once([job(first, second.user), job(second, first.user)])
    assert [type(error) for error in errors(answers)] == [members.LastOwner]
    assert len(members.owners(host)) == 1
