"""Bookings as the office sees them: what was done to one, when and by whom. Nothing is changed here.

Who the guests are is their house's to know: no name, number or address is shown, and a booking is found by its
reference.
"""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from bookings.domain.seats.reference import typed_reference
from bookings.history import history
from bookings.models import Booking
from bookings.texts import party_text, status_text, when_text
from common.cms.facts import FactIndexView
from common.words.money import format_vnd


class BookingIndexView(FactIndexView):
    """The newest first. What was never booked, only held for a while, is nobody's concern."""

    related = ("slot__experience__host",)
    default_ordering = "-pk"

    def get_base_queryset(self):
        return super().get_base_queryset().filter(consented_at__isnull=False)

    def search_queryset(self, queryset):
        return queryset.filter(reference=typed_reference(self.search_query)) if self.is_searching else queryset

    def get_add_url(self) -> None:
        return None

    def get_list_buttons(self, instance) -> list:
        return []


class BookingInspectView(generic.InspectView):
    page_title = _("History")

    def get_object(self, queryset=None):
        return get_object_or_404(Booking.objects.filter(consented_at__isnull=False).with_party(), pk=self.pk)

    def get_edit_url(self) -> None:
        return None

    def get_delete_url(self) -> None:
        return None

    def get_fields_context(self) -> list[dict]:
        booking = self.object
        lines = [
            (_("Experience"), booking.slot.experience.label),
            (_("Host"), booking.slot.experience.host.name),
            (_("When"), when_text(booking.slot)),
            (_("Guests"), party_text(booking)),
            (_("Total"), format_vnd(booking.total_vnd)),
            (_("State"), status_text(booking)),
        ]
        return [{"label": label, "value": value} for label, value in lines]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"history": history(self.object, personal=False)}


class BookingViewSet(ModelViewSet):
    model = Booking
    icon = "history"
    index_view_class = BookingIndexView
    inspect_view_class = BookingInspectView
    inspect_view_enabled = True
    inspect_template_name = "cms/bookings/history.html"
    search_fields = ["reference"]
    list_filter = ["status", "source"]
    form_fields = ["reference"]
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "reference",
        Column("experience", label=_("Experience"), accessor=lambda booking: booking.slot.experience.label),
        Column("host", label=_("Host"), accessor=lambda booking: booking.slot.experience.host.name),
        Column("when", label=_("When"), accessor=lambda booking: when_text(booking.slot)),
        Column("state", label=_("State"), accessor=status_text),
    ]

    def get_url_name(self, view_name: str) -> str:
        """Wherever Wagtail leads to a row's form, it is only read."""
        return super().get_url_name("inspect" if view_name == "edit" else view_name)

    def get_urlpatterns(self) -> list:
        """Nobody adds, edits or deletes one here."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]


bookings = BookingViewSet("booking", url_prefix="bookings", add_to_admin_menu=True, menu_order=245)
