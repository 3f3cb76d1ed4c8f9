"""The work: sixty items finished over three quarters, seventy promised, what was said and what was moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from luotsi.kernel.accounts.models import User
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import WorkItem
from luotsi.web.sample.aims import Aims
from luotsi.web.sample.asking import Pile
from luotsi.web.sample.cast import Cast
from luotsi.web.sample.reading import Texts, rows
from luotsi.web.sample.timeline import Timeline

# Finished items of each week, oldest first: a slow start, three weeks of holidays, then a steadier pace.
FINISHED = (
    1, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 2, 1,
    1, 2, 1, 0, 0, 0, 2, 2, 1, 3, 1, 2, 2,
    1, 2, 3, 2, 1, 2, 3, 2, 1, 3, 2, 2, 3,
)  # fmt: skip
OWN_IDEAS_DAYS = 295
JUDGED_DAYS = 51  # before the quarter the team judged its own ideas by the new outcomes
FIRST_ACCEPTED_DAYS = 48  # and took up what had been asked for
OWN_LATELY = {"O34": 15, "O43": 33, "O56": 37, "O62": 12}


@dataclass
class Work:
    """Work items by key, and since when each stands in the list."""

    items: dict[str, WorkItem] = field(default_factory=dict)
    known_days: dict[str, int] = field(default_factory=dict)

    def row(self, key: str) -> WorkItem:
        return WorkItem.objects.get(pk=self.items[key].pk)


@dataclass(frozen=True, slots=True)
class Hands:
    """What every deed on work needs."""

    timeline: Timeline
    cast: Cast
    aims: Aims
    pile: Pile
    work: Work


def toil(timeline: Timeline, cast: Cast, aims: Aims, pile: Pile) -> Work:
    """Note everything that was taken up, worked on, said and finished."""
    hands = Hands(timeline, cast, aims, pile, Work())
    _own_ideas(hands)
    _finished(hands)
    _promised(hands)
    for said in rows("comments"):
        timeline.note(int(said["days"]), partial(_comment, hands, said))
    for moved in rows("moves"):
        timeline.note(int(moved["days"]), partial(_move, hands, moved))
    return hands.work


def _finished(hands: Hands) -> None:
    feeding = hands.pile.feeding()
    for number, (text, done) in enumerate(zip(rows("done"), _finish_days(hands.timeline), strict=True)):
        lead = 10 + number * 7 % 18
        key = text["key"]
        created = min(done + lead, *(hands.pile.known_days(asked) - 1 for asked in feeding[key]))
        _take_up(hands, text, feeding[key], created, confidence=Decimal("0.7"))
        hands.timeline.note((created + done) // 2, partial(_start, hands, text))
        hands.timeline.note(done, partial(_finish, hands, text))


def _finish_days(timeline: Timeline) -> Iterator[int]:
    """How many days ago each item was done, oldest first."""
    for week, count in enumerate(FINISHED):
        monday = timeline.this_monday - timedelta(weeks=len(FINISHED) - week)
        for number in range(count):
            yield timeline.days_to(monday + timedelta(days=1 + number))


def _promised(hands: Hands) -> None:
    feeding = hands.pile.feeding()
    for number, text in enumerate(rows("open")):
        key = text["key"]
        if key not in feeding:
            continue
        created = min(FIRST_ACCEPTED_DAYS - number // 3, hands.pile.known_days(feeding[key][0]) - 1)
        _take_up(hands, text, feeding[key], created, confidence=Decimal(text["confidence"]))
        if text["state"]:
            hands.timeline.note(created - 7, partial(_start, hands, text))


def _own_ideas(hands: Hands) -> None:
    """Written down in the order in which they will be worth doing, so that the list needs no turning over later."""
    feeding = hands.pile.feeding()
    own = sorted((text for text in rows("open") if text["key"] not in feeding), key=_advantage, reverse=True)
    for text in own:
        days = OWN_LATELY.get(text["key"], OWN_IDEAS_DAYS)
        is_late = days != OWN_IDEAS_DAYS
        hands.work.known_days[text["key"]] = days
        hands.timeline.note(days, partial(_write_down, hands, text, judged=is_late))
        if not is_late:
            hands.timeline.note(JUDGED_DAYS, partial(_judge, hands, text))


def _advantage(text: Texts) -> float:
    value = sum(float(part.split(":")[1]) for part in text["worths"].split(",") if part)
    return value * float(text["confidence"]) / (float(text["low"]) + float(text["high"]))


def _take_up(hands: Hands, text: Texts, asked: list[str], days: int, *, confidence: Decimal) -> None:
    """The first request becomes the item, further ones are accepted into it once they are there."""
    hands.work.known_days[text["key"]] = days
    first, *more = asked
    hands.timeline.note(days, partial(_accept, hands, text, first, confidence))
    for key in more:
        hands.timeline.note(min(days, hands.pile.known_days(key)), partial(_accept_into, hands, text, key))


def _accept(hands: Hands, text: Texts, asked: str, confidence: Decimal, at: datetime) -> None:
    request = hands.pile.row(asked)
    hands.work.items[text["key"]] = actions.accept_request(
        request,
        by=_by(hands, text),
        at=at,
        fields=_fields(hands, text, confidence, "\n\n".join(filter(None, (request.wanted, request.body)))),
    )


def _accept_into(hands: Hands, text: Texts, asked: str, at: datetime) -> None:
    item = hands.work.row(text["key"])
    actions.accept_request(hands.pile.row(asked), into=item, by=_by(hands, text), at=at)


def _write_down(hands: Hands, text: Texts, at: datetime, *, judged: bool) -> None:
    owner = hands.cast.users[text["owner"]]
    fields = _fields(hands, text, Decimal(text["confidence"])) if judged else ItemFields(title=text["title"])
    hands.work.items[text["key"]] = actions.create_item(fields=fields, by=owner, at=at)


def _judge(hands: Hands, text: Texts, at: datetime) -> None:
    item = hands.work.row(text["key"])
    fields = _fields(hands, text, Decimal(text["confidence"]))
    actions.edit_item(item, fields=fields, version=item.version, by=hands.cast.lead, at=at)


def _start(hands: Hands, text: Texts, at: datetime) -> None:
    actions.start_item(hands.work.items[text["key"]], by=hands.cast.users[text["owner"]], at=at)


def _finish(hands: Hands, text: Texts, at: datetime) -> None:
    spent = Decimal(text["spent"])
    actions.finish_item(hands.work.items[text["key"]], spent_hours=spent, by=hands.cast.users[text["owner"]], at=at)


def _comment(hands: Hands, said: Texts, at: datetime) -> None:
    actions.add_comment(hands.work.items[said["item"]], text=said["text"], by=hands.cast.users[said["who"]], at=at)


def _move(hands: Hands, moved: Texts, at: datetime) -> None:
    actions.move_item(
        hands.work.items[moved["item"]],
        place=int(moved["place"]),
        reason=moved["reason"],
        by=hands.cast.users[moved["who"]],
        at=at,
    )


def _by(hands: Hands, text: Texts) -> User:
    return hands.cast.team(int(text["key"][1:]))


def _fields(hands: Hands, text: Texts, confidence: Decimal, description: str = "") -> ItemFields:
    need = text.get("need")
    return ItemFields(
        title=text["title"],
        description=description,
        worths=hands.aims.worths(text["worths"]),
        moscow=text.get("moscow", ""),
        deliverable=text["deliverable"],
        confidence=confidence,
        effort_low_hours=Decimal(text["low"]),
        effort_high_hours=Decimal(text["high"]),
        needed_on=hands.timeline.day(-int(need)) if need else None,
        owner=hands.cast.users[text["owner"]],
    )
