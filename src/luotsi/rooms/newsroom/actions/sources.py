"""Whose news are read and where: companies, sources, and what comes of reading one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.jobs.models import Job
from luotsi.kernel.sayings import refused
from luotsi.rooms.newsroom.actions.items import Added, add_items
from luotsi.rooms.newsroom.drafts import CompanyDraft, SourceDraft, Told
from luotsi.rooms.newsroom.models import Company, Source
from luotsi.rooms.newsroom.rules import LONGEST_PAUSE, READ_EVERY, pause_after


@transaction.atomic
def add_company(*, draft: CompanyDraft, by: User | None, at: datetime) -> Company:
    """Raises Refused for a name that is here, and for a second one of our own."""
    company = Company(created_at=at)
    _write_company(company, draft)
    record("newsroom.company_added", company, by=by, at=at)
    return company


@transaction.atomic
def edit_company(*, company: Company, draft: CompanyDraft, by: User, at: datetime) -> Company:
    """Raises Refused as `add_company` does."""
    _write_company(company, draft)
    record("newsroom.company_edited", company, by=by, at=at)
    return company


@transaction.atomic
def add_source(*, draft: SourceDraft, by: User | None, at: datetime) -> Source:
    """It is read at once, then every three hours. Raises Refused for what is no web address, or is here already."""
    address = draft.address.strip()
    if draft.kind != Source.Kind.FILE:
        _check_address(address)
    source = Source.objects.create(
        company=draft.company, kind=draft.kind, address=address, created_by=by, created_at=at,
        next_at=None if draft.kind == Source.Kind.FILE else at,
    )  # fmt: skip
    record("newsroom.source_added", source, by=by, at=at)
    if not source.is_file:
        ask_to_read(source=source, by=by, at=at)
    return source


@transaction.atomic
def pause_source(*, source: Source, by: User, at: datetime) -> Source:
    """It is not read any more until somebody lets it go on."""
    return _pause(source, by, at, is_paused=True)


@transaction.atomic
def resume_source(*, source: Source, by: User, at: datetime) -> Source:
    """From now on it is read again, and at once."""
    source = _pause(source, by, at, is_paused=False)
    ask_to_read(source=source, by=by, at=at)
    return source


@transaction.atomic
def remove_source(*, source: Source, by: User, at: datetime) -> None:
    """What it brought stays."""
    record("newsroom.source_removed", source, by=by, at=at)
    source.delete()


def ask_to_read(*, source: Source, by: User | None, at: datetime) -> Job:
    """As soon as a worker is free; asked twice it is read once. Raises Refused for a file: it came once."""
    if source.is_file:
        raise refused(_("A file is read when it comes in. Bring in the newer one."), code="newsroom.file_is_read")
    return enqueue(
        "newsroom.read_source", by=by, at=at, unique_key=f"newsroom.read_source:{source.pk}", source=source.pk
    )


@transaction.atomic
def take_in(*, source: Source, told: Sequence[Told], etag: str, last_modified: str, at: datetime) -> Added:
    """A reading went well: what is new comes in, and whatever was broken is whole again."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    added = add_items(told=told, source=source, by=None, at=at, read_at_once=False)
    if source.is_broken:
        record("newsroom.source_mended", source, by=None, at=at)
    source.etag, source.last_modified = etag[:300], last_modified[:100]
    source.read_at, source.next_at = at, at + READ_EVERY
    source.broken_since, source.error, source.tries = None, "", 0
    source.save()
    return added


@transaction.atomic
def note_failure(*, source: Source, code: str, at: datetime, wait: timedelta = timedelta(0)) -> Source:
    """A reading went wrong: shown from the first time on, tried again later and later, or when the site asks for it."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    if not source.is_broken:
        record("newsroom.source_broke", source, by=None, at=at, error=code)
    source.tries += 1
    source.broken_since, source.error = source.broken_since or at, code[:40]
    source.next_at = at + max(pause_after(source.tries), min(wait, LONGEST_PAUSE))
    source.save()
    return source


def _pause(source: Source, by: User, at: datetime, *, is_paused: bool) -> Source:
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.is_paused != is_paused:
        source.paused_at = at if is_paused else None
        source.paused_by = by if is_paused else None  # type: ignore[assignment]
        source.next_at = source.next_at if is_paused else at
        source.save(update_fields=["paused_at", "paused_by", "next_at"])
        record("newsroom.source_paused" if is_paused else "newsroom.source_resumed", source, by=by, at=at)
    return source


def _write_company(company: Company, draft: CompanyDraft) -> None:
    name = " ".join(draft.name.split())
    others = Company.objects.exclude(pk=company.pk)
    if not name:
        raise refused(_("A company has a name."), code="newsroom.company_nameless", field="name")
    if others.filter(name__iexact=name).exists():
        raise refused(
            _("“{name}” is here already. Open it in the list of companies."),
            code="newsroom.company_known", field="name", name=name,
        )  # fmt: skip
    ours = others.filter(is_ours=True).first() if draft.is_ours else None
    if ours is not None:
        raise refused(
            _("“{ours}” is marked as our own already. Take the mark away there first."),
            code="newsroom.ours_twice", field="is_ours", ours=ours,
        )  # fmt: skip
    company.name, company.site, company.is_ours = name, draft.site.strip(), draft.is_ours
    company.save()


def _check_address(address: str) -> None:
    if not address.startswith(("http://", "https://")):
        raise refused(
            _("Give the whole address, as the browser shows it: https://…"),
            code="newsroom.no_address", field="address",
        )  # fmt: skip
    if Source.objects.read_by_itself().filter(address=address).exists():
        raise refused(_("This address is read already."), code="newsroom.source_known", field="address")
