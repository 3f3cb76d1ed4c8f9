"""Rows of the room: companies and sources, items with corrections, our own releases, digests and their readers."""

from luotsi.rooms.newsroom.models.digest import (
    Digest,
    DigestEntry,
    DigestMail,
    DigestReader,
    DigestSchedule,
    SentDigest,
)
from luotsi.rooms.newsroom.models.items import Correction, Hook, Item
from luotsi.rooms.newsroom.models.releases import Release
from luotsi.rooms.newsroom.models.sources import Company, Source

__all__ = [
    "Company",
    "Correction",
    "Digest",
    "DigestEntry",
    "DigestMail",
    "DigestReader",
    "DigestSchedule",
    "Hook",
    "Item",
    "Release",
    "SentDigest",
    "Source",
]
