"""The demo and a site in earnest never meet: neither writes to, nor starts from, the other's database."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from common.models import Work
from config.start import refuse_demo_accounts
from demo.own import make_own, require_own
from demo.sample import ACCOUNTS, PASSWORD
from pages.checks.services import PROBE
from pages.models import HomePage
from tests.factories import make_host, make_user
from villages.models import Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_earnest(settings):
    settings.DEMO = False


def test_an_empty_database_becomes_the_demo_s_and_stays_it():
    require_own()
    make_own()
    make_host()
    make_own()


@pytest.mark.parametrize("make", [make_user, make_host])
def test_a_database_with_anything_of_somebody_else_s_is_refused_and_named(make, settings):
    make()
    villages = Village.objects.count()
    with pytest.raises(CommandError, match=r"not made by the demo.*\n.*ve|sqlite") as refused:
        call_command("load_demo")
    assert str(settings.DATABASES["default"]["NAME"]) in str(refused.value)
    assert Village.objects.count() == villages
    assert not Work.objects.exclude(name=PROBE).exists()


def test_a_site_that_has_only_its_home_page_yet_is_refused(page_tree):
    assert HomePage.objects.exists()
    with pytest.raises(CommandError):
        make_own()


def test_a_site_does_not_start_where_accounts_of_the_demo_can_sign_in_and_says_which(in_earnest):
    first, second, third = (make_user(email) for email, *_rest in ACCOUNTS[:3])
    for user in (first, second, third):
        user.set_password(PASSWORD)
    third.is_active = False
    second.set_password("một mật khẩu khác hẳn")
    for user in (first, second, third):
        user.save()
    with pytest.raises(SystemExit) as stopped:
        refuse_demo_accounts()
    assert first.email in str(stopped.value)
    assert second.email not in str(stopped.value)
    assert third.email not in str(stopped.value)


def test_the_same_address_with_another_password_is_anybody_s(in_earnest):
    make_user(ACCOUNTS[0][0], password="một mật khẩu khác hẳn")
    refuse_demo_accounts()


def test_the_demo_itself_starts():
    make_user(ACCOUNTS[0][0], password=PASSWORD)
    refuse_demo_accounts()


def test_a_database_that_does_not_answer_keeps_nobody_from_starting(in_earnest, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr("demo.sample.who_can_sign_in", refuse)
    monkeypatch.setattr("config.start._ask_until_it_answers", lambda: None)
    refuse_demo_accounts()
