"""What happened to a draft in the reader's language: what a plan moved and why, and what is new since it was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.rooms.blueprint.models import Aim, PlanRun
from luotsi.rooms.blueprint.queries.documents import Document
from luotsi.rooms.blueprint.queries.moves import Moved, moves_of
from luotsi.rooms.blueprint.queries.news import News
from luotsi.rooms.blueprint.rules import Crowded
from luotsi.rooms.blueprint.saying import Words, number


@dataclass(frozen=True, slots=True)
class Told:
    """One item that a plan has put elsewhere: what happened, and why (empty where the plan is simply worth more)."""

    id: int
    title: str
    what: str
    why: str
    is_asked: bool


def told_moves(run: PlanRun, document: Document) -> list[Told]:
    """What this plan moved against the draft before it."""
    words = Words.of(document)
    has_reasons = run.aim == Aim.MOVES
    return [
        Told(
            moved.change.item, moved.change.title, _what(moved, words), _why(moved, words) if has_reasons else "",
            moved.is_asked,
        )
        for moved in moves_of(run, document)
    ]  # fmt: skip


def moves_sentence(told: Sequence[Told]) -> str:
    """How many others had to move."""
    others = sum(not one.is_asked for one in told)
    if not others:
        return _("Nothing else had to move.")
    return ngettext("%d other item moved.", "%d other items moved.", others) % others


def _what(moved: Moved, words: Words) -> str:
    change = moved.change
    if moved.is_asked and change.after is not None:
        return _("from the week of %(day)s, as you wished") % {"day": words.week(change.after[0])}
    return words.change(change)


def _why(moved: Moved, words: Words) -> str:
    if moved.is_asked:
        return ""
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
    counts: dict[str, Any] = news.counts
    return "; ".join(said(counts[code]) for code, said in NEWS if counts.get(code))
