from django.urls import path

from demo import mail, momo, register_file, vnpay, zalopay

urlpatterns = [
    path("ocop-611.xlsx", register_file.register, name="demo_register"),
    path("vnpay/", vnpay.pay, name="demo_vnpay"),
    path("vnpay/api/", vnpay.api, name="demo_vnpay_api"),
    path("momo/", momo.pay, name="demo_momo"),
    path("momo/v2/gateway/api/<str:what>", momo.api, name="demo_momo_api"),
    path("zalopay/", zalopay.pay, name="demo_zalopay"),
    path("zalopay/v2/<str:what>", zalopay.api, name="demo_zalopay_api"),
    path("thu/", mail.inbox, name="demo_mail"),
    path("thu/<str:name>/", mail.letter, name="demo_letter"),
    path("thu/<str:name>/html/", mail.letter_html, name="demo_letter_html"),
]
