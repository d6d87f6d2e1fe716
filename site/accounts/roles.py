"""What each role in the office may do, and who approves pages. `sync_roles` writes all of it to the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

EDITORS = "Biên tập viên"
WRITERS = "Người viết"
VERIFIERS = "Cán bộ xác minh"
MANAGERS = "Quản lý sản phẩm"

WORKFLOW = "Kiểm duyệt"
TASK = "Biên tập viên duyệt"

# What Wagtail's migrations made, and ours replaces.
OLD_GROUPS = ("Editors", "Moderators")
OLD_WORKFLOW = "Moderators approval"

ACCESS = "wagtailadmin.access_admin"
FACTS = (
    "villages.province",
    "villages.commune",
    "villages.formercommune",
    "villages.craft",
    "villages.village",
    "villages.place",
    "villages.festival",
    "villages.host",
    "villages.artisan",
    "ocop.ocopproduct",
    "ocop.certificate",
    "ocop.assessment",
    "ocop.productpicture",
    "ocop.qualitycertificate",
    "ocop.growingarea",
    "ocop.shoplink",
    "ocop.livestream",
    "ocop.exportmarket",
    "ocop.salespoint",
    "ocop.office",
    "experiences.experience",
    "experiences.unit",
    "experiences.extra",
    "bookings.schedule",
)
# What was done to a booking is read where a guest and a house differ; nobody here changes it.
BOOKINGS = ("bookings.view_booking",)
# What guests say is hidden where it breaks the law; nobody writes or changes it here.
REVIEWS = ("bookings.view_review", "bookings.hide_review")
# Houses write of themselves; the office answers.
APPLICATIONS = ("villages.view_hostapplication", "villages.change_hostapplication")


class MissingPermission(LookupError):
    """A permission named here is not in the database: run `manage.py migrate` first."""


@dataclass(frozen=True)
class Role:
    """Permissions by name: everywhere, on all pages, below lists of stories, and on all files (the root collection).

    Whoever may add and no more also changes what is their own: Wagtail knows the owner of a page and of a file.
    """

    name: str
    everywhere: tuple[str, ...]
    pages: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def _add_and_change(models_: Iterable[str]) -> tuple[str, ...]:
    pairs = [name.split(".") for name in models_]
    return tuple(f"{app}.{action}_{model}" for app, model in pairs for action in ("add", "change"))


def _on_pages(*actions: str) -> tuple[str, ...]:
    return tuple(f"wagtailcore.{action}_page" for action in actions)


CHOOSE_IMAGES, CHOOSE_DOCUMENTS = "wagtailimages.choose_image", "wagtaildocs.choose_document"
IMAGES = ("wagtailimages.add_image", "wagtailimages.change_image", CHOOSE_IMAGES)
DOCUMENTS = ("wagtaildocs.add_document", "wagtaildocs.change_document", CHOOSE_DOCUMENTS)

ROLES = (
    Role(
        EDITORS,
        everywhere=(ACCESS, "wagtail_localize.submit_translation", "pages.change_sitesetting"),
        pages=_on_pages("add", "change", "publish", "lock", "unlock"),
        files=IMAGES + DOCUMENTS,
    ),
    Role(
        WRITERS,
        everywhere=(ACCESS,),
        stories=_on_pages("add"),
        files=("wagtailimages.add_image", CHOOSE_IMAGES, CHOOSE_DOCUMENTS),
    ),
    Role(VERIFIERS, everywhere=(ACCESS, "villages.view_host", "villages.verify_host")),
    Role(MANAGERS, everywhere=(ACCESS, *_add_and_change(FACTS), *BOOKINGS, *REVIEWS, *APPLICATIONS)),
)


@transaction.atomic
def sync_roles() -> list[str]:
    """Give every role exactly what is written here; returns what changed, nothing on a second run.

    Rights added to these groups by hand are taken back: a local wish is a group of its own. Raises MissingPermission.
    """
    changes = [change for role in ROLES for change in _sync_role(role)]
    return changes + _sync_workflow() + _remove_old_groups()


def _sync_role(role: Role) -> list[str]:
    group, created = Group.objects.get_or_create(name=role.name)
    changes = [f"{role.name}: made"] if created else []
    wanted = _permissions(role.everywhere)
    if set(group.permissions.all()) != wanted:
        group.permissions.set(wanted)
        changes.append(f"{role.name}: permissions")
    pages = _at([Page.get_first_root_node()], role.pages) | _at(_story_lists(), role.stories)
    if _sync_rows(GroupPagePermission, group, "page", pages):
        changes.append(f"{role.name}: pages")
    files = _at([Collection.get_first_root_node()], role.files)
    if _sync_rows(GroupCollectionPermission, group, "collection", files):
        changes.append(f"{role.name}: images and documents")
    return changes


def _story_lists() -> Iterable[Page]:
    return Page.objects.filter(content_type__app_label="stories", content_type__model="storyindexpage")


def _permissions(names: Iterable[str]) -> set[Permission]:
    return {_permission(name) for name in names}


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    found = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
    if found is None:
        raise MissingPermission(name)
    return found


def _at(targets: Iterable[Page | Collection], names: Iterable[str]) -> set[tuple[int, int]]:
    """Keys of each target with each of the permissions `names`."""
    permissions = _permissions(names)
    return {(target.pk, permission.pk) for target in targets for permission in permissions}


def _sync_rows(model: Any, group: Group, field: str, wanted: set[tuple[int, int]]) -> bool:
    """Make `group` have rows of `model` for `wanted` (targets, permissions) and no others; True if that changed any."""
    rows = {(getattr(row, f"{field}_id"), row.permission_id): row for row in model.objects.filter(group=group)}
    for row in [row for key, row in rows.items() if key not in wanted]:
        row.delete()
    missing = wanted - rows.keys()
    model.objects.bulk_create(
        model(group=group, permission_id=permission, **{f"{field}_id": target})
        for target, permission in sorted(missing)
    )
    return wanted != rows.keys()


def _sync_workflow() -> list[str]:
    """One workflow for all pages: an editor approves. Takes over Wagtail's own where that is still there."""
    task, task_changed = _taken_over(GroupApprovalTask, TASK)
    workflow, workflow_changed = _taken_over(Workflow, WORKFLOW)
    changes = [f"{WORKFLOW}: {TASK}"] if task_changed or workflow_changed else []
    editors = Group.objects.get(name=EDITORS)
    if set(task.groups.all()) != {editors}:
        task.groups.set([editors])
        changes.append(f"{TASK}: {EDITORS}")
    _row, linked = WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    root = Page.get_first_root_node()
    if linked or not WorkflowPage.objects.filter(page=root, workflow=workflow).exists():
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        changes.append(f"{WORKFLOW}: all pages")
    return changes


def _taken_over(model: Any, name: str) -> tuple[Any, bool]:
    """The active row called `name`, made from Wagtail's where there is none, and whether that changed anything."""
    found = model.objects.filter(name=name).first() or model.objects.filter(name=OLD_WORKFLOW).first() or model()
    if found.pk and found.name == name and found.active:
        return found, False
    found.name, found.active = name, True
    found.save()
    return found, True


def _remove_old_groups() -> list[str]:
    """Wagtail's groups go when nobody is in them and nothing names them."""
    changes = []
    for group in Group.objects.filter(name__in=OLD_GROUPS):
        naming = [link.get_accessor_name() or "" for link in Group._meta.related_objects if link.many_to_many]
        if not any(getattr(group, name).exists() for name in naming):
            group.delete()
            changes.append(f"{group.name}: removed")
    return changes
