"""Roles in a case. Some say a position, which the team may know; two say a stand, which is a thought. Pure."""

from __future__ import annotations

POSITIONS = ("decision_maker", "influencer", "contributor")
STANDS = ("champion", "detractor")
TO_BE_HEARD = ("decision_maker", "influencer")
