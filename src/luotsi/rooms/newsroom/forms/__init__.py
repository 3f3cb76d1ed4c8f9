"""Forms of the newsroom: they turn what was typed into drafts; the rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.newsroom.checking import MOST_CHARS, Text
from luotsi.rooms.newsroom.drafts import CompanyDraft, ReleaseDraft, SourceDraft, Told
from luotsi.rooms.newsroom.models import Company, Hook, Release, Source
from luotsi.rooms.newsroom.models.items import LEAD_CHARS, URL_CHARS

KINDS_OF_TEXT = (
    ("release", _("Press release")), ("post", _("Post")), ("mail", _("Mail")), ("title", _("Only a headline")),
)  # fmt: skip
FOR_WHOM = _("Bakers, hospitals, road builders: what they gain counts as a gain for customers.")
READ = [(Source.Kind.FEED, Source.Kind.FEED.label), (Source.Kind.SITEMAP, Source.Kind.SITEMAP.label),
        (Source.Kind.LIST_PAGE, Source.Kind.LIST_PAGE.label)]  # fmt: skip


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)


def text(label: Any, rows: int = 3, most: int = MOST_CHARS, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), max_length=most, **more)


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=120)
    site = forms.URLField(label=_("site"), required=False, assume_scheme="https", max_length=500)
    is_ours = forms.BooleanField(
        label=_("This is our own company"), required=False, help_text=_("Its releases are planned here.")
    )

    def draft(self) -> CompanyDraft:
        return CompanyDraft(**{name: self.cleaned_data[name] for name in CompanyDraft.__dataclass_fields__})

    @staticmethod
    def values_of(company: Company) -> dict[str, Any]:
        return {name: getattr(company, name) for name in CompanyDraft.__dataclass_fields__}


class SourceForm(forms.Form):
    address = forms.URLField(
        label=_("address"), assume_scheme="https", max_length=1000,
        help_text=_("Of the feed, the sitemap or the page that lists news: https://…"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("kind"), choices=READ)
    company = forms.ModelChoiceField(
        Company.objects.all(), label=_("company"), required=False, empty_label=_("none: the trade press"),
        help_text=_("A company’s own news count in the audit; the trade press feeds the digest only."),
    )  # fmt: skip

    def draft(self) -> SourceDraft:
        return SourceDraft(**{name: self.cleaned_data[name] for name in SourceDraft.__dataclass_fields__})


class ItemForm(forms.Form):
    headline = forms.CharField(label=_("headline"), max_length=500)
    lead = text(_("lead"), 3, LEAD_CHARS, required=False, help_text=_("The first paragraph, as it was published."))
    company = forms.ModelChoiceField(
        Company.objects.all(), label=_("company"), required=False, empty_label=_("none: the trade press")
    )
    published_on = day(_("published on"))
    url = forms.URLField(label=_("address"), required=False, assume_scheme="https", max_length=URL_CHARS)
    is_about = forms.BooleanField(
        label=_("Somebody else wrote it about the company"), required=False,
        help_text=_("It is kept, and does not count as the company’s own news."),
    )  # fmt: skip

    def told(self) -> Told:
        return Told(**self.cleaned_data)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("file"),
        help_text=_("CSV, .xlsx or .json with the columns headline, company, date and perhaps lead, url."),
    )
    good_rows_only = forms.BooleanField(label=_("Leave faulty rows out instead of bringing nothing in"), required=False)


class ReleaseForm(forms.Form):
    headline = forms.CharField(label=_("headline"), max_length=300)
    lead = text(
        _("lead"), 2, LEAD_CHARS, required=False,
        help_text=_("What happened, for whom, how much: one or two sentences."),
    )  # fmt: skip
    body = text(_("text"), 10, required=False)
    kind = forms.ChoiceField(label=_("kind"), choices=Release.Kind, initial=Release.Kind.RELEASE)
    audience = forms.CharField(label=_("whom it is for"), max_length=120, required=False, help_text=FOR_WHOM)
    planned_on = day(_("planned for"), required=False)
    chosen_hook = forms.ChoiceField(
        label=_("hook"), choices=[("", _("as it is read")), *Hook.choices], required=False,
        help_text=_("Say so where the reading is wrong; your word counts."),
    )  # fmt: skip
    to_site = forms.BooleanField(label=_("To our site"), required=False, initial=True)
    to_media = forms.BooleanField(label=_("To media"), required=False)
    to_customers = forms.BooleanField(label=_("To customers"), required=False)

    version = forms.CharField(widget=forms.HiddenInput, required=False)  # as it was when one began to write

    def draft(self) -> ReleaseDraft:
        return ReleaseDraft(**{name: self.cleaned_data[name] for name in ReleaseDraft.__dataclass_fields__})

    @staticmethod
    def values_of(release: Release) -> dict[str, Any]:
        fields = {name: getattr(release, name) for name in ReleaseDraft.__dataclass_fields__}
        return {**fields, "version": release.version}


class TextForm(forms.Form):
    """Any text, for a look at it; nothing of it is kept."""

    headline = forms.CharField(label=_("headline"), max_length=500, required=False)
    body = text(_("text"), 12, required=False)
    kind = forms.ChoiceField(label=_("kind"), choices=KINDS_OF_TEXT, initial="release", required=False)
    audience = forms.CharField(label=_("whom it is for"), max_length=120, required=False, help_text=FOR_WHOM)

    def typed(self, **more: str) -> Text:
        given = self.cleaned_data
        return Text(
            headline=given["headline"], body=given["body"], kind=given["kind"] or "release",
            audience=given["audience"], **more,
        )  # fmt: skip
