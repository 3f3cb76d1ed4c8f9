"""Pajavire's newsroom: our own news beside those of three rivals, some sorted by hand, and two releases planned."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from luotsi.kernel.tables import read_table
from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.drafts import CompanyDraft, ReleaseDraft, SourceDraft
from luotsi.rooms.newsroom.exchange import import_news
from luotsi.rooms.newsroom.models import Company, Item, Source
from luotsi.web.sample.cast import Cast
from luotsi.web.sample.reading import Texts, rows
from luotsi.web.sample.timeline import Timeline

FILES_DAYS = (170, 80, 3)  # three times somebody brought in what had been collected until then
COLUMNS = ("date", "company", "headline", "lead", "about")
BEGAN_DAYS, SORTED_DAYS = 175, 2
SITES = {
    "Kolvarin": "https://kolvarin.example",
    "Sierra Vibra": "https://sierravibra.example",
    "Teknomash": "https://teknomash.example",
}
# What people said of single pieces: some to put a reading right, some to confirm one.
SAID = {
    "Kolvarin sai hopeasijan alan työnantajavertailussa": "rating",
    "Kolvarin on mukana Konepajamessuilla": "event",
    "Ten years of the Karaganda service point": "event",
    "Spare parts in 24 hours: Pajavire opens its stock to customers online": "product",
    "Kolvarin chosen to maintain the lifts of Metro Espoo": "start",
    "Sierra Vibra retira del mercado su sensor S2": "product",
    "«Текномаш» приступил к созданию прототипа цифрового двойника": "start",
    "Kolvarin laskee liikkeeseen 30 miljoonan euron joukkovelkakirjalainan": "other",
}
DONE = ReleaseDraft(
    headline="Standstill at the Ylöjärvi sawmill cut from 62 to 9 hours a year",
    lead="After fourteen months the new bearings, sensors and spare parts contract has paid for itself twice.",
    body="The sawmill lost 62 hours to unplanned stops in the year before the work began. In the last twelve months it "
    "was nine. An hour costs the mill 6,400 euros.\n\n“We plan our breaks now, the saw no longer plans them for us,” "
    "says shift leader Jaana Kettunen.",
    chosen_hook="completion", to_site=True, to_media=True, to_customers=True,
)  # fmt: skip
FILLER = ReleaseDraft(
    headline="Pajavire and Lempäälä Robotics agree on a partnership",
    lead="The innovative partners want to grow together in a promising market.",
    to_site=True,
)  # fmt: skip
OUT = ReleaseDraft(
    headline="Vibration readings of 3,120 bearings, free for every sawmill",
    lead="Pajavire publishes what three years of measuring at 46 sawmills have shown.",
    to_site=True, to_media=True, to_customers=True,
)  # fmt: skip


def report(timeline: Timeline, cast: Cast) -> None:
    """Note everything that was read, sorted and planned."""
    timeline.note(BEGAN_DAYS, lambda at: _begin(cast, at))
    texts, after = rows("news"), 10_000
    for days in FILES_DAYS:
        part = [one for one in texts if days <= int(one["days"]) < after]
        timeline.note(days, partial(_bring_in, part, f"news-until-{timeline.day(days)}.csv", timeline, cast))
        after = days
    timeline.note(40, lambda at: _watch(cast, timeline, at))
    timeline.note(21, lambda at: _publish(cast, at))
    timeline.note(9, lambda at: _plan(cast, DONE, timeline, -6, at))
    timeline.note(7, lambda at: _plan(cast, FILLER, timeline, -12, at))
    timeline.note(SORTED_DAYS, lambda at: _sort(cast, at))


def _begin(cast: Cast, at: datetime) -> None:
    draft = CompanyDraft(name="Pajavire", site="https://pajavire.example", is_ours=True)
    actions.add_company(draft=draft, by=cast.lead, at=at)
    for name, site in SITES.items():
        actions.add_company(draft=CompanyDraft(name=name, site=site), by=cast.lead, at=at)


def _bring_in(texts: list[Texts], name: str, timeline: Timeline, cast: Cast, at: datetime) -> None:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for text in texts:
        day = timeline.day(int(text["days"])).isoformat()
        writer.writerow([day, *(text[column] for column in COLUMNS[1:])])
    import_news(read_table(file.getvalue().encode(), name=name), by=cast.users["petra"], at=at)


def _watch(cast: Cast, timeline: Timeline, at: datetime) -> None:
    """One feed that broke, and one that is paused: the sample asks nobody outside."""
    for name, path in (("Teknomash", "/novosti/rss"), ("Sierra Vibra", "/sala-de-prensa/feed")):
        draft = SourceDraft(
            kind=Source.Kind.FEED, address=SITES[name] + path, company=Company.objects.get(name=name)
        )  # fmt: skip
        source = actions.add_source(draft=draft, by=cast.lead, at=at)
        if name == "Teknomash":
            broke_at = timeline.at - timedelta(days=4)
            for hours in (0, 1, 3, 7, 15, 31, 63):
                actions.note_failure(source=source, code="status", at=broke_at + timedelta(hours=hours))
        else:
            actions.pause_source(source=source, by=cast.lead, at=at)


def _publish(cast: Cast, at: datetime) -> None:
    release = actions.add_release(draft=OUT, by=cast.users["petra"], at=at)
    actions.publish_release(release=release, by=cast.lead, at=at)


def _plan(cast: Cast, draft: ReleaseDraft, timeline: Timeline, days: int, at: datetime) -> None:
    draft = replace(draft, planned_on=timeline.day(days))
    actions.add_release(draft=draft, by=cast.users["petra"], at=at)


def _sort(cast: Cast, at: datetime) -> None:
    """What people said of single pieces, and what the reader learnt from it."""
    for number, (headline, hook) in enumerate(SAID.items()):
        item = Item.objects.get(headline=headline)
        actions.correct_item(item=item, hook=hook, by=cast.team(number), at=at + timedelta(minutes=number))
    before, count, _changed = actions.reread()
    while count:
        before, count, _changed = actions.reread(before=before)
    actions.reread_releases()
