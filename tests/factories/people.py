"""Accounts and hosts."""

import uuid as uuids

from django.utils import timezone

from accounts.models import User
from tests.factories.clock import NOW, number
from tests.factories.villages import make_village
from villages.domain.applications import Asked, apply
from villages.domain.invitations import invite
from villages.domain.proposals import save_host
from villages.domain.verification import Seen, verify
from villages.enums import HostKind, MemberRole
from villages.models import Host, HostApplication, HostProposal, Invitation, Member, Village

FULL_NAMES = [
    "Nguyễn Thị Lan",
    "Phạm Văn Đức",
    "Trần Thị Hòa",
    "Vũ Hữu Nhung",
    "Nguyễn Đăng Chế",
    "Ngô Thị Ngọc Ánh",
]
SEEN = Seen(("registration",))
PASSWORD = "gốm Phù Lãng 1000 năm"


def make_user(email: str | None = "", *, full_name: str = "", password: str = PASSWORD, **fields) -> User:
    """An account; `email=None` needs a `phone`. All rights by `is_superuser=True`."""
    n = number()
    return User.objects.create_user(
        email if email != "" else f"lan{n}@example.com",
        password,
        full_name=full_name or FULL_NAMES[n % len(FULL_NAMES)],
        **fields,
    )


def make_host(
    village: Village | None = None,
    *,
    verified: bool = True,
    owner: User | None = None,
    manager: User | None = None,
    guide: User | None = None,
    verified_by: User | None = None,
    **fields,
) -> Host:
    """A host, verified unless told otherwise, with `owner`, `manager` and `guide` at its desk."""
    n = number()
    name = fields.pop("name", f"Hợp tác xã Gốm Đồi Vôi {n}")
    host = Host.objects.create(
        village=village or make_village(),
        name=name,
        **{
            "slug": f"gom-doi-voi-{n}",
            "kind": HostKind.COOPERATIVE,
            "legal_name": f"{name} (ví dụ)",
            "registration_number": f"2300{n:06d}",
            "phone": f"+84912{n % 1_000_000:06d}",
            "email": f"host{n}@example.com",
            "address": "Thôn Phấn Trung, xã Phù Lãng, tỉnh Bắc Ninh",
        }
        | fields,
    )
    for user, role in ((owner, MemberRole.OWNER), (manager, MemberRole.MANAGER), (guide, MemberRole.GUIDE)):
        if user is not None:
            Member.objects.create(host=host, user=user, role=role)
    return verify(host=host, by=verified_by, seen=SEEN, now=NOW) if verified else host


def make_invitation(host: Host | None = None, *, role: MemberRole = MemberRole.GUIDE, **fields) -> Invitation:
    """Somebody is invited to `host`'s desk, by its owner and now where nothing else is told."""
    host = host or make_host(owner=make_user())
    owner = Member.objects.filter(host=host, role=MemberRole.OWNER).first()
    return invite(
        host=host,
        role=role,
        **{
            "key": uuids.uuid4(),
            "name": "Vũ Thị Dẫn",
            "email": "",
            "language": "vi",
            "by": owner.user if owner else make_user(),
            "now": timezone.now(),
        }
        | fields,
    )


def make_proposal(host: Host | None = None, *, by: User | None = None, **facts) -> HostProposal:
    """A change of a verified host, of its legal name unless `facts` name others, that waits for a verifier."""
    host = host or make_host()
    for name, value in (facts or {"legal_name": "Công ty TNHH Gốm Đồi Vôi (ví dụ)"}).items():
        setattr(host, name, value)
    proposal = save_host(host=host, by=by, now=NOW)
    assert proposal is not None
    return proposal


def make_application(village: Village | None = None, **fields) -> HostApplication:
    """A house that asks to join and waits for the office; `fields` by the names of `Asked`."""
    asked = {
        "name": "Xưởng tranh Đông Ngàn (ví dụ)",
        "kind": "household",
        "village": village or make_village(),
        "place": "Thôn Đông Khê",
        "offer": "In tranh, kể tích xưa.",
        "contact_name": "Nguyễn Hữu Quả",
        "phone": "+84912345678",
        "email": "qua@example.com",
    }
    return apply(Asked(**asked | fields), language="vi", now=NOW)
