from django.urls import path

from demo import mail

urlpatterns = [
    path("thu/", mail.inbox, name="demo_mail"),
    path("thu/<str:name>/", mail.letter, name="demo_letter"),
    path("thu/<str:name>/html/", mail.letter_html, name="demo_letter_html"),
]
