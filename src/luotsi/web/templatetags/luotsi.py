"""Template tags and filters that every page may use; loaded as builtins."""

from __future__ import annotations

from typing import Any

from django import template

from luotsi.kernel.accounts.permissions import may

register = template.Library()


@register.filter(name="may")
def may_filter(user: Any, permission: str) -> bool:
    """`{% if user|may:"backlog.write" %}`: whether to offer something; the view decides for itself again."""
    return may(user, permission)
