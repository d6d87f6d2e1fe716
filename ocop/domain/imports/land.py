"""Which commune of today a row means, by its name of today or of before July 2025, as our own tables say it."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.words.text import words
from ocop.domain.imports.values import Unreadable
from villages.models import Commune, FormerCommune, Village

_KIND = re.compile(r"^(?:xa|phuong|thi tran|tt|x|p) (?=\S)")
_KINDS = {"x": "xa", "p": "phuong", "tt": "thi tran"}
_DISTRICT = re.compile(r"^(?:huyen|thi xa|thanh pho|quan|tx|tp|h) (?=\S)")
_PROVINCE = re.compile(r"^(?:tinh|thanh pho|tp) (?=\S)")


@dataclass(frozen=True)
class Spot:
    """`village` and `former` where they were named."""

    commune: Commune | None = None
    former: FormerCommune | None = None
    village: Village | None = None


class Land:
    """All communes and villages, read once."""

    def __init__(self) -> None:
        self.communes: dict[str, list[Commune]] = defaultdict(list)
        self.formers: dict[str, list[FormerCommune]] = defaultdict(list)
        self.villages: dict[str, list[Village]] = defaultdict(list)
        for commune in Commune.objects.select_related("province"):
            self.communes[words(commune.name)].append(commune)
        for former in FormerCommune.objects.select_related("commune__province"):
            self.formers[words(former.name)].append(former)
        for village in Village.objects.select_related("commune__province"):
            self.villages[words(village.name)].append(village)
        self._known: dict[tuple[str, ...], Spot] = {}

    def spot(self, *, commune: str, former: str, district: str, province: str, village: str) -> Spot:
        """Raises Unreadable, with what to write instead. Nothing was named: an empty Spot."""
        asked = (commune, former, district, province, village)
        if asked not in self._known:
            self._known[asked] = self._spot(*asked)
        return self._known[asked]

    def _spot(self, commune: str, former: str, district: str, province: str, village: str) -> Spot:
        # "xã A, huyện B, tỉnh C" says more than its name.
        name, *rest = [part.strip() for part in re.split(r"[,;]| - ", commune)]
        named_district = next((part for part in rest if _DISTRICT.match(words(part))), "")
        district = words(district) or words(named_district)
        old = self._former(former or "", district) if former else None
        if old is None and name and district:
            old = self._former(name, district, sure=False)
        today = old.commune if old else self._today(name, province) if name else None
        if old and name and not self._agrees(old, name):
            said = _("“%(old)s” belongs to %(commune)s today, the row says “%(name)s”. Leave the one that is right.")
            raise Unreadable(said % {"old": old, "commune": old.commune, "name": name[:40]})
        found = self._village(village, today) if village else None
        return Spot(today or (found.commune if found else None), old, found)

    def _agrees(self, old: FormerCommune, name: str) -> bool:
        """Whether the column of the commune says the same: its name of today, or the old one again."""
        return _bare(name) in (words(old.commune.name), words(old.name))

    def _former(self, name: str, district: str, *, sure: bool = True) -> FormerCommune | None:
        found = self.formers.get(_bare(name), [])
        if district:
            found = [old for old in found if _same_district(words(old.district), words(district))]
        if len(found) == 1:
            return found[0]
        if not sure:
            return None
        if found:
            said = _("Several communes were called “%(name)s”. Write its district of before July 2025 too.")
        else:
            said = _("No commune “%(name)s” of before July 2025 is in our table. Write the commune of today.")
        raise Unreadable(said % {"name": name[:40]})

    def _today(self, name: str, province: str) -> Commune:
        found = self.communes.get(_bare(name), [])
        if len(found) > 1 and (kind := _KIND.match(words(name))):
            found = [
                commune for commune in found if words(commune.kind) == _KINDS.get(kind[0].strip(), kind[0].strip())
            ]
        if len(found) > 1 and province:
            asked = _PROVINCE.sub("", words(province))
            found = [commune for commune in found if words(commune.province.name) == asked]
        if len(found) == 1:
            return found[0]
        if found:
            said = _("There are several communes “%(name)s”. Write the province too.")
            raise Unreadable(said % {"name": name[:40]})
        olds = {old.commune for old in self.formers.get(_bare(name), [])}
        if len(olds) == 1:
            return olds.pop()
        if olds:
            said = _("Several communes were called “%(name)s”. Write its district of before July 2025 too.")
            raise Unreadable(said % {"name": name[:40]})
        said = _("The commune “%(name)s” is not in our tables. Write its name of today, or let it be added first.")
        raise Unreadable(said % {"name": name[:40]})

    def _village(self, name: str, commune: Commune | None) -> Village | None:
        found = self.villages.get(re.sub(r"^lang(?: nghe)? ", "", words(name)), [])
        if commune:
            found = [village for village in found if village.commune_id == commune.pk]
        if len(found) == 1:
            return found[0]
        said = _("The village “%(name)s” is not in our tables. Leave the cell empty, or let it be added first.")
        raise Unreadable(said % {"name": name[:40]})


def _bare(name: str) -> str:
    return _KIND.sub("", words(name))


def _same_district(ours: str, asked: str) -> bool:
    return _DISTRICT.sub("", ours) == _DISTRICT.sub("", asked)
