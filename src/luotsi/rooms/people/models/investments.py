"""What a stakeholder puts in: a stakeholder is an investor, never a client."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.people.codes import Put
from luotsi.rooms.people.models.stakeholders import Stakeholder


class Investment(models.Model):
    """Offered, agreed, delivered: each step has its moment. `amount` is money for a budget, hours for hours."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="investments")
    kind = models.CharField(_("kind"), max_length=12, choices=Put)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    about = models.CharField(_("for what"), max_length=300)
    offered_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(agreed_at__isnull=False),
                name="investment_agreed_before_delivered",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(agreed_at__gte=F("offered_at")),
                name="investment_offered_before_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def step(self) -> str:
        """offered, agreed or delivered"""
        if self.delivered_at is not None:
            return "delivered"
        return "agreed" if self.agreed_at is not None else "offered"
