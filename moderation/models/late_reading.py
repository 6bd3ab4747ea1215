"""How far the worker has read on in long messages."""

from django.db import models


class LateReading(models.Model):
    """One row: the key of the last event that was looked at. Whoever reads on locks it."""

    upto = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.upto)
