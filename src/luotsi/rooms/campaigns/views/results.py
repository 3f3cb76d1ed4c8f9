"""The doors for results: a file looked at before it is recorded, counters by hand, the order of invitations."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import BadInput, Fault, Refused
from luotsi.kernel.sayings import tell
from luotsi.kernel.tables import Sheet
from luotsi.rooms.campaigns import actions, queries, reading
from luotsi.rooms.campaigns.actions.checking import Checked, check_told
from luotsi.rooms.campaigns.forms.results import FileForm, HandForm, MappingForm, OrderForm
from luotsi.rooms.campaigns.models import Batch, Campaign

DELIVERIES = 50
SHOWN_FAULTS = 12


@needs("campaigns.write")
@require_safe
def results(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, queries.campaign_for(request.user, pk))


def _page(request: SignedInRequest, campaign: Campaign, **more: Any) -> HttpResponse:
    criteria = list(campaign.criteria.all())
    context: dict[str, Any] = {
        "campaign": campaign,
        "criteria": criteria,
        "file_form": FileForm(),
        "hand_form": HandForm(campaign=campaign),
        "order_form": OrderForm(),
        "order": queries.order_of(campaign),
        "deliveries": list(queries.batches_of(campaign)[:DELIVERIES]),
        "by_hand": queries.counted_by_hand(campaign),
        "hook_url": request.build_absolute_uri(f"/campaigns/{campaign.pk}/hook/"),
    }
    status = 422 if more else 200
    return render(request, "campaigns/results.html", context | more, status=status)


@needs("campaigns.write")
@require_POST
def from_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file is shown as it is understood; sent again with its columns it is recorded."""
    campaign = queries.campaign_for(request.user, pk)
    given = request.FILES.get("file")
    try:
        if given is not None:
            sheet = reading.sheet_of(given.read(), given.name or "results.csv")
            return _preview(request, campaign, sheet, reading.guessed(sheet, list(campaign.criteria.all())))
        content, name = request.POST.get("content", ""), request.POST.get("name", "results.csv")
        if not content:
            return redirect("campaigns:results", pk)
        sheet = reading.sheet_of(content.encode(), name[:200])
        return _mapped(request, campaign, sheet)
    except BadInput as error:
        return _page(request, campaign, error=error)


def _mapped(request: SignedInRequest, campaign: Campaign, sheet: Sheet) -> HttpResponse:
    form = _mapping_form(campaign, sheet, request.POST)
    if not form.is_valid():
        return _preview(request, campaign, sheet, {}, form=form)
    if request.POST.get("do") == "record":
        return _record(request, campaign, sheet, form.columns())
    return _preview(request, campaign, sheet, form.columns())


def _record(request: SignedInRequest, campaign: Campaign, sheet: Sheet, columns: dict[str, str]) -> HttpResponse:
    found = reading.read(sheet, columns, list(campaign.criteria.all()), timezone.get_current_timezone())
    good_only = bool(request.POST.get("good_rows_only"))
    if found.faults and not good_only:
        raise BadInput(found.faults)
    done = _recorded(
        columns, campaign=campaign, told=found.told, source=Batch.Source.FILE, by=request.user, at=timezone.now(),
        good_rows_only=good_only, name=sheet.name,
    )  # fmt: skip
    _say_recorded(request, done, len({fault.line for fault in (*found.faults, *done.faults)}))
    return redirect("campaigns:campaign", campaign.pk)


def _recorded(columns: dict[str, str], **arguments: Any) -> actions.Recorded:
    """Through the one door; its faults name the file's own columns."""
    try:
        return actions.record_results(**arguments)
    except BadInput as error:
        raise BadInput(_in_columns(error.faults, columns)) from None


def _in_columns(faults: Iterable[Fault], columns: dict[str, str]) -> tuple[Fault, ...]:
    return tuple(replace(fault, column=columns.get(fault.column) or fault.column) for fault in faults)


def _preview(
    request: SignedInRequest, campaign: Campaign, sheet: Sheet, columns: dict[str, str], form: Any = None
) -> HttpResponse:
    """What the file would do: how many are new, how many answers, what is double, what cannot be."""
    checked: Checked | None = None
    faults: tuple[Fault, ...] = ()
    if columns.get("contact") and form is None:
        found = reading.read(sheet, columns, list(campaign.criteria.all()), timezone.get_current_timezone())
        checked = check_told(campaign, found.told, at=timezone.now(), name=sheet.name)
        faults = (*found.faults, *_in_columns(checked.faults, columns))
        faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
    context = {
        "campaign": campaign,
        "form": form or _mapping_form(campaign, sheet, None, columns),
        "sheet": sheet,
        "head": [row.cells for row in sheet.rows[:5]],
        "checked": checked,
        "new": len(checked.new) + len(checked.invited) if checked else 0,
        "faults": faults[:SHOWN_FAULTS],
        "more_faults": max(0, len(faults) - SHOWN_FAULTS),
        "may_record": checked is not None and campaign.is_running,
    }
    return render(request, "campaigns/file.html", context, status=200 if form is None else 422)


def _mapping_form(campaign: Campaign, sheet: Sheet, posted: Any, columns: dict[str, str] | None = None) -> MappingForm:
    fields = [*reading.FIELDS.items(), *((one.code, one.name) for one in campaign.criteria.all())]
    initial = {f"column_{name}": column for name, column in (columns or {}).items()}
    initial |= {"content": _as_csv(sheet), "name": sheet.name} if posted is None else {}
    return MappingForm(posted, columns=sheet.columns, fields=fields, initial=initial)


def _as_csv(sheet: Sheet) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.columns)
    writer.writerows(row.cells for row in sheet.rows)
    return out.getvalue()


@needs("campaigns.write")
@require_POST
def by_hand(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = queries.campaign_for(request.user, pk)
    form = HandForm(request.POST, campaign=campaign)
    if form.is_valid():
        try:
            actions.count_by_hand(campaign=campaign, counts=form.counts(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("campaigns:campaign", pk)
    return _page(request, campaign, hand_form=form)


@needs("campaigns.write")
@require_POST
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ids in, the order to invite them out, as a file; the same ids give the same order again from its seed."""
    campaign = queries.campaign_for(request.user, pk)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, order_form=form)
    try:
        drawn = actions.draw_order(campaign=campaign, keys=form.keys(), by=request.user, at=timezone.now())
    except Refused as error:
        tell(form, error)
        return _page(request, campaign, order_form=form)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["place", "contact", *(["arm"] if any(arm for _place, _key, arm in drawn) else [])])
    writer.writerows((place, _safe(key), *([arm] if arm else [])) for place, key, arm in drawn)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="invitation-order-{campaign.pk}.csv"'
    return answer


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is written as text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


@needs("campaigns.write")
@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    batch = queries.batch_for(request.user, pk)
    actions.take_back(batch=batch, by=request.user, at=timezone.now())
    messages.success(request, _("Taken back. Verdicts that were made with it stay in the log."))
    return redirect("campaigns:results", batch.campaign_id)


@needs("campaigns.write")
@require_POST
def renew_secret(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.renew_secret(campaign=queries.campaign_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("campaigns:results", pk)


def _say_recorded(request: SignedInRequest, done: actions.Recorded, left_out: int) -> None:
    text = ngettext("%d contact", "%d contacts", done.contacts) % done.contacts
    text += ", " + ngettext("%d answer recorded.", "%d answers recorded.", done.answers) % done.answers
    if done.doubles:
        text += " " + ngettext("%d was known already.", "%d were known already.", done.doubles) % done.doubles
    if left_out:
        text += " " + ngettext("%d row left out.", "%d rows left out.", left_out) % left_out
    messages.success(request, text)
