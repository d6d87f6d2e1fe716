"""What Zalo gave the site to send by, which changes with every use."""

from django.db import models


class ZaloKeys(models.Model):
    """One row. The tokens are boxed (`common.data.box`); `seed` is a hash of the token that the operator wrote.

    A refresh token is good once: whoever holds the row until `leased_until` asks for the next one, and nobody else.
    """

    seed = models.CharField(max_length=64, blank=True, default="")
    access = models.TextField(blank=True, default="")
    refresh = models.TextField(blank=True, default="")
    good_until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "keys of Zalo"
        verbose_name_plural = "keys of Zalo"
        constraints = [models.CheckConstraint(name="one_row_of_zalo_keys", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"good until {self.good_until}"
