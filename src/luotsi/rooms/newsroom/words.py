"""What this room's codes are called: in the activity log, on its pages, and where a source says what is wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.kernel.activity.words import Subject

VERBS: dict[str, Any] = {
    "newsroom.company_added": _("added this company to the newsroom"),
    "newsroom.company_edited": _("changed this company"),
    "newsroom.source_added": _("has this source read"),
    "newsroom.source_paused": _("paused this source"),
    "newsroom.source_resumed": _("lets this source be read again"),
    "newsroom.source_removed": _("removed a source"),
    "newsroom.source_broke": _("could not read this source"),
    "newsroom.source_mended": _("could read this source again"),
    "newsroom.items_added": _("brought in news ({count})"),
    "newsroom.item_added": _("added a piece of news"),
    "newsroom.item_corrected": _("said what this hangs on"),
    "newsroom.set_aside": _("set this aside as somebody else’s publication"),
    "newsroom.counted_again": _("counts this as the company’s own news again"),
    "newsroom.release_added": _("planned this release"),
    "newsroom.release_edited": _("changed this release"),
    "newsroom.release_published": _("published this release"),
    "newsroom.release_dropped": _("dropped a planned release"),
}
SUBJECTS: dict[str, Any] = {
    "newsroom.company": Subject(_("Company"), "newsroom:edit_company", "name"),
    "newsroom.source": Subject(_("Source"), "newsroom:source", "address"),
    "newsroom.item": Subject(_("News"), "newsroom:item", "headline"),
    "newsroom.release": Subject(_("Release"), "newsroom:release", "headline"),
}

# worthiness -> (kind of the chip, word)
WORTH: dict[str, tuple[str, Any]] = {
    "worthy": ("good", pgettext_lazy("news", "Worthy")),
    "filler": ("watch", pgettext_lazy("news", "Filler")),
    "other": ("idle", pgettext_lazy("news", "Other")),
    "": ("idle", pgettext_lazy("news", "Not read yet")),
}
CAMPS: dict[str, tuple[str, Any]] = {
    "quality": ("good", pgettext_lazy("camp", "Minds quality")),
    "quantity": ("watch", pgettext_lazy("camp", "Hammers with quantity")),
    "neither": ("idle", pgettext_lazy("camp", "In neither camp")),
    "silent": ("idle", pgettext_lazy("camp", "Nearly silent")),
}
CHANNELS: dict[str, Any] = {
    "site": pgettext_lazy("channel", "our site"),
    "media": pgettext_lazy("channel", "media"),
    "customers": pgettext_lazy("channel", "customers"),
}
REASONS: dict[str, Any] = {
    "verb": _("“{words}” is what is done: {hook}"),
    "object": _("“{words}” is what it is about: {hook}"),
    "stage": _("“{words}” says how far it is: {hook}"),
    "pattern": _("“{words}” is how such news are written: {hook}"),
    "words": _("“{words}” speaks for {hook}"),
    "meaning": _("What it says as a whole is close to {hook}"),
    "learnt": _("People here said of news like this: {hook}"),
}
# What a broken source says of itself, and what to do about it.
ERRORS: dict[str, tuple[Any, Any]] = {}
OTHERWISE = (_("It could not be read."), _("Open the address in a browser and see what stands there now."))
