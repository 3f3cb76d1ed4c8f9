from django.db import models


class BareItem(models.Model):
    """The rival's only table."""

    title = models.CharField(max_length=300)
    rank = models.BigIntegerField(db_index=True)
    effort = models.IntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
