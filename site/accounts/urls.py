from allauth.account.views import password_set
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.urls import path

from accounts import views
from accounts.codes import CodeRequestView
from accounts.freshness import after_a_code

urlpatterns = [
    path("vao-viec/", views.after_login, name="after_login"),
    path("cong-lang/", views.front, name="front"),
    path("tai-khoan/", views.overview, name="account_overview"),
    # Before allauth's views of the same addresses and names, which know less.
    path("tai-khoan/logout/", views.SignOut.as_view(), name="account_logout"),
    path("tai-khoan/login/code/", CodeRequestView.as_view(), name="account_request_login_code"),
    path("tai-khoan/password/set/", after_a_code(password_set), name="account_set_password"),
    path("tai-khoan/2fa/totp/activate/", after_a_code(activate_totp), name="mfa_activate_totp"),
    path("tai-khoan/2fa/webauthn/add/", after_a_code(add_webauthn), name="mfa_add_webauthn"),
    path("tai-khoan/sessions/", views.devices, name="usersessions_list"),
    path("tai-khoan/sessions/<int:pk>/end/", views.end_device, name="account_end_device"),
    path("tai-khoan/sessions/end/", views.end_other_devices, name="account_end_other_devices"),
]
