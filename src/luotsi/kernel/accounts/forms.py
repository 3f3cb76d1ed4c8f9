"""Forms of the settings pages."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.accounts.models import Scope, User
from luotsi.kernel.accounts.permissions import Role

AS_ASKED = ("", _("as their browser asks"))


class OwnForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=200)
    language = forms.ChoiceField(
        label=_("language"), required=False, choices=[("", _("as my browser asks")), *settings.LANGUAGES]
    )
    theme = forms.ChoiceField(label=_("theme"), choices=User.Theme, widget=forms.RadioSelect)


class TokenForm(forms.Form):
    DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")), ("0", _("until it is revoked"))]

    name = forms.CharField(
        label=_("what for"), max_length=100, help_text=_("For example: weekly figures from the CRM.")
    )
    scope = forms.ChoiceField(label=_("What it may do"), choices=Scope, initial=Scope.READ, widget=forms.RadioSelect)
    days = forms.TypedChoiceField(label=_("good for"), choices=DAYS, initial="90", coerce=int)


class InviteForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=200)
    email = forms.EmailField(label=_("e-mail"), max_length=254)
    role = forms.ChoiceField(label=_("role"), choices=Role, initial=Role.MEMBER)
    language = forms.ChoiceField(label=_("language"), required=False, choices=[AS_ASKED, *settings.LANGUAGES])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("role"), choices=Role)
