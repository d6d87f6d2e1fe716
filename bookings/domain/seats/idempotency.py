"""The key that a client chooses for a form, kept as a hash: whoever reads our rows or mails cannot send it again."""

import uuid as uuids

from django.utils.crypto import salted_hmac


def key_hash(key: uuids.UUID) -> str:
    """64 letters that only this site makes of the key."""
    return salted_hmac("bookings.key", str(key), algorithm="sha256").hexdigest()
