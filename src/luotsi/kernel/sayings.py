"""Refusals with names in them that pages can say in the reader's language: English text and template travel together.

raise refused(gettext_noop("The goal “{goal}” expired on {on}."), code="goals.goal_expired", goal=…, on=…)
"""

from __future__ import annotations

from datetime import date

from django.forms import BaseForm
from django.utils.formats import date_format
from django.utils.translation import gettext

from luotsi.kernel.errors import LuotsiError, Refused


def refused(template: str, *, code: str, field: str = "", **details: object) -> Refused:
    """A refusal whose English text is `template` filled with `details`; mark the template with gettext_noop."""
    return Refused(template.format(**details), code=code, field=field, template=template, **details)


def say(error: LuotsiError) -> str:
    """The error in the reader's language, as far as the catalogues know it."""
    template = error.details.get("template")
    if not isinstance(template, str):
        return gettext(error.text)
    return gettext(template).format(**{name: _written(value) for name, value in error.details.items()})


def _written(value: object) -> object:
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value


def tell(form: BaseForm, error: LuotsiError) -> None:
    """Show a refusal at the field it is about, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, say(error))
