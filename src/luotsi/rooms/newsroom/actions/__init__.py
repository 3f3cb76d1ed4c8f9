"""Verbs of the room. All news come in by `add_items`, whoever brings them: source, file, API, hand, our own release."""

from luotsi.rooms.newsroom.actions.corrections import correct_item, is_outdated, reread, reread_releases
from luotsi.rooms.newsroom.actions.items import Added, add_item, add_items, read_items, set_about
from luotsi.rooms.newsroom.actions.releases import add_release, drop_release, edit_release, publish_release
from luotsi.rooms.newsroom.actions.sources import (
    add_company,
    add_source,
    ask_to_read,
    edit_company,
    note_failure,
    pause_source,
    remove_source,
    resume_source,
    take_in,
)

__all__ = [
    "Added",
    "add_company",
    "add_item",
    "add_items",
    "add_release",
    "add_source",
    "ask_to_read",
    "correct_item",
    "drop_release",
    "edit_company",
    "edit_release",
    "is_outdated",
    "note_failure",
    "pause_source",
    "publish_release",
    "read_items",
    "remove_source",
    "reread",
    "reread_releases",
    "resume_source",
    "set_about",
    "take_in",
]
