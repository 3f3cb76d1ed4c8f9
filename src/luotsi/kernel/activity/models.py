"""Entries of the activity log, and `record`, the only way to write one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models

CODE = re.compile(r"^[a-z0-9_.:/-]{1,80}$")


def reference_to(thing: models.Model) -> str:
    """`backlog.workitem:12`"""
    return f"{thing._meta.label_lower}:{thing.pk}"


class Entry(models.Model):
    """One change. `verb` is a code such as `backlog.item_moved`; `details` holds codes, numbers and references."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)  # reference of the thing that changed
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject", "-at"], name="entry_subject"),
            models.Index(fields=["-at"], name="entry_at"),
            models.Index(fields=["verb", "-at"], name="entry_verb"),
            models.Index(fields=["by", "-at"], name="entry_by"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


def record(verb: str, subject: models.Model, *, by: Any, at: datetime, **details: Any) -> Entry:
    """Write one entry. Must run inside the change's transaction.

    `by` is a User, or None for a guest or Luotsi itself. `details` may hold numbers, codes (lower case, no spaces),
    rows (kept as references), None, and lists of these; anything else is a copied value and raises ValueError.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb}: an activity entry belongs into the transaction of its change")
    return Entry.objects.create(
        at=at,
        by=by if getattr(by, "pk", None) else None,
        verb=verb,
        subject=reference_to(subject),
        details={name: _as_code(name, value) for name, value in details.items()},
    )


def _as_code(name: str, value: Any) -> Any:
    if isinstance(value, models.Model):
        return reference_to(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_as_code(name, part) for part in value]
    if isinstance(value, str) and CODE.match(value):
        return str(value)
    raise ValueError(f"{name}={value!r} is a copied value; the activity log keeps codes and references only")
