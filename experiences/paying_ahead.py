"""What a guest pays before a booking stands: a deposit or the whole price, by bank transfer, within so many hours."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from experiences.enums import PaymentTerms

# A deposit in percent is rounded up to this, so that nobody types odd sums.
ROUND_VND = 1000
LONGEST_HOURS = 24 * 7


def prepay_vnd(terms: str, *, percent: int, deposit_vnd: int, total_vnd: int) -> int:
    """In đồng, of a party that costs `total_vnd`; 0 where everything is paid at the village."""
    if terms == PaymentTerms.IN_ADVANCE:
        return total_vnd
    if terms != PaymentTerms.DEPOSIT:
        return 0
    share = -(-total_vnd * percent // (100 * ROUND_VND)) * ROUND_VND
    return min(share or deposit_vnd, total_vnd)


def require_deposit(terms: str, *, percent: int | None, deposit_vnd: int | None) -> None:
    """A deposit is a part of the price or a sum, and says which. Raises ValidationError."""
    if terms == PaymentTerms.DEPOSIT and bool(percent) == bool(deposit_vnd):
        raise ValidationError(
            {
                "deposit_percent": _(
                    "Write how large the deposit is: a percentage or a sum, and leave the other one at 0."
                )
            }
        )
