"""Verbs of the room. All results come in by `record_results`, whoever brings them: file, API, webhook, sends."""

from luotsi.rooms.campaigns.actions.campaigns import (
    add_campaign,
    edit_campaign,
    renew_secret,
    share_campaign,
    start_campaign,
    unshare_campaign,
)
from luotsi.rooms.campaigns.actions.criteria import add_criterion, edit_criterion, remove_criterion
from luotsi.rooms.campaigns.actions.deciding import (
    abort_campaign,
    end_undecided,
    look,
    look_at_all,
    scale_campaign,
)
from luotsi.rooms.campaigns.actions.ordering import draw_order
from luotsi.rooms.campaigns.actions.recording import Recorded, count_by_hand, record_results, take_back

__all__ = [
    "Recorded",
    "abort_campaign",
    "add_campaign",
    "add_criterion",
    "count_by_hand",
    "draw_order",
    "edit_campaign",
    "edit_criterion",
    "end_undecided",
    "look",
    "look_at_all",
    "record_results",
    "remove_criterion",
    "renew_secret",
    "scale_campaign",
    "share_campaign",
    "start_campaign",
    "take_back",
    "unshare_campaign",
]
