"""What is handed in to the room's actions: news, companies, sources, releases, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luotsi.rooms.newsroom.models import Company, Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One piece of news as it was told. `hook` is a person's word, where one was given with it."""

    headline: str
    published_on: date
    lead: str = ""
    url: str = ""
    lang: str = ""
    company: Company | None = None
    is_about: bool = False
    hook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDraft:
    name: str
    site: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    kind: str
    address: str
    company: Company | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDraft:
    headline: str
    lead: str = ""
    body: str = ""
    kind: str = Release.Kind.RELEASE
    audience: str = ""
    planned_on: date | None = None
    chosen_hook: str = ""
    to_site: bool = True
    to_media: bool = False
    to_customers: bool = False
