"""What a passport says, for search engines: schema.org, Product and Certification."""

from typing import Any

from common.words.example import marked
from ocop.domain.passport.passport import Passport
from ocop.models import Certificate
from ocop.web.addresses import digital_link_url, passport_url

SCHEMA = "https://schema.org"


def product_json_ld(passport: Passport, *, code: str, serial: str = "") -> dict[str, Any]:
    """A certificate is in it while it is in force, and no longer.

    schema.org, hasGS1DigitalLink: one with a lot belongs to SomeProducts, one with a serial to IndividualProduct.
    """
    product, lot = passport.product, passport.lot
    told: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "IndividualProduct" if serial else "SomeProducts" if lot else "Product",
        "name": marked(product.label, product.is_made_up),
        "description": product.story_text,
        "category": product.get_group_display(),
        "url": passport_url(code) if code else "",
        "gtin": product.gtin or "",
        "productID": product.code or "",
        "serialNumber": serial,
        "hasGS1DigitalLink": digital_link_url(product, lot, serial),
        "productionDate": lot.made_on.isoformat() if lot else "",
        "manufacturer": {"@type": "Organization", "name": product.host.name, "address": product.host.address},
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        "hasCertification": [_certification(passport.certificate)] if passport.certificate else [],
    }
    return {name: value for name, value in told.items() if value}


def _certification(certificate: Certificate) -> dict[str, Any]:
    told = {
        "@type": "Certification",
        "name": "OCOP",
        "certificationIdentification": certificate.decision_number,
        "certificationStatus": f"{SCHEMA}/CertificationActive",
        "certificationRating": {
            "@type": "Rating",
            "ratingValue": certificate.stars,
            "bestRating": 5,
            "ratingExplanation": f"OCOP {certificate.stars} sao",
        },
        "issuedBy": {"@type": "Organization", "name": certificate.issuer} if certificate.issuer else None,
        "validFrom": certificate.issued_on.isoformat(),
        "expires": certificate.last_day.isoformat(),
    }
    return {name: value for name, value in told.items() if value}
