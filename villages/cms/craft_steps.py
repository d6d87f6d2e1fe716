"""Steps of a craft in its form: together they lead to somebody's hands, and those that pieces stand at stay."""

from django.db import router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from villages.enums import StepKind
from villages.models import CraftStep


class StepsOfCraft(WagtailAdminModelForm):
    """Goes before the form of a craft among the bases."""

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return self._steps_fit() and valid

    def _steps_fit(self) -> bool:
        """Whether the rows hold together; what does not is said at its row, or above all of them."""
        formset = self.formsets["steps"]
        if not formset.is_bound or any(formset.errors):
            return True
        kept = [form for form in formset.forms if form not in formset.deleted_forms and form.cleaned_data]
        seen: set[str] = set()
        for form in kept:
            kind = form.cleaned_data["kind"]
            if kind in seen and kind != StepKind.UNDER_WAY:
                form.add_error("kind", _("Only one step means this: choose another, or take one of them out."))
            seen.add(kind)
            if "kind" in form.changed_data and _is_needed(form.instance):
                form.add_error("kind", _("Pieces went through this step, so what it means stays. Its name may change."))
        for form in formset.deleted_forms:
            if _is_needed(form.instance):
                self.add_error(None, _("Pieces went through “%(step)s”, so it stays.") % {"step": form.instance.name})
        missing = [kind for kind in (StepKind.READY, StepKind.HANDED_OVER, StepKind.BROKEN) if kind not in seen]
        if kept and missing:
            said = _("Name a step for each of these too: %(kinds)s.")
            self.add_error(None, said % {"kinds": ", ".join(str(kind.label) for kind in missing)})
        return not self.errors and not any(form.errors for form in formset.forms)


def _is_needed(step: CraftStep) -> bool:
    """Whether rows of the apps above hold on to it."""
    if step.pk is None:
        return False
    try:
        Collector(using=router.db_for_write(CraftStep), origin=step).collect([step])
    except ProtectedError:
        return True
    return False
