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
    "newsroom.digest_prepared": _("prepared this digest; new stories: {count}"),
    "newsroom.digest_entry_in": _("took a story into this digest"),
    "newsroom.digest_entry_out": _("left a story out of this digest"),
    "newsroom.digest_annotated": _("said what a story means for us"),
    "newsroom.digest_ordered": _("moved a story to place {place}"),
    "newsroom.digest_written": _("wrote this digest’s first words and its number"),
    "newsroom.digest_approved": _("approved this digest"),
    "newsroom.digest_held": _("took the approval of this digest back"),
    "newsroom.digest_sent": _("sent this digest; readers: {count}"),
    "newsroom.digest_mailed_again": _("had this digest mailed again; addresses: {count}"),
    "newsroom.digest_dropped": _("dropped a digest"),
    "newsroom.digest_scheduled": _("changed when digests are prepared and leave"),
    "newsroom.reader_added": _("added a reader of the digest"),
    "newsroom.reader_ended": _("took a reader off the digest’s list"),
    "newsroom.reader_came": _("subscribed to the digest"),
    "newsroom.reader_left": _("unsubscribed from the digest"),
}
SUBJECTS: dict[str, Any] = {
    "newsroom.company": Subject(_("Company"), "newsroom:edit_company", "name"),
    "newsroom.source": Subject(_("Source"), "newsroom:source", "address"),
    "newsroom.item": Subject(_("News"), "newsroom:item", "headline"),
    "newsroom.release": Subject(_("Release"), "newsroom:release", "headline"),
    "newsroom.digest": Subject(_("Digest"), "newsroom:digest", "week_on"),
    "newsroom.digestschedule": Subject(_("Schedule of digests"), "", ""),
    "newsroom.digestreader": Subject(_("Reader of the digest"), "", ""),
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
# Why a story is proposed for a digest
WHY: dict[str, Any] = {
    "worthy": pgettext_lazy("digest", "worth telling"),
    "maybe_worthy": pgettext_lazy("digest", "perhaps worth telling"),
    "told_by_many": pgettext_lazy("digest", "told by many"),
    "has_number": pgettext_lazy("digest", "has a number"),
    "filler": pgettext_lazy("digest", "filler by its hook"),
}
# What a broken source says of itself, and what to do about it.
ERRORS: dict[str, tuple[Any, Any]] = {
    "bad_address": (_("This is no web address."), _("Copy it from the browser once more.")),
    "no_such_host": (_("There is no such site."), _("Look for a slip in the address, or whether the site has moved.")),
    "private_address": (
        _("The address leads into a network of our own, and is not read."),
        _("If that is meant, allow the network in LUOTSI_NEWS_NETWORKS."),
    ),
    "unreachable": (
        _("The site does not answer."),
        _("It is tried again by itself. If it stays so, look for a new address."),
    ),
    "tls": (_("The site’s certificate is not right."), _("Tell its owner; until then it is not read.")),
    "too_slow": (_("The site takes too long."), _("It is tried again by itself. A feed answers faster than a page.")),
    "too_large": (_("What stands there is too large."), _("Take the site’s feed, or the sitemap of its news alone.")),
    "redirects": (
        _("The address leads from one to the next without an end."),
        _("Open it in a browser, and copy where it ends."),
    ),
    "robots": (
        _("The site does not want this page to be read by programs."),
        _("Ask its owner for a feed, or bring its news in by file."),
    ),
    "status": (
        _("The site answers that it cannot show this."),
        _("Open the address in a browser and see what stands there now."),
    ),
    "status_401": (_("The page is for people who sign in."), _("Take a public address.")),
    "status_403": (
        _("The site does not let programs read this."),
        _("Ask its owner for a feed, or bring its news in by file."),
    ),
    "status_404": (_("There is no such page any more."), _("Look for the new address on the site.")),
    "status_410": (
        _("The page was taken away for good."),
        _("Look for the new address on the site, or remove this source."),
    ),
    "status_429": (_("The site says that we ask too often."), _("It is tried again later by itself.")),
    "not_text": (
        _("This is no text, but a picture, a film or the like."),
        _("Take the address of the feed or of the page."),
    ),
    "packing": (_("The site packs its pages in a way that we cannot unpack."), _("Take its feed.")),
    "broken": (
        _("The answer breaks off, or is not well formed."),
        _("It is tried again by itself. If it stays so, tell the site’s owner."),
    ),
    "not_a_feed": (
        _("There is no feed at this address."),
        _("Choose “page that lists news”, or look for the feed’s own address."),
    ),
    "not_a_sitemap": (_("There is no sitemap at this address."), _("Look for it in the site’s robots.txt.")),
    "entities": (
        _("What stands there would grow without an end when it is read, and is left alone."),
        _("Tell the site’s owner; take another address."),
    ),
    "no_entries": (
        _("There is nothing in it that looks like news."),
        _("Take the page on which the news are listed, or the feed."),
    ),
}
OTHERWISE = (_("It could not be read."), _("Open the address in a browser and see what stands there now."))
