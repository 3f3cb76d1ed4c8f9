"""`luotsi news audit`: newsrooms by quarter and hook, the share of worthy news and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from luotsi.cli.news_audit_input import News, Told, quarter_named, read_news
from luotsi.cli.output import Row, answer, answer_options, progress
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.statistics.news_audit import Quarter

HOOKS = (
    "acquisition", "completion", "product", "analytics", "special", "results",
    "division", "start", "partnership", "appointment", "event", "rating", "other",
)  # fmt: skip
COLUMNS = (
    "company", "period", "items", *HOOKS, "worthy", "filler",
    "worthy_share", "share_low", "share_high", "camp", "camp_chance", "trend",
)  # fmt: skip
SHOWN = ("company", "period", "items", "worthy", "filler", "other", "share", "interval", "camp", "trend")
CHARTS = (".svg", ".png", ".pdf")
LEVEL, AT_ONCE = 0.90, 200


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--period", help="Show one quarter only, for example 2017Q2; earlier ones still make its trend.")
@click.option("--chart", type=click.Path(dir_okay=False, path_type=Path), help="Draw FILE (.svg, .png or .pdf).")
@click.option("--ignore-hooks", is_flag=True, help="Read all headlines again, though the file names their hooks.")
@answer_options()
def audit(
    file: Path, period: str | None, chart: Path | None, ignore_hooks: bool, as_json: bool, out: Path | None
) -> None:
    """Who minds quality, and who hammers with quantity? Newsrooms by quarter and hook.

    Example: luotsi news audit news.csv --period 2026Q3 --chart newsrooms.svg

    The file has the columns company and date (or period, quarter), and either headline (with any of lead, lang, hook)
    or ready-made hook and count. A hook that stands in the file was said by a person and counts as certain; other
    headlines are read, and the interval tells how sure their share is. Rows total_worthy, total_filler, total_other
    and total are compared with the sums and not counted.
    """
    _check_chart(chart)
    wanted = _wanted(period)
    given = read_news(file, ignore_hooks=ignore_hooks)
    found = _chosen(_audited(given), wanted, given)
    rows = [_row(quarter) for quarter in found]
    answer(rows, columns=COLUMNS, whole={"rows": rows, "level": LEVEL}, as_json=as_json, out=out,
           table=lambda: _show(found))  # fmt: skip
    if chart is not None:
        _draw(found, chart)


def _check_chart(chart: Path | None) -> None:
    if chart is not None and chart.suffix.lower() not in CHARTS:
        raise click.UsageError(f"--chart writes {', '.join(CHARTS)}; {chart.name} is none of these.")


def _wanted(period: str | None) -> str:
    if period is None:
        return ""
    named = quarter_named(period)
    if not named:
        raise click.UsageError(f"--period {period}: a quarter is written 2017Q2.")
    return named


def _audited(given: News) -> tuple[Quarter, ...]:
    from luotsi.engines.statistics.news_audit import Counted, Read
    from luotsi.engines.statistics.news_audit import audit as audited

    rows: list[Counted | Read] = [Counted(one.company, one.period, {one.hook: one.count}) for one in given.counted]
    unread = [one for one in given.told if not one.hook]
    rows += [Read(one.company, one.period, {one.hook: 1.0}, True) for one in given.told if one.hook]
    if not unread:
        return audited(rows, level=LEVEL)
    from luotsi.engines.text.hooks import reader

    rows += [
        Read(one.company, one.period, dict(chances)) for one, chances in zip(unread, _read_all(unread), strict=True)
    ]
    return audited(rows, reader().confusion, LEVEL)


def _read_all(told: Sequence[Told]) -> list[tuple[tuple[str, float], ...]]:
    from luotsi.engines.text.hooks import News as Headline
    from luotsi.engines.text.hooks import reader

    built_in, found = reader(), []
    with progress("Reading headlines", total=len(told)) as bar:
        for start in range(0, len(told), AT_ONCE):
            some = [Headline(one.headline, one.lead, one.lang) for one in told[start : start + AT_ONCE]]
            found += [reading.probabilities for reading in built_in.read_all(some)]
            bar.update(len(found))
    return found


def _chosen(found: tuple[Quarter, ...], wanted: str, given: News) -> list[Quarter]:
    chosen = [quarter for quarter in found if not wanted or quarter.period == wanted]
    if not chosen:
        periods = ", ".join(sorted({quarter.period for quarter in found})) or "none"
        raise BadInput([Fault(given.name, f"no news in {wanted or 'it'}; the file has {periods}.", column="period")])
    return chosen


def _row(quarter: Quarter) -> Row:
    return {
        "company": quarter.company,
        "period": quarter.period,
        "items": quarter.items,
        **{hook: quarter.counts[hook] for hook in HOOKS},
        "worthy": quarter.worthy,
        "filler": quarter.filler,
        "worthy_share": _rounded(quarter.share),
        "share_low": _rounded(quarter.low),
        "share_high": _rounded(quarter.high),
        "camp": quarter.camp,
        "camp_chance": _rounded(quarter.camps.get(quarter.camp)),
        "camps": {camp: round(chance, 4) for camp, chance in quarter.camps.items()},
        "exact": quarter.exact,
        "likely_share": _rounded(quarter.likely),
        "trend": _trend(quarter),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _trend(quarter: Quarter) -> dict[str, Any] | None:
    trend = quarter.trend
    return None if trend is None else {
        "code": trend.code,
        "change": round(trend.change, 4),
        "low": round(trend.low, 4),
        "high": round(trend.high, 4),
        "rising_chance": round(trend.rising_chance, 4),
        "quarters": trend.quarters,
    }  # fmt: skip


def _show(found: Sequence[Quarter]) -> None:
    """The table for people: sums and shares; the hooks one by one are in the file formats."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in SHOWN:
        table.add_column(name, justify="left" if name in ("company", "period", "camp", "trend") else "right")
    for quarter in found:
        sure = quarter.camps.get(quarter.camp, 0.0)
        camp = quarter.camp if sure > 0.995 else f"{quarter.camp} ({sure:.0%})"
        trend = "" if quarter.trend is None else f"{quarter.trend.code} {quarter.trend.change:+.2f} a quarter"
        numbers = (str(number) for number in (quarter.items, quarter.worthy, quarter.filler, quarter.other))
        table.add_row(
            Text(quarter.company), quarter.period, *numbers, _percent(quarter.share), _interval(quarter), camp, trend
        )
    Console().print(table)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _interval(quarter: Quarter) -> str:
    if quarter.low is None or quarter.high is None:
        return "–"
    return "exact" if quarter.low == quarter.high else f"{quarter.low:.0%} to {quarter.high:.0%}"


def _draw(found: Sequence[Quarter], chart: Path) -> None:
    from luotsi.kernel.charts import Newsroom, newsroom_chart, render

    many = len({quarter.period for quarter in found}) > 1
    rooms = [
        Newsroom(
            f"{quarter.company}, {quarter.period}" if many else quarter.company,
            {hook: quarter.counts[hook] for hook in HOOKS[:6]},
            {hook: quarter.counts[hook] for hook in HOOKS[6:12]},
            quarter.other,
            None if quarter.share is None else (quarter.share, quarter.low or 0.0, quarter.high or 0.0),
            f"{_percent(quarter.share)}" + ("" if quarter.low == quarter.high else f" ({_interval(quarter)})"),
        )
        for quarter in found
    ]
    spec = newsroom_chart(
        rooms,
        title="Newsrooms" if many else f"Newsrooms, {found[0].period}",
        worthy_label="worthy",
        filler_label="filler",
        other_label="other",
        hook_words={},
        columns=("newsroom", "hook", "count"),
    )
    chart.write_bytes(render(spec, chart.suffix.lower().removeprefix("."), here=True))
