"""`/healthz`: the process answers. `/healthz/ready`: what it stands on answers too, and the work behind it is done."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from health_check.base import HealthCheckResult
from health_check.views import HealthCheckView

from pages.checks import agreed, release, services, work


class ReadyView(HealthCheckView):
    """200 when work can be done here, 500 with the failing check named when not.

    "degraded" stands where work goes on all the same; without the database none does.
    """

    checks = [
        "health_check.checks.Database",
        services.Writing,
        services.Cache,
        services.Queue,
        release.Migrations,
        release.StaticFiles,
        release.Catalogues,
        work.Workers,
        work.PeriodicTasks,
        work.Mails,
        agreed.Agreed,
    ]

    def render_to_response_json(self, status: int) -> HttpResponse:
        return JsonResponse({repr(result.check): _said(result) for result in self.results}, status=status)

    def render_to_response_text(self, status: int) -> HttpResponse:
        lines = [f"{result.check!r}: {_said(result)}\n" for result in self.results]
        return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8", status=status)


def _said(result: HealthCheckResult) -> str:
    """Also where all is well: how long ago beat was seen, and how long mails wait."""
    return str(result.error) if result.error else result.check.pretty_status()


def live(request: HttpRequest) -> HttpResponse:
    """200 while the process lives, whatever else is down."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


ready = ReadyView.as_view()
