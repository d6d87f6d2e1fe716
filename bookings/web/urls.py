"""The tourist's addresses. Everything about one booking is behind its signed token."""

from django.urls import path

from bookings.web import muting
from bookings.web.booking import (
    cancelling,
    contact,
    files,
    invoice,
    lost,
    moving,
    online,
    pages,
    party,
    paying_ahead,
    personal,
    proof,
    question,
    receipt,
    refund_account,
    transfer,
)
from bookings.web.calendar import choose
from bookings.web.groups import asking, following
from bookings.web.groups import files as group_files
from bookings.web.groups import names as group_names
from bookings.web.groups import numbers as group_numbers
from bookings.web.pieces import own as own_pieces
from bookings.web.pieces import photos as piece_photos
from bookings.web.reviews import listing, pictures, sending, writing
from bookings.web.waiting import contact as waiting_contact
from bookings.web.waiting import entry, join

app_name = "bookings"
urlpatterns = [
    path("chon/<slug:slug>/", choose.choose, name="choose"),
    path("giu/<slug:slug>/", choose.hold_seats, name="hold"),
    path("cho/<slug:slug>/", join.wait, name="wait"),
    path("tim-ve/", lost.lost, name="lost"),
    path("ve-lang-ve/", sending.find, name="review_find"),
    path("thu/", muting.letters, name="letters"),
    path("thu/<str:token>/", muting.mute, name="mute"),
    path("nhan-xet/<slug:slug>/", listing.reviews, name="reviews"),
    path("anh-khach/<int:pk>.jpg", pictures.picture, name="picture"),
    path("anh-khach/<int:pk>-nho.jpg", pictures.small, name="picture_small"),
    path("danh-sach-cho/<str:token>/", entry.show, name="waiting"),
    path("danh-sach-cho/<str:token>/roi/", entry.leave_list, name="leave"),
    path("danh-sach-cho/<str:token>/quay-lai/", entry.rejoin_list, name="rejoin"),
    path("danh-sach-cho/<str:token>/lien-he/", waiting_contact.contact, name="waiting_contact"),
    path("xac-nhan/<str:token>/", proof.proof, name="proof"),
    path("ve/<str:token>/", pages.show, name="booking"),
    path("ve/<str:token>/xac-nhan/", pages.confirm_booking, name="confirm"),
    path("ve/<str:token>/them-gio/", pages.more_time, name="more_time"),
    path("ve/<str:token>/huy/", cancelling.cancel_booking, name="cancel"),
    path("ve/<str:token>/lay-lai/", cancelling.restore_booking, name="restore"),
    path("ve/<str:token>/doi-gio/", moving.move_visit, name="move"),
    path("ve/<str:token>/doi-doan/", party.change_party, name="party"),
    path("ve/<str:token>/lien-he/", contact.contact, name="contact"),
    path("ve/<str:token>/gui-lai/", contact.ticket_again, name="ticket_again"),
    path("ve/<str:token>/hoi-nha/", question.question, name="question"),
    path("ve/<str:token>/hoa-don/", invoice.invoice, name="invoice"),
    path("ve/<str:token>/hoa-don/thoi/", invoice.no_invoice, name="no_invoice"),
    path("ve/<str:token>/nhan-xet/", writing.review, name="review"),
    path("ve/<str:token>/nhan-xet/rut/", writing.take_it_back, name="review_back"),
    path("ve/<str:token>/nhan-xet/bo-anh/", writing.remove, name="review_picture_remove"),
    path("ve/<str:token>/mon/", own_pieces.pieces, name="pieces"),
    path("ve/<str:token>/mon/cho-xem/", own_pieces.show, name="piece_show"),
    path("anh-mon/<str:token>.jpg", piece_photos.photo, name="piece_photo"),
    path("anh-mon/<str:token>-nho.jpg", piece_photos.small, name="piece_photo_small"),
    path("ve/<str:token>/lich.ics", files.calendar_file, name="calendar"),
    path("ve/<str:token>/du-lieu/", personal.personal, name="personal"),
    path("ve/<str:token>/du-lieu.json", personal.personal_file, name="personal_file"),
    path("ve/<str:token>/chuyen-khoan/", transfer.transfer, name="transfer"),
    path("ve/<str:token>/chuyen-khoan.png", transfer.transfer_code, name="transfer_code"),
    path("ve/<str:token>/tra-tien/", online.pay_online, name="pay_online"),
    path("tra-xong/<str:provider>/", online.paid_online, name="paid_online"),
    path("ve/<str:token>/da-chuyen/", paying_ahead.says_paid, name="says_paid"),
    path("ve/<str:token>/nhan-lai-tien/", refund_account.refund_account, name="refund_account"),
    path("ve/<str:token>/bien-nhan/", receipt.receipt, name="receipt"),
    path("ve/<str:token>/qr.png", files.qr_code, name="qr"),
    path("doan/<slug:slug>/", asking.ask_house, name="group_ask"),
    path("doan-cua-toi/<str:token>/", following.show, name="group"),
    path("doan-cua-toi/<str:token>/nhan/", following.accept_quote, name="group_accept"),
    path("doan-cua-toi/<str:token>/doi/", following.change, name="group_change"),
    path("doan-cua-toi/<str:token>/rut/", following.leave, name="group_leave"),
    path("doan-cua-toi/<str:token>/so-nguoi/<int:pk>/", group_numbers.numbers, name="group_numbers"),
    path("doan-cua-toi/<str:token>/bao-gia.pdf", group_files.quote, name="group_quote_file"),
    path("doan-cua-toi/<str:token>/du-lieu.json", group_files.data, name="group_data"),
    path("doan-cua-toi/<str:token>/hop-dong.pdf", group_files.contract, name="group_contract"),
    path("doan-cua-toi/<str:token>/xuat-hoa-don.pdf", group_files.invoice_details, name="group_invoice"),
    path("doan-cua-toi/<str:token>/dat-coc.png", group_files.deposit_code, name="group_deposit_code"),
    path("doan-cua-toi/<str:token>/bo-ten/", group_names.remove, name="group_name_remove"),
    path("ten-trong-doan/<str:token>/", group_names.names, name="group_names"),
]
