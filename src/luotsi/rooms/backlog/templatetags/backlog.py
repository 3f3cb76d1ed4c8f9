"""The rows of the backlog page, and lists of options, written by plain functions.

Fifty rows of nine cells by template take longer than all queries of the page together (benchmarks/backlog_speed.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from luotsi.rooms.backlog.models import Moscow, WorkItem
from luotsi.rooms.backlog.queries.board import Board, Row

register = template.Library()

REASON_LETTERS = 60


@register.simple_tag
def board_rows(board: Board, may_write: bool, here: str) -> SafeString:
    """The table rows of one page of the backlog, with the line where the quarter's capacity ends."""
    write = _Rows(may_write, here)
    parts = [(write.cut(board) if row.is_cut else "") + write.row(row) for row in board.rows]
    return mark_safe("\n".join(parts))  # noqa: S308 - every value goes through escape


@register.simple_tag
def options(choices: Iterable[tuple[Any, str]], chosen: str = "") -> SafeString:
    """`{% options choices.moscows board.filters.moscow %}`"""
    parts = (
        f'<option value="{escape(code)}"{" selected" if str(code) == chosen else ""}>{escape(word)}</option>'
        for code, word in choices
    )
    return mark_safe("".join(parts))  # noqa: S308 - every value goes through escape


class _Rows:
    """Writes rows; what is the same in all of them is looked up once."""

    def __init__(self, may_write: bool, here: str) -> None:
        self.may_write = may_write
        self.here = escape(here)
        self.list_url = reverse("backlog:list")
        self.ad_hoc = f'<span class="is-faint">{escape(_("ad hoc"))}</span>'
        self.no_reason = escape(_("no reason given"))
        self.started = f' <span class="chip">{escape(WorkItem.State.IN_PROGRESS.label)}</span>'
        self.classes = {code: f'<span class="{code}">{escape(word)}</span>' for code, word in Moscow.choices}
        self.choose, self.move, self.grip = (
            escape(word) for word in (_("Choose this item"), _("Move"), _("Drag, or Alt and an arrow key"))
        )
        self.hours = f' data-unit="{escape(_("hours"))}"'
        self.days: dict[Any, str] = {}

    def cut(self, board: Board) -> str:
        assert board.capacity is not None
        day = date_format(board.capacity.ends_on, "MONTH_DAY_FORMAT")
        said = _("This quarter’s capacity ends here: what follows does not fit before %(day)s.") % {"day": day}
        return f'<tr class="is-cut"><td colspan="{9 if self.may_write else 7}">{escape(said)}</td></tr>'

    def row(self, row: Row) -> str:
        item, title = row.item, escape(row.item.title)
        url = f"{self.list_url}{item.pk}/"
        cells = (
            f'<td class="rank">{row.place}</td><th scope="row" class="is-title"><a href="{url}">{title}</a>'
            f"{self.started if item.state == WorkItem.State.IN_PROGRESS else ''}{self.departure(row)}</th>"
            f'<td class="outcome">{escape(item.outcome) if item.outcome_id else self.ad_hoc}</td>'
            f"<td>{self.classes.get(item.moscow, '')}</td>"
            f'<td class="is-number"{self.hours if row.effort else ""}>{row.effort}</td>'
            f'<td class="is-short">{self.likely(row)}</td>'
            f'<td class="askers">{self.askers(row)}</td>'
        )
        if not self.may_write:
            return f'<tr id="item-{item.pk}">{cells}</tr>'
        return (
            f'<tr id="item-{item.pk}" data-drag-item="{item.pk}" data-move-url="{url}move/?{self.here}">'
            f'<td><input type="checkbox" name="items" form="bulk" value="{item.pk}" '
            f'aria-label="{self.choose}: {title}"></td>{cells}'
            f'<td class="is-short"><button type="button" data-grip class="grip" aria-label="{self.grip}: {title}">⠿'
            f'</button><a class="button is-quiet is-small" href="{url}move/" aria-label="{self.move}: {title}">'
            f"{self.move}</a></td></tr>"
        )

    def departure(self, row: Row) -> str:
        if not row.item.departs:
            return ""
        reason = row.item.reason or ""
        said = escape(Truncator(reason).chars(REASON_LETTERS)) if reason else self.no_reason
        return f'<span class="departs" title="{escape(reason)}">{said}</span>'

    def likely(self, row: Row) -> str:
        day = row.dates.date_85 if row.dates else None
        if day is None:
            return ""
        if day not in self.days:
            self.days[day] = escape(date_format(day, "SHORT_DATE_FORMAT"))
        return self.days[day]

    @staticmethod
    def askers(row: Row) -> str:
        more = f" +{row.asker_count - 2}" if row.asker_count > 2 else ""
        return escape(row.askers) + more
