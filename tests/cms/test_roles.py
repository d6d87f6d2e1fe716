"""`sync_roles` makes the roles, takes Wagtail's place and then leaves everything alone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Task, Workflow, WorkflowPage

from accounts.roles import (
    EDITORS,
    MANAGERS,
    ROLES,
    TASK,
    VERIFIERS,
    WORKFLOW,
    WRITERS,
    MissingPermission,
    sync_roles,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def _everything():
    return {
        "permissions": set(Group.objects.values_list("name", "permissions")),
        "pages": set(GroupPagePermission.objects.values_list("pk", "group", "page", "permission")),
        "tasks": set(Task.objects.values_list("pk", "name", "active")),
        "groups of tasks": set(GroupApprovalTask.objects.values_list("pk", "groups")),
        "workflows": set(Workflow.objects.values_list("pk", "name", "active")),
        "pages of workflows": set(WorkflowPage.objects.values_list("page", "workflow")),
    }


def test_a_second_run_changes_nothing():
    assert sync_roles()
    before = _everything()

    assert sync_roles() == []
    assert _everything() == before


def test_the_command_says_what_changed_and_then_nothing(capsys):
    call_command("sync_roles")
    assert EDITORS in capsys.readouterr().out
    call_command("sync_roles")
    assert capsys.readouterr().out == ""


def test_rights_given_or_taken_by_hand_are_set_right():
    sync_roles()
    writers = Group.objects.get(name=WRITERS)
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=writers, page=Page.get_first_root_node(), permission=publish)
    writers.permissions.add(Permission.objects.get(codename="change_host"))
    Group.objects.get(name=VERIFIERS).permissions.clear()

    assert len(sync_roles()) == 3
    assert not writers.page_permissions.filter(permission=publish).exists()
    assert set(writers.permissions.values_list("codename", flat=True)) == {"access_admin"}
    assert Group.objects.get(name=VERIFIERS).permissions.filter(codename="verify_host").exists()


def test_wagtails_groups_go_and_its_workflow_is_ours():
    assert Group.objects.filter(name__in=["Editors", "Moderators"]).count() == 2
    moderation = Workflow.objects.get()

    sync_roles()

    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}
    moderation.refresh_from_db()
    assert moderation.name == WORKFLOW
    task = GroupApprovalTask.objects.get()
    assert task.name == TASK
    assert [group.name for group in task.groups.all()] == [EDITORS]
    assert Page.get_first_root_node().get_workflow() == moderation


def test_a_group_of_wagtails_with_people_in_it_stays():
    make_user().groups.add(Group.objects.get(name="Editors"))

    sync_roles()

    assert Group.objects.filter(name="Editors").exists()
    assert not Group.objects.filter(name="Moderators").exists()


def test_only_verifiers_verify():
    sync_roles()
    verify = Permission.objects.get(codename="verify_host")
    assert [group.name for group in verify.group_set.all()] == [VERIFIERS]


def test_no_role_touches_bookings_accounts_or_deletes():
    sync_roles()
    given = Permission.objects.filter(group__name__in=[EDITORS, WRITERS, VERIFIERS, MANAGERS])
    assert not given.filter(codename__startswith="delete_").exists()
    assert not given.filter(content_type__app_label__in=["accounts", "auth"]).exists()
    assert set(given.filter(content_type__app_label="bookings").values_list("codename", flat=True)) == {
        "add_schedule",
        "change_schedule",
        # Their history, to be read.
        "view_booking",
        # What guests say of it, to be hidden where it breaks the law.
        "view_review",
        "hide_review",
    }


def test_a_missing_permission_stops_everything():
    Permission.objects.filter(codename="verify_host").delete()
    with pytest.raises(MissingPermission):
        sync_roles()
    assert not Group.objects.filter(name=EDITORS).exists()
