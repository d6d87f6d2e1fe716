"""`/healthz`: the process answers. `/healthz/ready`: what it stands on answers too, and the work behind it is done."""

from django.http import HttpRequest, HttpResponse
from health_check.views import HealthCheckView

from pages.checks import release, services, work


class ReadyView(HealthCheckView):
    """200 when work can be done here, 500 with the failing check named when not.

    "degraded" stands where work goes on all the same; without the database none does.
    """

    checks = [
        "health_check.checks.Database",
        services.Cache,
        services.Queue,
        release.Migrations,
        release.StaticFiles,
        release.Catalogues,
        work.PeriodicTasks,
        work.Mails,
    ]


def live(request: HttpRequest) -> HttpResponse:
    """200 while the process lives, whatever else is down."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


ready = ReadyView.as_view()
