"""Reviews as the office sees them: read in full, and hidden where the words break the law, with the reason.

Whose they are is their house's to know: only the name that the guest wanted shown is there.
"""

from typing import cast

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import User
from bookings.domain.reviews.hide import hide, show
from bookings.domain.reviews.sums import with_visits
from bookings.domain.seats.reference import typed_reference
from bookings.enums import HideGround, Mark
from bookings.history import history
from bookings.models import Review
from bookings.models.review import LONGEST_WHY
from common.cms.facts import FactIndexView
from common.data.refusal import Refused
from common.words.fields import LinesField


class HideForm(forms.Form):
    ground = forms.ChoiceField(
        label=gettext_lazy("What is wrong with the words"),
        choices=HideGround,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong with the words.")},
    )
    why = LinesField(
        label=gettext_lazy("Why, in a sentence that everybody reads"),
        max_length=LONGEST_WHY,
        help_text=gettext_lazy("Do not repeat what is hidden: “Its second sentence gives somebody's phone number.”"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why: guest, house and readers see it.")},
    )


class ReviewIndexView(FactIndexView):
    """The newest first."""

    related = ("booking__slot", "experience__host")
    default_ordering = "-written_at"

    def get_base_queryset(self):
        return super().get_base_queryset().filter(taken_back_at__isnull=True)

    def search_queryset(self, queryset):
        wanted = typed_reference(self.search_query or "")
        return queryset.filter(booking__reference=wanted) if self.is_searching else queryset

    def get_add_url(self) -> None:
        return None

    def get_list_buttons(self, instance) -> list:
        return []


class ReviewView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One review, and the form that hides it or shows it again."""

    model = Review
    permission_required = "hide"
    template_name = "cms/bookings/review.html"
    header_icon = "openquote"

    @cached_property
    def review(self) -> Review:
        return get_object_or_404(with_visits(Review.objects.standing()), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Review of %(experience)s") % {"experience": self.review.experience.label}

    def get_breadcrumbs_items(self) -> list[dict]:
        reviews = {"url": reverse("review:index"), "label": capfirst(Review._meta.verbose_name_plural)}
        return [*super().get_breadcrumbs_items(), reviews, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return (
            {"form": HideForm()}
            | super().get_context_data(**kwargs)
            | {
                "review": self.review,
                "host": self.review.experience.host,
                "history": history(self.review.booking, personal=False),
            }
        )

    def post(self, request, *args, **kwargs):
        # Whoever may hide has signed in.
        by, now = cast(User, request.user), timezone.now()
        if "show" in request.POST:
            show(review=self.review, by=by, now=now)
            messages.success(request, _("Shown again, as the guest wrote it."))
            return redirect("review:inspect", self.review.pk)
        form = HideForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            told = form.cleaned_data
            hide(review=self.review, ground=HideGround(told["ground"]), why=told["why"].strip(), by=by, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Hidden. Everybody reads why, and the mark counts all the same."))
        return redirect("review:inspect", self.review.pk)


class ReviewViewSet(ModelViewSet):
    model = Review
    icon = "openquote"
    index_view_class = ReviewIndexView
    search_fields = ["booking__reference"]
    list_filter = ["mark", "hidden_ground"]
    form_fields = ["mark"]
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        TitleColumn(
            "mark",
            label=gettext_lazy("Mark"),
            accessor=lambda review: Mark(review.mark).text,
            get_url=lambda review: reverse("review:inspect", args=[review.pk]),
        ),
        Column("text", label=gettext_lazy("What the guest says"), accessor=lambda review: review.text[:120]),
        Column("experience", label=gettext_lazy("Experience"), accessor=lambda review: review.experience.label),
        Column("host", label=gettext_lazy("Host"), accessor=lambda review: review.experience.host.name),
        Column("hidden", label=gettext_lazy("Hidden because"), accessor="get_hidden_ground_display"),
    ]

    def get_url_name(self, view_name: str) -> str:
        """Wherever Wagtail leads to a row's form, it is read and hidden."""
        return super().get_url_name("inspect" if view_name == "edit" else view_name)

    def get_urlpatterns(self) -> list:
        """Nobody adds, edits or deletes one here."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.construct_view(ReviewView), name="inspect"),
        ]


reviews = ReviewViewSet("review", url_prefix="reviews", add_to_admin_menu=True, menu_order=246)
