"""Digests: the archive, one as it was sent or in preparation, its words, its order, its leaving."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.newsroom import actions, mail
from luotsi.rooms.newsroom.forms.digests import WeekForm, WordsForm
from luotsi.rooms.newsroom.models import Digest
from luotsi.rooms.newsroom.queries import digests as queries
from luotsi.rooms.newsroom.rules.digests import week_before

A_PAGE = 26
THEMES = ("light", "dark")


@needs("newsroom.see")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    """What is in preparation, and every week that was sent."""
    user = request.user
    context = {
        "drafts": list(queries.digests_for(user).drafts()) if user.may("newsroom.write") else [],
        "page": Paginator(queries.weeks_of(user), A_PAGE).get_page(request.GET.get("page")),
        "schedule": queries.schedule() if user.may("newsroom.write") else None,
        "reader_count": queries.reader_count() if user.may("newsroom.write") else None,
        "me": queries.reader_of(user),
        "week_form": WeekForm(initial={"week": week_before(timezone.localdate())}),
        "now": timezone.now(),
    }
    return render(request, "newsroom/digests.html", context)


@needs("newsroom.see", guest=True)
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """As it was sent, for every reader; in preparation, for the team."""
    if not request.user.is_authenticated:
        return _sent(request, queries.sent_by_link(pk))
    digest = queries.digest_for(request.user, pk)
    return _sent(request, digest) if digest.is_sent else _draft(request, digest)


@needs("newsroom.write")
@require_POST
def prepare(request: SignedInRequest) -> HttpResponse:
    form = WeekForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose a day of the week you want a digest of.", code="newsroom.no_week", field="week")
    digest = actions.prepare_digest(week_on=form.cleaned_data["week"], by=request.user, at=timezone.now())
    return redirect("newsroom:digest", digest.pk)


@needs("newsroom.write")
@require_POST
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its first words and its number."""
    digest = queries.digest_for(request.user, pk)
    form = WordsForm(request.POST, entries=queries.entries_of(digest))
    if form.is_valid():
        try:
            actions.write_digest(
                digest=digest, intro=form.cleaned_data["intro"], number=form.number(), by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("newsroom:digest", pk)
    return _draft(request, digest, form=form)


@needs("newsroom.write")
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.drop_digest(digest=queries.digest_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("newsroom:digests")


@needs("newsroom.send")
@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    digest = actions.approve_digest(digest=queries.digest_for(request.user, pk), by=request.user, at=timezone.now())
    moment = date_format(timezone.localtime(digest.send_at), "SHORT_DATETIME_FORMAT")
    messages.success(request, _("Approved. It leaves by itself: %s.") % moment)
    return redirect("newsroom:digest", pk)


@needs("newsroom.send")
@require_POST
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """The approval is taken back."""
    actions.hold_digest(digest=queries.digest_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("newsroom:digest", pk)


@needs("newsroom.send")
@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    digest = queries.digest_for(request.user, pk)
    sent = actions.send_digest(digest=digest, by=request.user, at=timezone.now())
    count = sent.mails.count()
    said = ngettext("Sent. %d mail is on its way.", "Sent. %d mails are on their way.", count)
    messages.success(request, said % count)
    return redirect("newsroom:digest", pk)


@needs("newsroom.send")
@require_POST
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Once more to the addresses where it did not arrive, or nobody knows."""
    digest = queries.digest_for(request.user, pk)
    if not digest.is_sent:
        raise Refused("This digest has not been sent yet.", code="newsroom.digest_is_draft")
    actions.mail_again(sent=digest.copy, by=request.user, at=timezone.now())
    messages.success(request, _("They are tried once more."))
    return redirect("newsroom:digest", pk)


@csp_update({"style-src": [SELF, UNSAFE_INLINE]})
@needs("newsroom.write")
@require_safe
def as_mail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The very HTML that readers get; a mail carries its style with it, so this one page may."""
    theme = request.GET.get("theme", "")
    context = mail.written(_content(request, pk), theme if theme in THEMES else "")
    return render(request, "newsroom/mail/digest.html", {**context, "is_preview": True})


@needs("newsroom.write")
@require_safe
def as_text(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same for mail programs that show plain text."""
    context = mail.written(_content(request, pk))
    return HttpResponse(mail.text_of(context), content_type="text/plain; charset=utf-8")


def _content(request: SignedInRequest, pk: int) -> dict[str, Any]:
    digest = queries.digest_for(request.user, pk)
    return digest.copy.content if digest.is_sent else queries.content_of(digest)


def _sent(request: SignedInRequest, digest: Digest) -> HttpResponse:
    sent = digest.copy
    context: dict[str, Any] = {"digest": digest, "content": queries.as_read(sent.content)}
    if request.user.is_authenticated and request.user.may("newsroom.send"):
        context["states"], context["trouble"] = queries.mails_of(sent)
        context["history"] = history_of(digest)[:30]
    return render(request, "newsroom/digest_sent.html", context)


def _draft(request: SignedInRequest, digest: Digest, form: WordsForm | None = None) -> HttpResponse:
    entries = queries.entries_of(digest)
    context = {
        "digest": digest,
        "form": form or WordsForm(initial=WordsForm.values_of(digest), entries=entries),
        "chosen": [one for one in entries if one.is_chosen],
        "left_out": [one for one in entries if not one.is_chosen],
        "others": queries.others_of_week(digest),
        "reader_count": queries.reader_count(),
        "history": history_of(digest)[:30],
        "now": timezone.now(),
        "is_late": digest.is_late(timezone.now()),
    }
    return render(request, "newsroom/digest_draft.html", context, status=422 if form is not None else 200)
