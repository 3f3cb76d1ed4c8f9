"""What Pajavire tells its colleagues about the industry: one digest that was sent, and last week's in preparation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.drafts import Told
from luotsi.rooms.newsroom.models import Company, Digest, DigestMail, DigestSchedule, Item
from luotsi.web.sample.cast import HOUSES, Cast
from luotsi.web.sample.reading import Texts, rows
from luotsi.web.sample.timeline import Timeline

WEEK_DAYS = 7
MONDAY, FRIDAY = 0, 4
INTRO = "Standstill has a price now, in two countries. Use it: nobody buys maintenance, they buy hours."
NUMBER = (
    "€2.1 billion",
    "is what unplanned stops cost Nordic mills in a year: 8,700 euros an hour, asked of 164 mills.",
)


def tell_colleagues(timeline: Timeline, cast: Cast) -> None:
    """Note the readers, the schedule, and two weeks of news with their digests."""
    monday = timeline.this_monday
    timeline.note(30, partial(_begin, cast))
    for week, deed in ((2, _send), (1, _prepare)):
        first = monday - timedelta(days=WEEK_DAYS * week)
        texts = [one for one in rows("digest") if int(one["week"]) == week]
        after = timeline.days_to(first + timedelta(days=WEEK_DAYS))
        timeline.note(after, partial(_read, texts, first, cast))
        timeline.note(after, partial(deed, texts, first, cast))


def _begin(cast: Cast, at: datetime) -> None:
    plan = DigestSchedule(is_on=True, prepare_weekday=MONDAY, send_weekday=FRIDAY, preparer=cast.users["petra"])
    actions.set_schedule(schedule=plan, by=cast.lead, at=at)
    for user in cast.users.values():
        actions.subscribe(user=user, at=at)
    for one in cast.stakeholders.values():
        if one.organisation in HOUSES and one.user_id is None:
            actions.add_reader(stakeholder=one, by=cast.lead, at=at)


def _read(texts: list[Texts], first: date, cast: Cast, at: datetime) -> None:
    told = [
        Told(
            headline=one["headline"], lead=one["lead"], published_on=first + timedelta(days=int(one["day"])),
            company=Company.objects.filter(name=one["company"]).first(),
            url=f"https://{one['site']}.example/{first:%G/%V}/{number}" if one["site"] else "",
        )
        for number, one in enumerate(texts)
    ]  # fmt: skip
    actions.add_items(told=told, source=None, by=cast.users["petra"], at=at)


def _prepare(texts: list[Texts], first: date, cast: Cast, at: datetime) -> Digest:
    """Proposed, and annotated as far as somebody came."""
    digest = actions.prepare_digest(week_on=first, by=None, at=at)
    for place, one in enumerate((one for one in texts if one["annotation"]), start=1):
        item = Item.objects.get(headline=one["headline"], published_on__gte=first)
        entry = actions.add_entry(digest=digest, item=item, by=cast.users["petra"], at=at)
        actions.annotate_entry(entry=entry, annotation=one["annotation"], by=cast.users["petra"], at=at)
        actions.move_entry(entry=entry, place=place, by=cast.users["petra"], at=at)
    return digest


def _send(texts: list[Texts], first: date, cast: Cast, at: datetime) -> None:
    """Sent on that very day; its mails were delivered long ago."""
    digest = _prepare(texts, first, cast, at)
    words, said = NUMBER
    number = actions.NumberDraft(words=words, said=said, item=Item.objects.get(headline=texts[0]["headline"]))
    actions.write_digest(digest=digest, intro=INTRO, number=number, by=cast.users["petra"], at=at)
    sent = actions.send_digest(digest=digest, by=cast.lead, at=at)
    sent.mails.update(state=DigestMail.State.SENT, tries=1)
