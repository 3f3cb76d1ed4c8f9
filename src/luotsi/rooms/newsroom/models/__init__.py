"""Rows of the room: companies and their sources, items with their corrections, our own releases."""

from luotsi.rooms.newsroom.models.items import Correction, Hook, Item
from luotsi.rooms.newsroom.models.releases import Release
from luotsi.rooms.newsroom.models.sources import Company, Source

__all__ = ["Company", "Correction", "Hook", "Item", "Release", "Source"]
