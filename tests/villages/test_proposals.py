"""Nothing that was verified of a host changes under the tick: it is proposed, and a verifier looks at it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core import mail

from common.words.site import mail_domain
from experiences.models import Experience
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_commune, make_experience, make_host, make_proposal, make_user, make_village
from tests.factories.people import SEEN
from tests.plugins.shared_stage import shared
from villages.domain.proposals import ChangedMeanwhile, DecidedMeanwhile, accept, change_host, decline, save_host
from villages.domain.seen import GUARDED
from villages.domain.verification import NotWhatWasSeen, verify, withdraw
from villages.enums import HostKind, HostNews, ProposalState
from villages.models import Host

pytestmark = pytest.mark.django_db

LATER = dt.timedelta(days=1)
NEW = {
    "kind": HostKind.ENTERPRISE,
    "legal_name": "Công ty TNHH Gốm Lò Bầu",
    "registration_number": "2300999999",
    "address": "Thôn Đoàn Kết, xã Phù Lãng, tỉnh Bắc Ninh",
    "bank_bin": "970436",
    "bank_account": "0011001234567",
    "bank_account_name": "CONG TY LO BAU",
}


@shared
def verifier():
    user = make_user("xac-minh@example.com")
    user.user_permissions.add(Permission.objects.get(codename="verify_host"))
    return user


def stored(host: Host) -> dict:
    return Host.objects.filter(pk=host.pk).values(*NEW).get()


def told(kind: HostNews) -> list[tuple[str, str]]:
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("audience", "to"))


@pytest.mark.parametrize("name", NEW)
def test_a_verified_hosts_fact_stays_and_the_change_is_proposed(name, now):
    host = make_host()
    before = stored(host)
    setattr(host, name, NEW[name])
    proposal = save_host(host=host, by=None, now=now)
    assert stored(host) == before
    assert getattr(host, name) == before[name]
    assert (proposal.before, proposal.after) == ({name: before[name]}, {name: NEW[name]})
    assert Host.objects.get(pk=host.pk).is_verified
    assert "–" not in [difference.after for difference in proposal.differences]


def test_sales_go_on_meanwhile():
    experience = make_experience()
    make_proposal(experience.host)
    assert experience in Experience.objects.on_sale()


def test_what_nobody_verified_changes_at_once(now):
    host = make_host()
    host.phone, host.about = "+84912000999", "Ba đời làm gốm."
    assert save_host(host=host, by=None, now=now) is None
    host.refresh_from_db()
    assert (str(host.phone), host.about) == ("+84912000999", "Ba đời làm gốm.")


def test_a_host_that_is_not_verified_changes_at_once(now):
    host = make_host(verified=False)
    for name, value in NEW.items():
        setattr(host, name, value)
    assert save_host(host=host, by=None, now=now) is None
    assert stored(host) == NEW


def test_a_second_change_is_added_to_the_first_and_takes_its_place(now):
    host = make_host()
    first = make_proposal(host, legal_name=NEW["legal_name"])
    second = make_proposal(host, address=NEW["address"])
    first.refresh_from_db()
    assert first.state == ProposalState.REPLACED
    assert second.after == {"legal_name": NEW["legal_name"], "address": NEW["address"]}
    assert host.proposals.open().get() == second


def test_the_same_change_again_proposes_and_tells_nothing_more(verifier, now):
    host = make_host()
    assert make_proposal(host, address=NEW["address"]) == make_proposal(host, address=NEW["address"])
    assert len(told(HostNews.PROPOSED)) == 2


def sent() -> list[tuple[str, str]]:
    return sorted((letter.to[0], letter.subject) for letter in mail.outbox)


@pytest.mark.parametrize(("decide", "said"), [(accept, "đã được dùng"), (decline, "giữ nguyên")])
def test_what_was_decided_before_the_mail_went_out_is_told_as_decided_alone(decide, said, verifier, now):
    host = make_host()
    proposal = make_proposal(host, address=NEW["address"])
    decide(proposal_id=proposal.pk, by=verifier, now=now)
    send_due(now=now, deliver=deliver)
    assert [to for to, _subject in sent()] == [host.email]
    assert said in sent()[0][1]


def test_whoever_changes_it_forty_times_in_a_row_is_told_of_the_first_and_of_the_last(verifier, now):
    host = make_host()
    for number in range(40):
        change_host(host_id=host.pk, facts={"address": f"Xóm {number}, xã Phù Lãng"}, by=None, now=now)
        send_due(now=now, deliver=deliver)
    assert len(sent()) == 2
    send_due(now=now + dt.timedelta(minutes=10), deliver=deliver)
    assert [to for to, _subject in sent()] == sorted([host.email, verifier.email] * 2)
    assert all("Xóm 39" in letter.body for letter in mail.outbox[2:])


def test_another_fact_saved_meanwhile_leaves_the_proposal_open(now):
    host = make_host()
    proposal = make_proposal(host)
    host.phone = "+84912000999"
    assert save_host(host=host, by=None, now=now) is None
    assert host.proposals.open().get() == proposal


def test_accepted_it_is_in_force_verified_by_whoever_looked(verifier, now):
    host = make_host()
    proposal = make_proposal(host, **NEW)
    accept(proposal_id=proposal.pk, by=verifier, now=now + LATER)
    assert stored(host) == NEW
    host.refresh_from_db()
    assert (host.verified_at, host.verified_by) == (now + LATER, verifier)
    again = accept(proposal_id=proposal.pk, by=make_user(), now=now + 2 * LATER)
    assert again.decided_by == verifier
    assert told(HostNews.ACCEPTED) == [("host", host.email)]


def test_declined_everything_stays_and_the_host_reads_why(verifier, now):
    host = make_host()
    before = stored(host)
    proposal = make_proposal(host, **NEW)
    decline(proposal_id=proposal.pk, by=verifier, now=now, reason="Giấy đăng ký còn mang tên cũ.")
    assert stored(host) == before
    assert not host.proposals.open().exists()
    send_due(now=now, deliver=deliver)
    letter = next(sent for sent in mail.outbox if "giữ nguyên" in sent.subject)
    assert letter.to == [host.email]
    assert "Giấy đăng ký còn mang tên cũ." in letter.body
    assert NEW["legal_name"] in letter.body


def test_a_verifier_decides_on_what_they_saw_and_not_on_what_came_since(verifier, now):
    host = make_host()
    seen = make_proposal(host, legal_name=NEW["legal_name"])
    make_proposal(host, bank_account=NEW["bank_account"])
    for decide in (accept, decline):
        with pytest.raises(DecidedMeanwhile):
            decide(proposal_id=seen.pk, by=verifier, now=now)
    assert stored(host)["bank_account"] == ""


def test_facts_that_changed_since_are_not_overwritten(verifier, now):
    host = make_host()
    proposal = make_proposal(host, address=NEW["address"])
    withdraw(host=host)
    host.address = "Thôn Thủ Công, xã Phù Lãng, tỉnh Bắc Ninh"
    save_host(host=host, by=None, now=now)
    with pytest.raises(ChangedMeanwhile):
        accept(proposal_id=proposal.pk, by=verifier, now=now)
    assert stored(host)["address"] == host.address


def test_an_accepted_change_verifies_nobody_whose_verification_was_withdrawn(verifier, now):
    host = make_host()
    proposal = make_proposal(host, address=NEW["address"])
    withdraw(host=host)
    accept(proposal_id=proposal.pk, by=verifier, now=now)
    host.refresh_from_db()
    assert (host.address, host.is_verified) == (NEW["address"], False)


def test_the_host_at_its_old_address_and_every_verifier_are_told_before_and_after(verifier, now):
    host = make_host(email="lo-bau@example.com", legal_name="Hợp tác xã Gốm Lò Bầu")
    make_proposal(host, legal_name=NEW["legal_name"], email="nguoi-la@example.com")
    assert told(HostNews.PROPOSED) == [("host", "lo-bau@example.com"), ("verifier", verifier.email)]
    send_due(now=now, deliver=deliver)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "Hợp tác xã Gốm Lò Bầu" in letter.body
        assert NEW["legal_name"] in letter.body
        assert ("/cms/hosts/proposal/" in letter.body) == (letter.to == [verifier.email])


def test_administrators_are_told_where_nobody_verifies():
    administrator = make_user("quan-tri@example.com", is_superuser=True)
    make_proposal()
    assert ("verifier", administrator.email) in told(HostNews.PROPOSED)


def test_a_new_host_is_written_as_it_is(now):
    village = make_host().village
    host = Host(village=village, slug="gom-moi", name="Gốm Mới", phone="+84912000888", **NEW)
    assert save_host(host=host, by=None, now=now) is None
    assert stored(host) == NEW


def test_a_verified_house_without_a_village_moves_to_another_commune_only_when_a_verifier_has_looked(verifier, now):
    first, second = make_commune("Gia Bình"), make_commune("Lương Tài")
    host = make_host()
    Host.objects.filter(pk=host.pk).update(village=None, commune=first)
    host = Host.objects.get(pk=host.pk)
    host.commune = second
    proposal = save_host(host=host, by=None, now=now)
    host.refresh_from_db()
    assert (host.commune, host.is_verified) == (first, True)
    accept(proposal_id=proposal.pk, by=verifier, now=now)
    host.refresh_from_db()
    assert (host.commune, host.village) == (second, None)


def test_all_that_a_verifier_looks_at_is_guarded():
    assert set(GUARDED) == {*NEW, "village", "commune"}


def test_a_verified_host_moves_to_another_village_only_when_a_verifier_has_looked(verifier, now):
    host, other = make_host(), make_village("Đông Hồ")
    proposal = make_proposal(host, village=other)
    assert Host.objects.get(pk=host.pk).village.name == "Phù Lãng"
    assert [(line.before, line.after) for line in proposal.differences] == [("Phù Lãng", "Đông Hồ")]
    accept(proposal_id=proposal.pk, by=verifier, now=now)
    assert Host.objects.get(pk=host.pk).village == other


def test_a_village_that_is_gone_by_then_is_refused_in_words(verifier, now):
    other = make_village("Đông Hồ")
    proposal = make_proposal(make_host(), village=other)
    other.delete()
    with pytest.raises(ChangedMeanwhile):
        accept(proposal_id=proposal.pk, by=verifier, now=now)
    assert proposal.differences[0].after == "–"


def test_an_address_that_was_changed_just_before_does_not_get_the_only_notice(verifier, now):
    host = make_host(email="lo-bau@example.com", phone="+84912000111")
    host.email, host.phone = "nguoi-la@example.com", "+84912000999"
    save_host(host=host, by=None, now=now)
    proposal = make_proposal(host, bank_account=NEW["bank_account"])
    both = [("host", "lo-bau@example.com"), ("host", "nguoi-la@example.com")]
    assert told(HostNews.PROPOSED) == [*both, ("verifier", verifier.email)]
    send_due(now=now, deliver=deliver)
    assert all("0912 000 111 → 0912 000 999" in letter.body for letter in mail.outbox)
    assert all(letter.extra_headers["Message-ID"].endswith(f"@{mail_domain()}>") for letter in mail.outbox)
    accept(proposal_id=proposal.pk, by=verifier, now=now)
    assert told(HostNews.ACCEPTED) == both
    # Whoever accepted saw the new address too: from now on it is the one that is known.
    make_proposal(host, address=NEW["address"])
    assert OutboxMessage.objects.filter(kind=HostNews.PROPOSED, to="lo-bau@example.com").count() == 1


def test_facts_that_changed_since_the_verifier_looked_are_not_verified(verifier, now):
    host = make_host(verified=False)
    seen = Host.objects.get(pk=host.pk)
    host.bank_account = NEW["bank_account"]
    save_host(host=host, by=None, now=now)
    with pytest.raises(NotWhatWasSeen):
        verify(host=seen, by=verifier, seen=SEEN, now=now)
    assert not Host.objects.get(pk=host.pk).is_verified
