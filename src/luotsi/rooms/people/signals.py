"""What the room announces to rooms above it."""

from __future__ import annotations

from django.dispatch import Signal

# Sent before somebody is entered, with `name` and `email`. A receiver that knows this person as a customer
# contact raises Refused, and nobody is entered.
stakeholder_entering = Signal()
