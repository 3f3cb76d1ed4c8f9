"""A digest is prepared and worked over: what a person chose, ordered or wrote is never touched by a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.newsroom.models import Digest, DigestEntry, DigestSchedule, Item
from luotsi.rooms.newsroom.models.digest import ANNOTATION_CHARS, INTRO_CHARS, NUMBER_CHARS, SAID_CHARS
from luotsi.rooms.newsroom.proposing import FoundNumber, Proposed, number_in, proposed_for
from luotsi.rooms.newsroom.rules.digests import MOST_PROPOSED, leaves_at
from luotsi.values import monday_of

MOST_ENTRIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDraft:
    """The number for slides: its words, what it says, and the item it stands in."""

    words: str = ""
    said: str = ""
    item: Item | None = None


def prepare_digest(*, week_on: date, by: User | None, at: datetime) -> Digest:
    """Propose the week's stories. Again: what came in since is added, and nothing that is here changes.

    Raises Refused for a week that has not begun, and for a digest that was sent.
    """
    week_on = monday_of(week_on)
    if week_on > timezone.localdate(at):
        raise refused(_("This week has not begun. Choose an earlier one."), code="newsroom.week_ahead", field="week")
    proposed = proposed_for(week_on)
    with transaction.atomic():
        digest, is_new = Digest.objects.select_for_update().get_or_create(
            week_on=week_on, defaults={"created_by": by, "created_at": at, "send_at": _send_at(at)}
        )
        _check_open(digest)
        added = _take_up(digest, proposed)
        if added and not digest.is_number_chosen and not digest.number_words:
            _propose_number(digest, proposed)
        if is_new or added:
            record("newsroom.digest_prepared", digest, by=by, at=at, count=added)
    return digest


@transaction.atomic
def add_entry(*, digest: Digest, item: Item, by: User, at: datetime) -> DigestEntry:
    """A person takes a story in by hand; one that was left out comes back."""
    digest = locked(digest)
    entry = digest.entries.filter(Q(item=item) | Q(tellings=item)).distinct().first()
    if entry is not None:
        return choose_entry(entry=entry, is_chosen=True, by=by, at=at)
    if digest.entries.count() >= MOST_ENTRIES:
        raise refused(
            _("A digest holds {most} stories. Take out what nobody will read."), code="newsroom.digest_full",
            most=MOST_ENTRIES,
        )  # fmt: skip
    entry = DigestEntry.objects.create(
        digest=digest, item=item, place=_last_place(digest) + 1, added_by=by, **_number_fields(number_in(item))
    )
    entry.tellings.set(Item.objects.filter(story=item.story_id or item.pk).exclude(pk=item.pk)[:20])
    _reopen(digest)
    record("newsroom.digest_entry_in", digest, by=by, at=at, item=item)
    return entry


@transaction.atomic
def choose_entry(*, entry: DigestEntry, is_chosen: bool, by: User, at: datetime) -> DigestEntry:
    """In or out; out it keeps its annotation, and it comes back at the end."""
    digest, entry = _locked_entry(entry)
    if entry.is_chosen != is_chosen:
        entry.is_chosen = is_chosen
        entry.place = _last_place(digest) + 1 if is_chosen else entry.place
        entry.save(update_fields=["is_chosen", "place"])
        if not is_chosen and digest.number_item_id == entry.item_id:
            _set_number(digest, NumberDraft(), is_chosen=digest.is_number_chosen)
        _reopen(digest)
        verb = "newsroom.digest_entry_in" if is_chosen else "newsroom.digest_entry_out"
        record(verb, digest, by=by, at=at, item=entry.item)
    return entry


@transaction.atomic
def annotate_entry(*, entry: DigestEntry, annotation: str, by: User, at: datetime) -> DigestEntry:
    """What it means for us, in a person's words; empty takes them back."""
    digest, entry = _locked_entry(entry)
    annotation = annotation.strip().replace("\x00", "")
    if len(annotation) > ANNOTATION_CHARS:
        raise refused(
            _("An annotation has at most {most} characters; two sentences are read, a page is not."),
            code="newsroom.annotation_long", field="annotation", most=ANNOTATION_CHARS,
        )  # fmt: skip
    if entry.annotation != annotation:
        entry.annotation = annotation
        entry.save(update_fields=["annotation"])
        _reopen(digest)
        record("newsroom.digest_annotated", digest, by=by, at=at, item=entry.item)
    return entry


@transaction.atomic
def move_entry(*, entry: DigestEntry, place: int, by: User, at: datetime) -> DigestEntry:
    """To that place among the chosen ones, from 1; a place beyond the end is the end."""
    digest, entry = _locked_entry(entry)
    if not entry.is_chosen:
        raise refused(_("It is not in the digest. Take it in first."), code="newsroom.entry_is_out")
    before = list(digest.entries.filter(is_chosen=True).order_by("place", "pk"))
    after = [one for one in before if one.pk != entry.pk]
    after.insert(max(0, min(place, len(before)) - 1), entry)
    if [one.pk for one in after] != [one.pk for one in before]:
        for number, one in enumerate(after, start=1):
            one.place = number
        DigestEntry.objects.bulk_update(after, ["place"])
        entry.refresh_from_db(fields=["place"])
        _reopen(digest)
        record("newsroom.digest_ordered", digest, by=by, at=at, item=entry.item, place=entry.place)
    return entry


@transaction.atomic
def write_digest(*, digest: Digest, intro: str, number: NumberDraft, by: User, at: datetime) -> Digest:
    """The first words, and the number for slides with its source. Raises Refused for a number nobody can look up."""
    digest = locked(digest)
    intro, words, said = (text.strip().replace("\x00", "") for text in (intro, number.words, number.said))
    if len(intro) > INTRO_CHARS:
        raise refused(
            _("The first words have at most {most} characters."), code="newsroom.intro_long", field="intro",
            most=INTRO_CHARS,
        )  # fmt: skip
    item = number.item if words else None
    if (words or said) and (not words or item is None):
        raise refused(
            _("A number has its figure, what it says, and the story it comes from: somebody will ask."),
            code="newsroom.number_without_source", field="number_item" if words else "number_words",
        )  # fmt: skip
    if item is not None and not digest.entries.filter(item=item, is_chosen=True).exists():
        raise refused(
            _("The number comes from a story that is not in the digest. Take the story in first."),
            code="newsroom.number_from_outside", field="number_item",
        )  # fmt: skip
    if (intro, words, said, item) != (digest.intro, digest.number_words, digest.number_said, digest.number_item):
        digest.intro = intro
        _set_number(digest, NumberDraft(words=words, said=said, item=item), is_chosen=True)
        digest.save(update_fields=["intro"])
        _reopen(digest)
        record("newsroom.digest_written", digest, by=by, at=at)
    return digest


@transaction.atomic
def drop_digest(*, digest: Digest, by: User, at: datetime) -> None:
    """This week has none, and the schedule prepares no other. Raises Refused once it is sent."""
    digest = locked(digest)
    earlier = Q(dropped_week_on__isnull=True) | Q(dropped_week_on__lt=digest.week_on)
    DigestSchedule.objects.filter(earlier).update(dropped_week_on=digest.week_on)
    record("newsroom.digest_dropped", digest, by=by, at=at)
    digest.delete()


def locked(digest: Digest) -> Digest:
    """The row held until the transaction ends. Raises Refused once it is sent."""
    digest = Digest.objects.select_for_update(of=("self",)).select_related("number_item").get(pk=digest.pk)
    _check_open(digest)
    return digest


def _check_open(digest: Digest) -> None:
    if digest.is_sent:
        raise refused(
            _("The digest of {week} was sent and stays as it was. Work on the next one."),
            code="newsroom.digest_is_sent", week=digest,
        )  # fmt: skip


def _locked_entry(entry: DigestEntry) -> tuple[Digest, DigestEntry]:
    """Whoever changes an entry holds its digest: two who reorder at once come one after the other."""
    digest = locked(entry.digest)
    return digest, DigestEntry.objects.select_related("item").get(pk=entry.pk)


def _reopen(digest: Digest) -> None:
    """What was approved was another digest: it is to be approved again."""
    if digest.is_approved:
        digest.approved_at, digest.approved_by = None, None
        digest.save(update_fields=["approved_at", "approved_by"])


def _take_up(digest: Digest, proposed: Sequence[Proposed]) -> int:
    """New stories at the end; more tellings to stories that are here. Answers how many are new."""
    here = {entry.item_id: entry for entry in digest.entries.all()}
    told = {
        pk: here[item]
        for item, pk in DigestEntry.tellings.through.objects.filter(digestentry__digest=digest).values_list(
            "digestentry__item_id", "item_id"
        )
    }
    chosen, place, added = sum(one.is_chosen for one in here.values()), _last_place(digest), 0
    for one in proposed:
        ids = (one.leading, *one.others)
        entry = next((found for pk in ids if (found := here.get(pk) or told.get(pk))), None)
        if entry is None:
            place, added = place + 1, added + 1
            entry = DigestEntry.objects.create(
                digest=digest, item_id=one.leading, place=place, is_chosen=chosen < MOST_PROPOSED, why=list(one.why),
                **_number_fields(one.number),
            )  # fmt: skip
            chosen += 1
        entry.tellings.add(*(pk for pk in ids if pk != entry.item_id))
    return added


def _number_fields(found: FoundNumber | None) -> dict[str, str]:
    return {"number_words": found.words, "number_said": found.said} if found else {}


def _propose_number(digest: Digest, proposed: Sequence[Proposed]) -> None:
    """Of the first story with a share, else with any number; a person chooses."""
    shares = {one.leading for one in proposed if one.number and one.number.is_share}
    entries = list(digest.entries.filter(is_chosen=True).exclude(number_words="").select_related("item"))
    if entries:
        entry = min(entries, key=lambda one: (one.item_id not in shares, one.place))
        found = NumberDraft(words=entry.number_words, said=entry.number_said, item=entry.item)
        _set_number(digest, found, is_chosen=False)


def _set_number(digest: Digest, number: NumberDraft, *, is_chosen: bool) -> None:
    digest.number_words, digest.number_said = number.words[:NUMBER_CHARS], number.said[:SAID_CHARS]
    digest.number_item, digest.is_number_chosen = number.item, is_chosen
    digest.save(update_fields=["number_words", "number_said", "number_item", "is_number_chosen"])


def _last_place(digest: Digest) -> int:
    return digest.entries.order_by("-place").values_list("place", flat=True).first() or 0


def _send_at(at: datetime) -> datetime | None:
    """When the schedule lets it leave; None where it leaves by hand."""
    schedule = DigestSchedule.objects.filter(is_on=True).first()
    if schedule is None:
        return None
    return leaves_at(timezone.localtime(at) + timedelta(seconds=1), schedule.send_weekday, schedule.send_hour)
