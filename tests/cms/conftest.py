"""A CMS with its roles, and one person for each."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.roles import EDITORS, MANAGERS, VERIFIERS, WRITERS, sync_roles
from tests.factories import PageTree, make_host, make_user
from tests.plugins.shared_stage import shared

OFFICE = {"editor": EDITORS, "writer": WRITERS, "verifier": VERIFIERS, "manager": MANAGERS}
OUTSIDE = ("member", "plain")
EVERYBODY = ("superuser", *OFFICE, *OUTSIDE)


@shared(by_all_files=True)
def cms(page_tree) -> PageTree:
    """The pages of an installation, after `sync_roles`."""
    sync_roles()
    return page_tree


@pytest.fixture
def person(cms) -> Callable[[str], User]:
    """Makes the person of a role: superuser, editor, writer, verifier, manager, member (of a host) or plain."""

    def make(role: str) -> User:
        user = make_user(f"{role}@example.com", is_superuser=role == "superuser")
        if role in OFFICE:
            user.groups.add(Group.objects.get(name=OFFICE[role]))
        elif role == "member":
            make_host(owner=user)
        return user

    return make


@pytest.fixture
def signed_in(person) -> Callable[[str], Client]:
    """A browser in which the person of a role has signed in; `client.user` is that person."""

    def make(role: str) -> Client:
        client = Client()
        client.user = person(role)
        client.force_login(client.user)
        return client

    return make
