from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        from bookings.domain.notices import TOPICS
        from bookings.domain.pieces.adding import PIECE
        from bookings.domain.pieces.public import with_a_page
        from bookings.enums import GroupNews, GuestWay, MessageKind, NoticeWay
        from bookings.mail.day import day_letter, day_push
        from bookings.mail.groups import letter_of_group, notice_of_group, push_of_group
        from bookings.mail.notices import letter_to_member, push_to_phone
        from bookings.mail.refund_texts import text_of_refund
        from bookings.mail.refunds import refunds_letter
        from bookings.mail.reminders import text_to_guest
        from bookings.mail.render import render
        from bookings.models import Resource, ResourceUse, Review, ReviewPicture
        from bookings.proofs import register_all
        from bookings.web import fillers  # noqa: F401  (registers the holes that bookings fill)
        from bookings.web.pieces import passport
        from ocop.domain.passport import kinds as codes
        from ocop.web import faces
        from outbox import kinds
        from page_cache import store

        kinds.register(MessageKind.values, render)
        kinds.register([MessageKind.REFUNDS_DUE], refunds_letter)
        kinds.register(TOPICS, letter_to_member, audience=NoticeWay.MAIL)
        kinds.register(TOPICS, push_to_phone, audience=NoticeWay.PHONE)
        kinds.register(GroupNews.values, letter_of_group)
        kinds.register(GroupNews.values, notice_of_group, audience=NoticeWay.MAIL)
        kinds.register(GroupNews.values, push_of_group, audience=NoticeWay.PHONE)
        kinds.register([MessageKind.DAY], day_letter, audience=NoticeWay.MAIL)
        kinds.register([MessageKind.DAY], day_push, audience=NoticeWay.PHONE)
        kinds.register([MessageKind.REMINDER], text_to_guest, audience=GuestWay.PHONE)
        kinds.register([MessageKind.REFUND_ACCOUNT], text_of_refund, audience=GuestWay.PHONE)
        register_all()
        codes.register(PIECE, with_a_page, secret=True)
        faces.register(PIECE, passport.face)
        # Who guides an experience shows on its page, and what guests say. What is free never does but in holes.
        store.watch([Resource, ResourceUse, Resource.artisans.through, Review, ReviewPicture])
