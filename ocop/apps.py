from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save

from page_cache import store

LENDERS = ("ocop.OcopProduct", "villages.Host", "villages.Village", "villages.Commune", "villages.FormerCommune")
# What no public page shows: work on it must not throw the kept pages away.
PRIVATE = {"Answer", "Dossier", "Evidence", "Office", "OfficeMember", "ImportRow", "RegisterImport"}
PRIVATE |= {"Lot", "LotStep", "PassportCode", "ScanDay"}
PRIVATE |= {"Submission", "SubmittedFile", "DossierStep", "Intake", "CommuneReport", "AdvisoryReport"}
PRIVATE |= {"EvaluationRound", "Council", "CouncilMember", "CouncilSession", "AgendaItem", "ScoreSheet", "Decision"}
PRIVATE |= {"Inspection"}
PRIVATE |= {"Activity", "CaseNote", "Enquiry", "Participation", "Payout", "Scheme", "Snapshot", "Survey", "Target"}


class OcopConfig(AppConfig):
    name = "ocop"
    verbose_name = "OCOP"

    def ready(self) -> None:
        from ocop.domain.evidence import known, registry
        from ocop.domain.passport import kinds, passport
        from ocop.enums import DossierNews, EnquiryNews, RegisterNews
        from ocop.mail import dossiers, enquiries, register
        from ocop.web import faces
        from ocop.web.passport import lot_page, product_page
        from outbox import kinds as letters

        letters.register(DossierNews.values, dossiers.compose)
        letters.register(RegisterNews.values, register.compose)
        kinds.register(passport.PRODUCT, passport.products)
        kinds.register(passport.LOT, passport.lots)
        for key, count, codes in (
            ("points_of_sale", known.points_of_sale, ["10", "17"]),
            ("artisans", known.artisans, ["1.2", "3.3"]),
            ("festivals", known.festivals, ["16"]),
        ):
            registry.register(key, count, codes={26: codes})
        faces.register(passport.PRODUCT, product_page)
        faces.register(passport.LOT, lot_page)
        letters.register(EnquiryNews.values, enquiries.compose)
        store.watch(model for model in self.get_models() if model.__name__ not in PRIVATE)
        for lender in LENDERS:
            post_save.connect(_write_words, sender=lender, dispatch_uid=f"ocop.words.{lender}")


def _write_words(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Products are found by the words of what they hang on."""
    from ocop.domain.words import of_fact, write_words

    write_words(of_fact(instance))
