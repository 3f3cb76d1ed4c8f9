"""Rows that are written once and never changed or removed: verdicts, decisions, what was sent.

A trigger in the room's migration keeps the same promise against whoever goes past these models.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from luotsi.kernel.errors import Refused


class WrittenOnceQuerySet(models.QuerySet[Any]):
    """Adds and reads."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise self.model.refusal()

    def delete(self) -> NoReturn:
        raise self.model.refusal()


class WrittenOnce(models.Model):
    """Saved once. Whatever else is tried raises what `refusal` says."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise self.refusal()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise self.refusal()

    @classmethod
    def refusal(cls) -> Refused:
        """Why this row stays as it is, and what to do instead."""
        raise NotImplementedError
