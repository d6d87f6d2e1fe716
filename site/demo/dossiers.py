"""The demo's dossier, half way to the next star: through the domain, with papers that say that they are none."""

import datetime as dt
import io
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from accounts.models import User
from common.look.label_sheet import PLAIN, use_fonts
from demo.reading import read
from ocop.domain.criteria.score import Choice
from ocop.domain.dossier.details import known_of, write_details
from ocop.domain.dossier.preparing import answer, begin
from ocop.domain.evidence.accepting import accept
from ocop.domain.evidence.keeping import add_file, add_link
from ocop.domain.evidence.places import Place
from ocop.domain.evidence.registry import offers
from ocop.models import Dossier, OcopProduct
from villages.models import Host

# At which criteria the demo's host has taken what the site knows.
TAKEN = ["3.3", "4.4", "5.1"]
PAPER, INK = "#f7f0e1", "#211c17"


def load_dossiers(*, now: dt.datetime) -> None:
    """Does nothing where there are dossiers."""
    if Dossier.objects.exists():
        return
    for row in read("dossiers")["dossier"]:
        _dossier(row, now=now)


def _dossier(row: dict[str, Any], *, now: dt.datetime) -> None:
    host, owner = Host.objects.get(slug=row["host"]), User.objects.get(email=row["owner"])
    product = OcopProduct.objects.get(host=host, name=row["product"])
    told = {"name": product.name, "criteria_set": row["criteria_set"], "kind": row["kind"]}
    made = begin(host=host, product=product, by=owner, now=now, **told)
    write_details(dossier=made, changed=known_of(host, made) | row["details"], now=now)
    for code, (level, case, reason) in row["answers"].items():
        choice = Choice(level, case)
        answer(dossier=made, code=code, choice=choice, reason=reason, seen=0, by=owner, now=now)
    for paper in row["evidence"]:
        _evidence(made, paper, by=owner, now=now)
    for code in TAKEN:
        for offered in offers(made, code, day=timezone.localtime(now).date()):
            if offered.can_be_taken:
                accept(dossier=made, code=code, mark=offered.mark, by=owner, now=now)


def _evidence(made: Dossier, row: dict[str, Any], *, by: User, now: dt.datetime) -> None:
    place, title = Place(row.get("code", ""), row.get("paper", 0)), row["title"]
    told = {"dossier": made, "place": place, "title": title, "by": by, "now": now}
    if "link" in row:
        add_link(link=row["link"], **told)
    elif row["file"] == "pdf":
        add_file(data=_pdf(title), name="vi-du.pdf", **told)
    else:
        add_file(data=_photo(), name="vi-du.jpg", **told)


def _pdf(title: str) -> bytes:
    use_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A5, invariant=1)
    for line, size, high in ((title, 14, 480), ("Dựng ra cho bản trình diễn, không phải giấy tờ thật.", 10, 450)):
        canvas.setFont(PLAIN, size)
        canvas.drawString(40, high, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _photo() -> bytes:
    picture = Image.new("RGB", (1200, 800), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 1140, 740), outline=INK, width=8)
    draw.ellipse((400, 240, 800, 560), outline=INK, width=8)
    draw.text((100, 100), "VI DU", fill=INK, font_size=48)
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()
