"""The demo's programme: targets and figures as newspapers printed them, with their source; a ledger, mostly made up."""

import datetime as dt

from demo.reading import read
from ocop.domain.programme.keeping import write
from ocop.models import Activity, CaseNote, OcopProduct, Participation, Payout, Scheme, Snapshot, Survey, Target
from ocop.models.programme.kept import Kept
from villages.models import Host, Province

PROVINCE = "24"
# How it is said that an article does not say it.
CEILING = "Tóm tắt theo bài báo, chưa đối chiếu văn bản. Bài không nói mức trần tính cho ai; ở đây tính chung cả năm."


def load_programme(*, now: dt.datetime) -> None:
    """Does nothing where there are targets: what an office wrote stays."""
    if Target.objects.exists():
        return
    rows = read("programme")
    articles, files = rows["article"], rows["file"]
    keep = _Keeper(now)
    for row in rows["target"]:
        source = row.pop("source")
        keep(Target(source=f"{articles[source]}, tệp {files[source]}", **row))
    for row in rows["snapshot"]:
        source = row.pop("source")
        row["by_stars"] = row.get("by_stars", {})
        keep(Snapshot(article=articles[source], source_file=files[source], **row))
    _ledger(rows, articles, keep)
    _hosts(rows, keep)


class _Keeper:
    def __init__(self, now: dt.datetime) -> None:
        self.now, self.province = now, Province.objects.get(code=PROVINCE)

    def __call__(self, row: Kept) -> None:
        row.province = self.province
        write(row=row, by=None, now=self.now)


def _ledger(rows: dict, articles: dict[str, str], keep: _Keeper) -> None:
    for row in rows["activity"]:
        hosts, products = row.pop("hosts", []), row.pop("products", [])
        row["source"] = articles.get(row.get("source", ""), "")
        activity = Activity(**row)
        keep(activity)
        fictional = {"activity": activity, "is_example": True}
        for host in Host.objects.filter(slug__in=hosts):
            keep(Participation(host=host, **fictional))
        for product in OcopProduct.objects.filter(name__in=products).select_related("host"):
            keep(Participation(host=product.host, product=product, **fictional))
    for row in rows["scheme"]:
        source = articles[row.pop("source")]
        keep(Scheme(ceiling_of="year", source=source, note=CEILING, **row))
    for row in rows["payout"]:
        scheme = Scheme.objects.get(ceiling_vnd=row.pop("scheme"))
        keep(Payout(scheme=scheme, is_example=True, **row))


def _hosts(rows: dict, keep: _Keeper) -> None:
    for model, name in ((CaseNote, "note"), (Survey, "survey")):
        for row in rows[name]:
            # An installation need not have the demo's hosts.
            for host in Host.objects.filter(slug=row.pop("host")):
                keep(model(host=host, is_example=True, **row))
