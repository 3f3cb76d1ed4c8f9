"""What the house asked of the team, and what became of it: an imported pile, and requests through the form."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from luotsi.kernel.accounts.models import User
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions import RequestFields
from luotsi.rooms.backlog.models import Request, WorkItem
from luotsi.web.sample.cast import Cast, language_of
from luotsi.web.sample.reading import Texts, rows
from luotsi.web.sample.timeline import Timeline

PILE_FILE = "requests-so-far.csv"
PILE_DAYS = 297  # the day on which the old list was brought in
COLUMNS = ("id", "title", "description", "requester", "requester email", "created", "status")
REVIEW_DAYS = 96  # askers of old requests said whether they still need them
CONFIRMED = ("P46", "P49", "P54", "P61", "P63")
NO_LONGER = ("P75", "P76", "P77", "P78")


@dataclass
class Pile:
    """Requests by their key: the row in the file and, once it is in, its id."""

    texts: dict[str, Texts] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def row(self, key: str) -> Request:
        return Request.objects.select_related("asker").get(pk=self.ids[key])

    def known_days(self, key: str) -> int:
        """Since when the team can decide about it."""
        return min(int(self.texts[key]["days"]), PILE_DAYS) - 1

    def feeding(self) -> dict[str, list[str]]:
        """Keys of the requests that become each work item, first asked first."""
        found: dict[str, list[str]] = {}
        for key, text in self.texts.items():
            kind, _, item = text["fate"].partition(":")
            if kind == "item":
                found.setdefault(item, []).append(key)
        return found


def ask(timeline: Timeline, cast: Cast) -> Pile:
    """Note that everything was asked for."""
    old, asked = rows("pile"), rows("requests")
    pile = Pile({text["key"]: text for text in (*old, *asked)})
    timeline.note(PILE_DAYS, lambda at: _bring_in(pile, old, timeline, cast, at))
    for text in asked:
        timeline.note(int(text["days"]), partial(_submit, pile, text, timeline, cast))
    return pile


def decide(timeline: Timeline, cast: Cast, pile: Pile, items: Mapping[str, WorkItem], known: Mapping[str, int]) -> None:
    """Note what became of those that are not in the list; `known` says since when each work item stands there."""
    for number, (key, text) in enumerate(pile.texts.items()):
        kind, _, rest = text["fate"].partition(":")
        days, by = pile.known_days(key), partial(cast.team, number)
        if kind == "no":
            days = min(days - 5, known.get(text["first"], days) - 1)
            timeline.note(days, partial(_decline, pile, text, rest, by, items, timeline))
        elif kind == "join":
            timeline.note(days - 1, partial(_join, pile, key, rest, by))
        elif kind == "asked":
            question, _, answer = rest.partition("=>")
            days = min(days - 2, 60)
            timeline.note(days, partial(_ask_back, pile, key, question, by))
            if answer:
                timeline.note(days - 5, partial(_answer, pile, key, answer, cast))
        elif kind == "withdrawn" and key not in NO_LONGER:
            timeline.note(days - 11, partial(_withdraw, pile, key))
    _review(timeline, cast, pile)


def _bring_in(pile: Pile, old: list[Texts], timeline: Timeline, cast: Cast, at: datetime) -> None:
    actions.import_requests(_as_file(old, timeline, cast), PILE_FILE, by=cast.lead, at=at)
    ids = dict(Request.objects.exclude(external_id="").values_list("external_id", "pk"))
    pile.ids.update({text["key"]: ids[text["key"]] for text in old})


def _as_file(old: list[Texts], timeline: Timeline, cast: Cast) -> bytes:
    """The old list as the shared sheet held it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for text in old:
        asker = cast.stakeholders[text["asker"]]
        status = "Done" if text["fate"] == "closed" else "Open"
        asked_on = timeline.day(int(text["days"])).isoformat()
        writer.writerow([text["key"], text["title"], text["body"], asker.name, asker.email, asked_on, status])
    return file.getvalue().encode()


def _submit(pile: Pile, text: Texts, timeline: Timeline, cast: Cast, at: datetime) -> None:
    asker = cast.stakeholders[text["asker"]]
    fields = RequestFields(
        title=text["title"],
        wanted=text["wanted"],
        tactic=text["tactic"],
        for_whom=text["for_whom"],
        how_known=text["how_known"],
        needed_on=at.date() + timedelta(days=int(text["need"])) if text["need"] else None,
    )
    request = actions.submit_request(
        fields=fields, asker=asker, by=cast.users.get(text["asker"]), at=at, language=language_of(asker)
    )
    pile.ids[text["key"]] = request.pk


def _decline(
    pile: Pile, text: Texts, reason: str, by: partial[User], items: Mapping[str, WorkItem], timeline: Timeline,
    at: datetime,
) -> None:  # fmt: skip
    again = timeline.day(-int(text["again"])) if text["again"] else None
    actions.decline_request(
        pile.row(text["key"]), reason=reason, goes_first=items.get(text["first"]), look_again_on=again, by=by(), at=at
    )


def _join(pile: Pile, key: str, into: str, by: partial[User], at: datetime) -> None:
    actions.join_request(pile.row(key), pile.row(into), by=by(), at=at, same_work=True)


def _ask_back(pile: Pile, key: str, question: str, by: partial[User], at: datetime) -> None:
    actions.ask_back(pile.row(key), text=question, by=by(), at=at)


def _answer(pile: Pile, key: str, answer: str, cast: Cast, at: datetime) -> None:
    question = pile.row(key).questions.get()
    actions.answer_question(question, answer=answer, by=cast.users.get(pile.texts[key]["asker"]), at=at)


def _withdraw(pile: Pile, key: str, at: datetime) -> None:
    actions.withdraw_request(pile.row(key), by=None, at=at)


def _review(timeline: Timeline, cast: Cast, pile: Pile) -> None:
    asked = (*CONFIRMED, *NO_LONGER)
    timeline.note(
        REVIEW_DAYS + 1,
        lambda at: actions.ask_whether_needed([pile.row(key) for key in asked], by=cast.lead, at=at),
    )
    for key in asked:
        answer = "yes" if key in CONFIRMED else "no"
        timeline.note(REVIEW_DAYS, partial(_confirm, pile, key, answer, cast))


def _confirm(pile: Pile, key: str, answer: str, cast: Cast, at: datetime) -> None:
    by = cast.users.get(pile.texts[key]["asker"])
    actions.confirm_needed(pile.row(key), answer=answer, by=by, at=at)
