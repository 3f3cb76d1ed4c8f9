"""What happened to a draft in the reader's language: what a plan moved and why, and what is new since it was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.rooms.blueprint.models import Aim, PlanRun
from luotsi.rooms.blueprint.queries.documents import Document
from luotsi.rooms.blueprint.queries.moves import Moved, Wish, moves_of, wishes_of
from luotsi.rooms.blueprint.queries.news import News
from luotsi.rooms.blueprint.rules import Crowded
from luotsi.rooms.blueprint.saying import Words, number


@dataclass(frozen=True, slots=True)
class Told:
    """One item, what happened to it, and why (empty where the plan is simply worth more)."""

    id: int
    title: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a plan moved: first what was asked for, then the others. `is_granted`: every wish came true."""

    wishes: list[Told]
    others: list[Told]
    is_near: bool
    is_granted: bool

    def __bool__(self) -> bool:
        return self.is_near or bool(self.others)

    @property
    def told(self) -> list[Told]:
        return [*self.wishes, *self.others]

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(one.id for one in self.told)

    @property
    def sentence(self) -> str:
        count = len(self.others)
        if not self.is_near:
            return ngettext("This plan changed %d place.", "This plan changed %d places.", count) % count
        if not self.is_granted:
            return _("It cannot stand there: musts, pins and begun work leave it no room.")
        if not count:
            return _("Nothing else had to move.") if self.wishes else _("No item moves.")
        return ngettext("%d other item moved.", "%d other items moved.", count) % count


def told_moves(run: PlanRun, document: Document) -> Moves:
    """What this plan moved against the draft before it."""
    words, wishes = Words.of(document), wishes_of(run, document)
    is_near = run.aim == Aim.MOVES
    return Moves(
        [Told(wish.item, wish.title, _wish(wish, words)) for wish in wishes],
        [
            Told(
                moved.change.item,
                moved.change.title,
                words.change(moved.change),
                _why(moved, words) if is_near else "",
            )
            for moved in moves_of(run, document)
        ],
        is_near,
        all(wish.is_granted for wish in wishes),
    )


def _wish(wish: Wish, words: Words) -> str:
    if wish.start is None:
        return _("has no place")
    day = {"day": words.week(wish.start)}
    if wish.wished is None:
        return _("from the week of %(day)s") % day
    if wish.is_granted:
        return _("from the week of %(day)s, as you wished") % day
    return _("stands from the week of %(day)s instead") % day


def _why(moved: Moved, words: Words) -> str:
    if moved.crowded:
        return _("Where it stood: %(list)s.") % {"list": "; ".join(_crowded(one, words) for one in moved.crowded)}
    if moved.change.before is None:
        return _("There is room for it now.")
    return _("The plan is worth more so.")


def _crowded(one: Crowded, words: Words) -> str:
    if not one.hours:
        return _("too many things in progress in %(skill)s (%(weeks)s)") % {
            "skill": one.skill, "weeks": words.weeks(one.weeks),
        }  # fmt: skip
    return _("%(hours)s hours of %(skill)s too few (%(weeks)s)") % {
        "hours": number(one.hours), "skill": one.skill, "weeks": words.weeks(one.weeks),
    }  # fmt: skip


Sentence = Callable[[int], str]
NEWS: tuple[tuple[str, Sentence], ...] = (
    ("leave", lambda n: ngettext("the leave of %d person", "the leave of %d people", n) % n),
    ("people", lambda n: ngettext("hours or skills of %d person", "hours or skills of %d people", n) % n),
    ("capacity", lambda n: ngettext("%d holiday, skill or recipe", "%d holidays, skills or recipes", n) % n),
    ("decided", lambda n: ngettext("%d decision about the draft", "%d decisions about the draft", n) % n),
    ("changed", lambda n: ngettext("%d item is described otherwise", "%d items are described otherwise", n) % n),
    ("overrun", lambda n: ngettext("%d item should be done and is not", "%d items should be done and are not", n) % n),
    ("musts", lambda n: ngettext("%d new must", "%d new musts", n) % n),
    ("entered", lambda n: ngettext("%d item came into the backlog", "%d items came into the backlog", n) % n),
)  # fmt: skip


def told_news(news: News) -> str:
    """“the leave of 2 people; 1 new must”; empty where nothing is new."""
    return "; ".join(said(news.counts[code]) for code, said in NEWS if news.counts.get(code))
