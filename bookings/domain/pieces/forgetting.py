"""A guest is forgotten: what they made stays with the house, as nobody's, and its page is closed."""

from bookings.domain.pieces.photos import drop_photos_of
from bookings.models import Booking, Parcel, Piece, PieceChoice

GONE = {"whose": "", "note": "", "public_at": None, "public_name": ""}


def forget_pieces(booking: Booking) -> None:
    """Names, notes, photos of their own and where they live; inside the transaction that erases the booking."""
    drop_photos_of(list(Piece.objects.filter(booking=booking).values_list("pk", flat=True)))
    Piece.objects.filter(booking=booking).update(**GONE)
    PieceChoice.objects.filter(booking=booking).delete()
    # By its number a carrier tells who got it.
    Parcel.objects.filter(booking=booking).update(tracking="")
