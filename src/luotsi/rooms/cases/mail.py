"""The mail to the owner of a case that came back: its title, what was learnt, and the page where all of it stands."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from luotsi.kernel.errors import Unavailable
from luotsi.rooms.cases.models import Case


def send_back_again(pk: int) -> bool:
    """Write and send one mail. False where nobody is left to tell. Raises Unavailable when the server refuses."""
    case = Case.objects.select_related("owner").filter(pk=pk).first()
    if case is None or case.owner is None or not case.owner.is_active or not case.is_open:
        return False
    language = case.owner.language
    with translation.override(language if language in settings.LANGUAGE_NAMES else settings.LANGUAGE_CODE):
        subject = " ".join((_("Back today: %s") % case.title).split())[:200]
        link = settings.PUBLIC_URL + reverse("cases:case", args=[case.pk])
        context = {"case": case, "decision": case.decisions.first(), "link": link}
        text = render_to_string("cases/mail/back.txt", context).strip() + "\n"
    try:
        EmailMessage(subject, text, to=[case.owner.email]).send()
    except (SMTPException, OSError) as error:
        said = "it refuses the address" if isinstance(error, SMTPRecipientsRefused) else error
        raise Unavailable(f"The mail server does not take the mail: {said}", code="mail_unavailable") from error
    return True
