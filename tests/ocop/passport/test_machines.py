"""What programs read: schema.org in the page, EPCIS of a lot, and the open part of the register."""

import csv
import datetime as dt
import io
import json
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ocop.enums import Basis
from ocop.web import open_rows
from tests.factories import code_text, make_certificate, make_lot, make_product
from tests.pages.reading import soup
from villages.models import Host

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def lot():
    product = make_certificate(make_product(gtin="8935000000014"), stars=4).product
    return make_lot(product, number="14", serial_prefix="BL-", serial_first=1, pieces=40)


def json_ld(client, address: str) -> dict:
    answer = client.get(address)
    script = soup(answer).select_one('script[type="application/ld+json"]')
    assert f"'nonce-{script['nonce']}'" in answer["Content-Security-Policy"]
    return json.loads(script.string)


def test_schema_org_names_the_product_its_link_and_its_certificate(client, lot):
    told = json_ld(client, f"/p/{code_text(lot)}")
    certificate = told["hasCertification"][0]
    assert (told["@type"], told["gtin"]) == ("SomeProducts", "8935000000014")
    assert told["hasGS1DigitalLink"].endswith("/01/08935000000014/10/14")
    assert certificate["certificationStatus"] == "https://schema.org/CertificationActive"
    assert certificate["certificationRating"]["ratingValue"] == 4
    assert certificate["expires"] == lot.product.certificates.get().valid_until.isoformat()


@pytest.mark.parametrize(
    ("path", "kind"), [("", "Product"), ("/10/14", "SomeProducts"), ("/10/14/21/BL-3", "IndividualProduct")]
)
def test_a_link_stands_on_the_kind_of_thing_it_is_meant_for(client, lot, path, kind):
    told = json_ld(client, f"/01/08935000000014{path}")
    assert told["@type"] == kind
    assert told["hasGS1DigitalLink"].endswith(f"/01/08935000000014{path}")


def check_epcis(document: dict) -> None:
    """What the JSON schema of EPCIS 2.0 (GS1) requires of a document, of an event and of these two kinds."""
    assert document["@context"]
    assert (document["type"], document["schemaVersion"]) == ("EPCISDocument", "2.0")
    dt.datetime.fromisoformat(document["creationDate"])
    for event in document["epcisBody"]["eventList"]:
        assert dt.datetime.fromisoformat(event["eventTime"]).tzinfo
        assert re.fullmatch(r"[+-]((0\d|1[0-3]):[0-5]\d|14:00)", event["eventTimeZoneOffset"])
        uuid.UUID(event["eventID"].removeprefix("urn:uuid:"))
        if event["type"] == "ObjectEvent":
            assert event["action"] in ("OBSERVE", "ADD", "DELETE")
            assert event["quantityList"]
            assert event["action"] == "ADD" or "ilmd" not in event
        else:
            assert event["type"] == "TransformationEvent"
            # Inputs and outputs, or one of the two beside the name of the transformation.
            assert event["outputQuantityList"]
            assert event["transformationID"].startswith("http")
        known = {"type", "eventID", "eventTime", "eventTimeZoneOffset", "action", "quantityList", "bizStep", "ilmd"}
        known |= {"transformationID", "outputQuantityList"}
        # Anything else is an extension, with a prefix of its own.
        assert all(":" in name for name in event.keys() - known)
        assert all(":" in name for name in event.get("ilmd", {}))
        for element in event.get("quantityList", []) + event.get("outputQuantityList", []):
            assert element.keys() <= {"epcClass", "quantity", "uom"}
            assert element["epcClass"].startswith("http")
            assert element["quantity"] > 0


def test_a_lots_steps_are_epcis_events(client, lot):
    answer = client.get(f"/p/{code_text(lot)}/epcis.json")
    document = answer.json()
    assert answer["Content-Type"] == "application/ld+json"
    check_epcis(document)
    events = document["epcisBody"]["eventList"]
    assert [event["type"] for event in events] == ["ObjectEvent", "ObjectEvent", "TransformationEvent"]
    assert events[0]["vl:step"] == "Chuốt bình"
    assert events[-1]["ilmd"]["cbvmda:lotNumber"] == "14"
    assert events[-1]["outputQuantityList"][0]["epcClass"].endswith("/01/08935000000014/10/14")
    again = client.get(f"/p/{code_text(lot)}/epcis.json").json()["epcisBody"]
    assert again == document["epcisBody"], "events keep their names"


def test_a_lot_without_barcode_or_steps_is_epcis_too(client):
    bare = make_lot(steps=[])
    check_epcis(client.get(f"/p/{code_text(bare)}/epcis.json").json())


def test_there_are_no_events_of_a_product_of_a_proposal_or_of_nothing(client, lot):
    hidden = make_lot(make_product(basis=Basis.PROPOSAL))
    for code in (code_text(lot.product), code_text(hidden), "CCCCCCCC"):
        assert client.get(f"/p/{code}/epcis.json").status_code == 404


def open_rows_of(client) -> tuple[list[dict], list[dict]]:
    text = b"".join(client.get("/du-lieu/ocop.csv").streaming_content).decode("utf-8-sig")
    data = json.loads(b"".join(client.get("/du-lieu/ocop.json").streaming_content))
    return list(csv.DictReader(io.StringIO(text))), data["products"]


def test_open_data_holds_what_is_in_force_and_nothing_else(client, lot):
    today = timezone.localdate()
    make_certificate(valid_until=today - DAY)
    make_certificate(withdrawn_on=today)
    make_certificate(make_product(basis=Basis.PROPOSAL))
    make_certificate(basis=Basis.PROPOSAL)
    make_product()
    Host.objects.filter(pk=lot.product.host_id).update(is_example=True)
    as_csv, as_json = open_rows_of(client)
    assert [row["id"] for row in as_json] == [lot.product_id]
    assert [row["id"] for row in as_csv] == [str(lot.product_id)]
    assert (as_csv[0]["stars"], as_csv[0]["is_example"]) == ("4", "true")
    assert as_json[0]["passport"].endswith(f"/p/{code_text(lot.product)}")
    assert list(as_json[0]) == list(open_rows.COLUMNS)


def test_open_data_is_there_without_products_and_in_one_language_alone(client):
    assert open_rows_of(client) == ([], [])
    assert client.get("/en/du-lieu/ocop.csv").status_code == 404


def test_what_a_spreadsheet_would_run_is_text(client):
    make_certificate(make_product(name="=cmd|'/C calc'!A0"))
    as_csv, as_json = open_rows_of(client)
    assert as_csv[0]["name"].startswith("'=")
    assert as_json[0]["name"].startswith("=")


def test_open_data_is_read_part_by_part(client, monkeypatch):
    monkeypatch.setattr(open_rows, "PART", 2)
    made = [make_certificate().product_id for _number in range(5)]
    assert [row["id"] for row in open_rows_of(client)[1]] == sorted(made)
    monkeypatch.setattr(open_rows, "PART", 500)
    with CaptureQueriesContext(connection) as captured:
        assert len(list(open_rows.rows(day=timezone.localdate()))) == 5
    assert len(captured) <= 4


def test_the_catalogue_names_both_files_by_dcat(client):
    told = client.get("/du-lieu/dcat.jsonld").json()
    dataset = told["dcat:dataset"][0]
    files = {file["dcat:downloadURL"]["@id"].rpartition("/")[2]: file for file in dataset["dcat:distribution"]}
    assert (told["@type"], dataset["@type"]) == ("dcat:Catalog", "dcat:Dataset")
    assert files.keys() == {"ocop.csv", "ocop.json"}
    assert all(file["dcat:accessURL"] and file["dcat:mediaType"] for file in files.values())
    for name in files:
        assert client.get(f"/du-lieu/{name}").status_code == 200
