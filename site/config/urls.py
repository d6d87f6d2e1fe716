"""All addresses. Vietnamese at the root, English below /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.cms.door import cms_door
from bookings.desk.calendar.feed import feed
from bookings.desk.offline.manifest import manifest
from bookings.web import bank, online
from pages.agreed_views import agreed_text
from pages.health import live, ready
from pages.wellknown import robots, security

handler500 = "pages.errors.server_error"

urlpatterns = [
    path("healthz", live, name="healthz"),
    path("healthz/ready", ready, name="healthz_ready"),
    path("robots.txt", robots),
    path(".well-known/security.txt", security),
    # In no language: what programs read has one address.
    path("du-lieu/", include("ocop.web.open_data_urls")),
    # What banks tell of a house's account, each at an address of its own.
    path("bao-co/<str:provider>/<uuid:address>/", bank.told, name="bank_told"),
    # What gateways tell of attempts to pay.
    path("bao-tra/<str:provider>/<uuid:address>/", online.told, name="online_told"),
    # Wagtail's own login knows nothing of allauth's rate limits and second factors.
    path("cms/login/", cms_door),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/", include("demo.urls")),
        # In earnest the web server in front serves these; see docs/operating.md.
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    ]

urlpatterns += i18n_patterns(
    path("", include("accounts.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("tim/", include("pages.urls")),
    path("ban-da-dang/<slug:role>/<int:number>/", agreed_text, name="agreed_text"),
    path("ban-do/", include("villages.web.urls")),
    path("san-pham/", include("ocop.web.register_urls")),
    path("cung-don-khach/", include("villages.web.application_urls")),
    path("khieu-nai/", include("villages.web.complaint_urls")),
    path("tham-gia/", include("villages.web.join_urls")),
    path("", include("ocop.web.urls")),
    path("dat-cho/", include("bookings.web.urls")),
    # Read by phones, which sign in nowhere: the only address of the desk's that does not go through its gate.
    path("desk/lich-rieng/<str:token>.ics", feed, name="desk_feed"),
    path("desk/", include("bookings.desk.urls")),
    path("ocop-office/", include("ocop.web.office.urls")),
    path("desk.webmanifest", manifest, name="desk_manifest"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
