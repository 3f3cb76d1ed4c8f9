"""`luotsi forecast`: weekly counts in, dates out. Formats and exit codes: commands.md; reading: forecast_input."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from click.exceptions import Exit

from luotsi.cli.output import Row, answer, answer_lines, answer_options

if TYPE_CHECKING:
    from luotsi.cli.forecast_input import Question
    from luotsi.engines.statistics import Forecast, NeverAtThisPace, NotEnough, Outcome

COLUMNS = ("level", "weeks", "date")
FLAGS = {
    "far": "Dates more than two years ahead say little.",
    "beyond_horizon": "Dates later than ten years ahead are not given.",
    "short_history": "Fewer than 12 weeks of record: the dates will move.",
    "few_completed": "Fewer than 10 items finished in the record: the dates will move.",
    "mostly_zero_weeks": "Nothing was finished in most weeks: count larger pieces or trust the 95 % date alone.",
    "level_break_suspected": "The last quarter runs at half or double the pace before it. If that is to stay, give the "
    "record since then only.",
    "arrivals_near_pace": "Work arrives nearly as fast as it is finished: small changes move the dates far.",
}


@click.command()
@click.option("--throughput", type=click.Path(path_type=Path), help="Weekly file: week or iso_week, completed.")
@click.option("--remaining", help="Items left: a number, or a range such as 100-140.")
@click.option("--arrivals", type=click.Path(path_type=Path), help="Weekly file: week or iso_week, arrived.")
@click.option("--start", help="First day of the weeks to come; the Monday after the record where absent.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the simulation.")
@answer_options(jsonl=True)
def forecast(
    throughput: Path | None,
    remaining: str | None,
    arrivals: Path | None,
    start: str | None,
    seed: int,
    as_json: bool,
    out: Path | None,
    jsonl: bool,
) -> None:
    """When is the backlog finished? Dates at 50, 85 and 95 % from the team's own weekly record.

    Example: luotsi forecast --throughput weekly.csv --remaining 120 --start 2026-11-23

    weekly.csv has the columns week (2026-W07, or a date in it) and completed: complete weeks only, none
    missing, 0 where nothing was finished.

    With --jsonl one case per line: {"completed": [3, 5, 2, 4], "remaining": 40}
    """
    if jsonl:
        if any(given is not None for given in (throughput, remaining, arrivals, start, out)):
            raise click.UsageError("--jsonl reads its cases from standard input and goes with --seed alone.")
        from luotsi.cli.forecast_input import read_case

        answer_lines(lambda case: as_document(_ask(read_case(case), seed)))
        return
    from luotsi.cli.forecast_input import read_files

    _give(read_files(throughput, remaining, arrivals, start), seed, as_json, out)


def _ask(question: Question, seed: int) -> Outcome:
    from luotsi.engines.statistics import forecast_completion

    return forecast_completion(question.history, question.remaining, start=question.start, seed=seed)


def _give(question: Question, seed: int, as_json: bool, out: Path | None) -> None:
    for note in question.notes:
        click.echo(note, err=True)
    outcome = _ask(question, seed)
    document, sentences = as_document(outcome), list(_sentences(outcome))
    answer(
        _rows(document),
        columns=COLUMNS,
        whole=document,
        as_json=as_json,
        out=out,
        table=lambda: click.echo("\n".join(sentences)),
    )
    if not has_date(document):
        click.echo(sentences[0], err=True)
        raise Exit(1)


def as_document(outcome: Outcome) -> dict[str, Any]:
    """The JSON object that commands.md promises."""
    from luotsi.engines.statistics import LEVELS, Forecast, NotEnough

    if isinstance(outcome, NotEnough):
        needed = {"weeks": outcome.needed_weeks, "completed": outcome.needed_completed}
        return {"not_enough": {"reason": outcome.reason, "needed": needed}}
    dated = outcome if isinstance(outcome, Forecast) else None
    document: dict[str, Any] = {
        "weeks": {str(level): dated.weeks.at(level) if dated else None for level in LEVELS},
        "dates": {str(level): _iso(dated.dates.at(level)) if dated else None for level in LEVELS},
        "unfinished_share": round(outcome.unfinished_share, 4),
        "flags": list(outcome.flags),
    }
    return document if dated else document | {"pace_needed": round(outcome.pace_needed, 2)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def has_date(document: dict[str, Any]) -> bool:
    """Whether at least one level has its date."""
    return any(weeks is not None for weeks in document.get("weeks", {}).values())


def _rows(document: dict[str, Any]) -> list[Row]:
    weeks = document.get("weeks", {})
    return [{"level": int(name), "weeks": weeks[name], "date": document["dates"][name]} for name in weeks]


def _sentences(outcome: Outcome) -> list[str]:
    from luotsi.engines.statistics import NeverAtThisPace, NotEnough

    if isinstance(outcome, NotEnough):
        return [_not_enough(outcome)]
    first = [_never(outcome)] if isinstance(outcome, NeverAtThisPace) else _dates(outcome)
    return first + [FLAGS[flag] for flag in outcome.flags if flag in FLAGS]


def _not_enough(outcome: NotEnough) -> str:
    if outcome.reason == "too_few_weeks":
        return f"No date: {outcome.weeks} complete weeks are too few, {outcome.needed_weeks} are needed."
    return f"No date: nothing was finished in the last {outcome.weeks} weeks, so there is no pace to go by."


def _never(outcome: NeverAtThisPace) -> str:
    used = outcome.history
    return (
        f"No date: {used.arrival_pace:.1f} items arrive a week and {used.pace:.1f} are finished. The chance of not "
        f"finishing in ten years is {outcome.unfinished_share:.0%}; {outcome.pace_needed:.1f} a week are needed."
    )


def _dates(outcome: Forecast) -> list[str]:
    if outcome.weeks.p50 is None:
        return [f"No date within ten years: {outcome.unfinished_share:.0%} of the simulated futures are not finished."]
    low, high = outcome.remaining
    items = f"{low}" if low == high else f"{low} to {high}"
    lines = [f"{items} items at {outcome.history.pace:.1f} a week (last {outcome.history.weeks} weeks):"]
    for level, weeks in outcome.weeks.items():
        day = outcome.dates.at(level)
        when = "later than ten years" if weeks is None else f"{weeks} weeks" + (f", {day}" if day else "")
        lines.append(f"  {level} %   {when}")
    return lines
