"""Verbs of the room. All news come in by `add_items`, whoever brings them: source, file, API, hand, our own release."""

from luotsi.rooms.newsroom.actions.corrections import correct_item, reread, reread_releases
from luotsi.rooms.newsroom.actions.digest_readers import (
    add_reader,
    come_back,
    end_reader,
    leave,
    set_schedule,
    subscribe,
)
from luotsi.rooms.newsroom.actions.digest_round import go_round
from luotsi.rooms.newsroom.actions.digest_sending import approve_digest, hold_digest, mail_again, send_digest
from luotsi.rooms.newsroom.actions.digests import (
    NumberDraft,
    add_entry,
    annotate_entry,
    choose_entry,
    drop_digest,
    move_entry,
    prepare_digest,
    write_digest,
)
from luotsi.rooms.newsroom.actions.items import Added, add_item, add_items, read_items, set_about
from luotsi.rooms.newsroom.actions.learning import is_outdated
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
    "NumberDraft",
    "add_company",
    "add_entry",
    "add_item",
    "add_items",
    "add_reader",
    "add_release",
    "add_source",
    "annotate_entry",
    "approve_digest",
    "ask_to_read",
    "choose_entry",
    "come_back",
    "correct_item",
    "drop_digest",
    "drop_release",
    "edit_company",
    "edit_release",
    "end_reader",
    "go_round",
    "hold_digest",
    "is_outdated",
    "leave",
    "mail_again",
    "move_entry",
    "note_failure",
    "pause_source",
    "prepare_digest",
    "publish_release",
    "read_items",
    "remove_source",
    "reread",
    "reread_releases",
    "resume_source",
    "send_digest",
    "set_about",
    "set_schedule",
    "subscribe",
    "take_in",
    "write_digest",
]
