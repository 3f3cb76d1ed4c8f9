"""Forms of requests: ask, answer, still needed, and the team's accept, ask back, decline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.backlog.actions import ItemFields, RequestFields
from luotsi.rooms.backlog.models import Confirmation, Deliverable, Moscow, Request, WorkItem
from luotsi.rooms.backlog.queries.board import is_id

LONGEST = 5000
# While one types, like requests appear below the question; names and addresses are not sent for that.
LOOKS_FOR_LIKES = {
    "hx-trigger": "input changed delay:400ms",
    "hx-target": "#similar",
    "hx-swap": "innerHTML",
    "hx-include": "[name=tactic]",
    "hx-params": "wanted,tactic",
    "hx-sync": "this:replace",
}


def _area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AskForm(forms.Form):
    """One question first; what else helps beside it. A guest also says who asks."""

    wanted = forms.CharField(
        label=_("What should be different afterwards?"), required=False, max_length=LONGEST, widget=_area(3)
    )
    tactic = forms.CharField(
        label=_("Have something in mind already?"), required=False, max_length=LONGEST, widget=_area(2),
        help_text=_("A brochure, a page, an event: welcome beside the result."),
    )  # fmt: skip
    for_whom = forms.CharField(label=_("For whom?"), required=False, max_length=300)
    needed_on = forms.DateField(label=_("By when?"), required=False, widget=_day())
    how_known = forms.CharField(label=_("How will we know?"), required=False, max_length=300)
    asker_name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    asker_email = forms.EmailField(
        label=_("Your e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    asked_once = forms.BooleanField(required=False, widget=forms.HiddenInput)
    join = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].widget.attrs |= LOOKS_FOR_LIKES | {"hx-get": reverse("backlog:similar")}
        if not is_guest:
            del self.fields["asker_name"], self.fields["asker_email"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("wanted", "").strip() and not given.get("tactic", "").strip():
            self.add_error("wanted", _("Say what should be different afterwards."))
        return given

    def as_fields(self) -> RequestFields:
        names = ("wanted", "tactic", "for_whom", "how_known", "needed_on")
        return RequestFields(**{name: self.cleaned_data[name] for name in names})

    def second_step(self) -> AskForm:
        """The same answers, with what was written put where it belongs, and the question asked again, once."""
        given = self.cleaned_data
        said = "\n".join(part for part in (given["wanted"], given["tactic"]) if part.strip())
        again = AskForm(
            initial={**given, "wanted": "", "tactic": said, "asked_once": True}, is_guest="asker_name" in self.fields
        )
        again.fields["wanted"].label = _("And what should be different once it is there?")
        again.fields["tactic"].label = _("What you have in mind")
        again.fields["tactic"].help_text = ""
        return again


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Your answer"), max_length=LONGEST, widget=_area(3))


class ConfirmForm(forms.Form):
    answer = forms.ChoiceField(choices=Confirmation.Answer.choices)


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Comment for the team"), max_length=LONGEST, widget=_area(2))


class _OfVersion(forms.Form):
    """A verb on a request as it was seen: somebody else's decision in between is not overwritten."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AskBackForm(_OfVersion):
    text = forms.CharField(
        label=_("What do you need to know?"), max_length=LONGEST, widget=_area(3, autofocus=True),
        help_text=_("The asker gets it by mail and answers on the status page."),
    )  # fmt: skip


class DeclineForm(_OfVersion):
    """A no names its reason and the work that goes first."""

    reason = forms.CharField(
        label=_("Why not?"), max_length=LONGEST, widget=_area(3, autofocus=True),
        help_text=_("The asker reads this. Write it as you would say it."),
    )  # fmt: skip
    goes_first = forms.ModelChoiceField(
        label=_("What goes first instead"), queryset=WorkItem.objects.none(), required=False,
        empty_label=_("Nothing in particular"),
    )  # fmt: skip
    look_again_on = forms.DateField(label=_("Look at it again on"), required=False, widget=_day())

    def __init__(self, *args: Any, top: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["goes_first"].queryset = top  # type: ignore[attr-defined]

    def clean_look_again_on(self) -> date | None:
        day = self.cleaned_data["look_again_on"]
        if day is not None and day <= self.on:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class AcceptForm(_OfVersion):
    """What the new item will say; all of it can be changed later on its page."""

    title = forms.CharField(label=_("Title in the list"), max_length=300)
    outcome = forms.TypedChoiceField(label=_("Outcome it serves"), required=False, coerce=int, empty_value=None)
    value = forms.DecimalField(
        label=_("Value to it, 0 to 10"), required=False, min_value=0, max_value=10, max_digits=4, decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5"}),
    )  # fmt: skip
    confidence = forms.DecimalField(
        label=_("Confidence, 0 to 1"), min_value=0, max_value=1, max_digits=3, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )  # fmt: skip
    effort_low_hours = forms.DecimalField(
        label=_("Effort from, hours"), required=False, min_value=0, max_value=99999, max_digits=7, decimal_places=1
    )
    effort_high_hours = forms.DecimalField(
        label=_("to, hours"), required=False, min_value=0, max_value=99999, max_digits=7, decimal_places=1
    )
    moscow = forms.ChoiceField(label=_("MoSCoW"), required=False, choices=[("", _("Not yet said")), *Moscow.choices])
    deliverable = forms.ChoiceField(label=_("Deliverable"), required=False, choices=[("", "–"), *Deliverable.choices])
    needed_on = forms.DateField(label=_("Needed by"), required=False, widget=_day())
    description = forms.CharField(label=_("Description"), required=False, max_length=20000, widget=_area(4))

    def __init__(self, *args: Any, outcomes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", _("None: ad hoc")), *outcomes]  # type: ignore[attr-defined]

    def as_fields(self) -> ItemFields:
        given = self.cleaned_data
        names = ("title", "description", "moscow", "deliverable", "confidence", "needed_on")
        hours = ("effort_low_hours", "effort_high_hours")
        worth = given["value"] if given["value"] is not None else Decimal(5)
        worths = {given["outcome"]: worth} if given["outcome"] else {}
        return ItemFields(**{name: given[name] for name in (*names, *hours)}, worths=worths)


class AcceptIntoForm(_OfVersion):
    """Into work that is in the list already."""

    into = forms.IntegerField(min_value=1)


class JoinForm(_OfVersion):
    """Which request this one goes on with; recurring and sibling work only when a person says it is the same."""

    into = forms.IntegerField(label=_("Goes on with request number"), min_value=1)
    same_work = forms.BooleanField(label=_("It is the same work, I have looked"), required=False)


class _Requests(forms.ModelMultipleChoiceField):
    """Ticked requests; a number that no database knows is no choice."""

    def clean(self, value: Any) -> Any:
        if not all(is_id(str(one)) for one in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


class BulkJoinForm(forms.Form):
    """A group of duplicates: the first goes on, the others join it."""

    into = forms.ModelChoiceField(queryset=Request.objects.none())
    requests = _Requests(queryset=Request.objects.none())

    def __init__(self, *args: Any, visible: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = visible  # type: ignore[attr-defined]
        self.fields["requests"].queryset = visible  # type: ignore[attr-defined]
