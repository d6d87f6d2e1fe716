"""Hosts and products of an office by words, a few at a time: for forms that are about one of them."""

from dataclasses import dataclass

from common.words.text import single_line, words
from ocop.models import OcopProduct, Office
from villages.models import Host

SHOWN = 20


@dataclass(frozen=True)
class Found:
    """`more`: there are others, so that more of the name has to be written."""

    query: str
    hosts: list[Host]
    products: list[OcopProduct]
    more: bool


def find(office: Office, sent: str) -> Found:
    query = single_line(sent)[:100]
    if not words(query):
        return Found(query, [], [], more=False)
    rows = OcopProduct.objects.of_office(office).select_related("host")
    for word in words(query).split():
        rows = rows.filter(words__contains=word)
    products = list(rows.order_by("host__name", "name", "pk")[: SHOWN + 1])
    shown = products[:SHOWN]
    hosts = list({product.host_id: product.host for product in shown}.values())
    return Found(query, hosts, shown, more=len(products) > SHOWN)
