"""Small rules of the room: what counts output, what yes looks like in a file, which order an id comes in. Pure."""

from luotsi.rooms.campaigns.rules.orders import can_be_kept, drawn_order, opaque, out_of_order
from luotsi.rooms.campaigns.rules.outputs import counts_output
from luotsi.rooms.campaigns.rules.values import Unreadable, read_moment, read_value

__all__ = [
    "Unreadable",
    "counts_output",
    "can_be_kept",
    "drawn_order",
    "opaque",
    "out_of_order",
    "read_moment",
    "read_value",
]
