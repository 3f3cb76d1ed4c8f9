"""What the codes of accounts are called in the activity log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from luotsi.kernel.activity.words import Subject

VERBS = {
    "accounts.user_added": _("let this person in"),
    "accounts.role_changed": _("changed this person's role"),
    "accounts.account_closed": _("closed this person's account"),
    "accounts.account_opened": _("opened this person's account again"),
    "accounts.settings_changed": _("changed their own settings"),
    "accounts.token_made": _("made an API token"),
    "accounts.token_revoked": _("revoked an API token"),
    "accounts.guest_link_revoked": _("revoked a guest link"),
}
SUBJECTS = {
    "accounts.user": Subject(_("Person")),
    "accounts.guestlink": Subject(_("Guest link"), name_field="path"),
}
