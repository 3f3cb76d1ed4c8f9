"""Forms of the digest: its words and number, the schedule, readers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.accounts.permissions import PERMISSIONS
from luotsi.rooms.newsroom.actions import NumberDraft
from luotsi.rooms.newsroom.forms import day, text
from luotsi.rooms.newsroom.models import Digest, DigestEntry, DigestSchedule, Item
from luotsi.rooms.newsroom.models.digest import INTRO_CHARS, NUMBER_CHARS, SAID_CHARS
from luotsi.rooms.people.queries import stakeholders_for_choice

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class WeekForm(forms.Form):
    """Any day of the week one wants a digest of."""

    week = day(_("a day of that week"))


class WordsForm(forms.Form):
    number_words = forms.CharField(
        label=_("A number for your slides"), max_length=NUMBER_CHARS, required=False,
        help_text=_("As it goes on a slide: 27 %, €14 million."),
    )  # fmt: skip
    number_said = forms.CharField(
        label=_("What it says"), max_length=SAID_CHARS, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    number_item = forms.ModelChoiceField(
        Item.objects.none(), label=_("From which story"), required=False, empty_label=_("none: no number this week")
    )
    intro = text(_("First words"), 3, INTRO_CHARS, required=False, help_text=_("One or two sentences, or none."))

    def __init__(self, *args: Any, entries: list[DigestEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [one.item_id for one in entries if one.is_chosen]
        field: Any = self.fields["number_item"]
        field.queryset = Item.objects.filter(pk__in=chosen).only("pk", "headline")
        field.choices = [("", field.empty_label), *((one.item_id, one.item) for one in entries if one.is_chosen)]

    def number(self) -> NumberDraft:
        given = self.cleaned_data
        return NumberDraft(words=given["number_words"], said=given["number_said"], item=given["number_item"])

    @staticmethod
    def values_of(digest: Digest) -> dict[str, Any]:
        names = ("number_words", "number_said", "number_item", "intro")
        return {name: getattr(digest, name) for name in names}


class ScheduleForm(forms.ModelForm):
    class Meta:
        model = DigestSchedule
        fields = ("is_on", "prepare_weekday", "prepare_hour", "send_weekday", "send_hour", "preparer")
        help_texts = {
            "is_on": _("A draft of the week that is over. It leaves only when somebody has approved it."),
            "preparer": _("Gets a mail when the draft is there."),
        }
        labels = {"preparer": _("who prepares it")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("prepare_weekday", "send_weekday"):
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label, choices=list(WEEKDAYS.items()), coerce=int
            )
        for name in ("prepare_hour", "send_hour"):
            self.fields[name] = forms.TypedChoiceField(label=self.fields[name].label, choices=HOURS, coerce=int)
        writers = sorted(PERMISSIONS["newsroom.write"])
        preparer: Any = self.fields["preparer"]
        preparer.queryset = get_user_model().objects.filter(is_active=True, role__in=writers)


class ReaderForm(forms.Form):
    stakeholder: Any = forms.ModelChoiceField(
        None, label=_("One of the register"), required=False, empty_label=_("nobody of them")
    )
    email = forms.EmailField(label=_("or an address"), required=False)
    name = forms.CharField(label=_("name"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stakeholder"].queryset = stakeholders_for_choice()  # type: ignore[attr-defined]
