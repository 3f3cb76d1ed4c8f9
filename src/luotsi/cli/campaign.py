"""`luotsi campaign`: boundaries of a micro-campaign, its verdict, and which of two arms is better. No database."""

from __future__ import annotations

import json
import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from click.exceptions import Exit

from luotsi.cli.output import Row, answer, answer_lines, answer_options
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.engines.statistics.campaign_results import Comparison, CriterionResult, Decision
    from luotsi.engines.statistics.campaign_types import CampaignData, Criterion

BOUNDARY_COLUMNS = ("n", "abort_if_at_most", "scale_if_at_least")
MIRRORED_COLUMNS = ("n", "scale_if_at_most", "abort_if_at_least")
DECISION_COLUMNS = ("name", "decision", "n", "successes", "pending", "interval", "next", "reasons")
COMPARE_COLUMNS = ("arm", "n", "successes", "pending")
MOST_CONTACTS = 20_000
OPTIONS = {
    "target_not_a_share": "the target and the zone are shares above 0 and below 1.",
    "zone_outside_target": "the zone holds the target: floor <= target <= ceiling.",
    "error_out_of_range": "an error is above 0 and below 0.5.",
}


@click.group()
def campaign() -> None:
    """Micro-campaigns that decide themselves: scale, continue or abort, sound however often one looks.

    Example: luotsi campaign boundary --at-least 0.10 --contacts 500
    """


@campaign.command()
@click.option("--at-least", type=float, help="Share to reach, for example 0.10.")
@click.option("--at-most", type=float, help="Share not to exceed, for example 0.02.")
@click.option("--contacts", type=click.IntRange(1, MOST_CONTACTS), required=True, help="Planned contacts.")
@click.option("--floor", type=float, help="Scale is wrong only at or below this rate. [default: the target]")
@click.option("--ceiling", type=float, help="Abort is wrong only at or above this rate. [default: the target]")
@click.option("--error-scale", type=float, default=0.05, show_default=True, help="Chance of a wrong scale.")
@click.option("--error-abort", type=float, default=0.05, show_default=True, help="Chance of a wrong abort.")
@answer_options()
def boundary(
    at_least: float | None,
    at_most: float | None,
    contacts: int,
    floor: float | None,
    ceiling: float | None,
    error_scale: float,
    error_abort: float,
    as_json: bool,
    out: Path | None,
) -> None:
    """Where to scale and where to abort, for every number of resolved contacts.

    Example: luotsi campaign boundary --at-least 0.10 --contacts 500 --floor 0.05 --ceiling 0.15
    """
    if (at_least is None) == (at_most is None):
        raise click.UsageError("Give either --at-least or --at-most.")
    target = at_most if at_least is None else at_least
    direction = "at_most" if at_least is None else "at_least"
    _give_boundary(
        _criterion(target or 0.0, direction, floor, ceiling, error_scale, error_abort), contacts, as_json, out
    )


def _criterion(
    target: float, direction: str, floor: float | None, ceiling: float | None, error_scale: float, error_abort: float
) -> Criterion:
    from luotsi.engines.statistics.campaign_types import Criterion
    from luotsi.engines.statistics.criteria import fatal_points

    criterion = Criterion(
        "rate",
        target,
        direction=direction,
        floor=floor,
        ceiling=ceiling,
        error_scale=error_scale,
        error_abort=error_abort,
    )
    option = "--" + direction.replace("_", "-")
    if wrong := [Fault(option, OPTIONS[point.code]) for point in fatal_points((criterion,), 1)]:
        raise BadInput(wrong)
    return criterion


def _give_boundary(criterion: Criterion, contacts: int, as_json: bool, out: Path | None) -> None:
    from luotsi.engines.statistics.campaign import boundary as boundary_of

    table = boundary_of(criterion, contacts)
    columns = BOUNDARY_COLUMNS if criterion.direction == "at_least" else MIRRORED_COLUMNS
    keys = ("abort_at", "scale_at") if criterion.direction == "at_least" else ("scale_at", "abort_at")
    rows = [dict(zip(columns, (row.n, *(getattr(row, key) for key in keys)), strict=True)) for row in table.rows]
    guarantee = {"wrong_scale": table.guarantee.wrong_scale, "wrong_abort": table.guarantee.wrong_abort}
    answer(rows, columns=columns, whole={"rows": rows, "guarantee": guarantee}, as_json=as_json, out=out)
    missing = [side for side, first in (("scale", table.first_scale), ("abort", table.first_abort)) if first is None]
    for side in missing:
        click.echo(f"Note: {contacts} contacts are too few to {side} at all; plan more or set a zone.", err=True)
    if len(missing) == 2:
        raise Exit(1)


@campaign.command()
@click.argument("case", metavar="CAMPAIGN", required=False)
@answer_options(jsonl=True)
def decide(case: str | None, as_json: bool, out: Path | None, jsonl: bool) -> None:
    """Scale, continue, abort, or inconclusive at the end.

    CAMPAIGN is a campaign.json, or - for standard input. Ends with 1 when the campaign ended without an answer.

    Example: luotsi campaign decide campaign.json --json
    """
    if jsonl:
        answer_lines(lambda given: decision_document(_decided(_read_case(given, "standard input"))))
        return
    decided = _decided(_read(case))
    document = decision_document(decided)
    answer(document["criteria"], columns=DECISION_COLUMNS, whole=document, as_json=as_json, out=out)
    for fault in decided.faults:
        click.echo(f"Row {fault.row} ({fault.id}) is not counted: {fault.code} {fault.criterion}".rstrip(), err=True)
    if not as_json:
        click.echo(f"Decision: {decided.decision}", err=True)
    if decided.decision == "inconclusive":
        raise Exit(1)


@campaign.command()
@click.argument("case", metavar="CAMPAIGN", required=False)
@click.option("--criterion", help="Name of the criterion to compare on. [default: the first must]")
@answer_options(jsonl=True)
def compare(case: str | None, criterion: str | None, as_json: bool, out: Path | None, jsonl: bool) -> None:
    """Which of two arms is better: A, B, continue or no_difference.

    CAMPAIGN is a campaign.json whose outcomes name their arm, or - for standard input.

    Example: luotsi campaign compare campaign.json
    """
    if jsonl:
        answer_lines(lambda given: comparison_document(_compared(_read_case(given, "standard input"), criterion)))
        return
    compared = _compared(_read(case), criterion)
    document = comparison_document(compared)
    answer(document["arms"], columns=COMPARE_COLUMNS, whole=document, as_json=as_json, out=out)
    if not as_json:
        click.echo(f"Decision: {compared.decision}", err=True)


def _read(place: str | None) -> CampaignData:
    if place is None:
        raise click.UsageError("Missing argument 'CAMPAIGN'. Give a campaign.json, or - for standard input.")
    name = "standard input" if place == "-" else place
    try:
        text = (sys.stdin.read() if place == "-" else Path(place).read_text("utf-8-sig")).removeprefix("\ufeff")
        return _read_case(json.loads(text), name)
    except OSError as wrong:
        raise BadInput([Fault(name, f"cannot be read: {wrong.strerror}.", advice="Check the path.")]) from wrong
    except UnicodeDecodeError as wrong:
        raise BadInput([Fault(name, "is not UTF-8.", advice="Save it as UTF-8.")]) from wrong
    except json.JSONDecodeError as wrong:
        fault = Fault(name, f"not JSON: {wrong.msg}.", line=wrong.lineno, column=str(wrong.colno))
        raise BadInput([fault]) from wrong
    except RecursionError as wrong:
        raise BadInput([Fault(name, "not a campaign: nested too deep.")]) from wrong


def _read_case(document: Any, name: str) -> CampaignData:
    from luotsi.engines.statistics.campaign import BadCampaign, read_campaign

    try:
        return read_campaign(document, name)
    except BadCampaign as bad:
        raise BadInput(Fault(name, fault.text, column=fault.path, advice=fault.advice) for fault in bad.faults) from bad


def _decided(data: CampaignData) -> Decision:
    from luotsi.engines.statistics.campaign import decide as decided

    return decided(data)


def _compared(data: CampaignData, criterion: str | None) -> Comparison:
    from luotsi.engines.statistics.campaign import compare as compared

    try:
        return compared(data, criterion)
    except ValueError as wrong:
        raise BadInput([Fault("campaign", f"{wrong}.", column="arm")]) from wrong


def decision_document(decided: Decision) -> dict[str, Any]:
    """The JSON object that commands.md promises, with what else the engine knows."""
    return {
        "decision": decided.decision,
        "criteria": [_criterion_row(result) for result in decided.criteria],
        "reasons": list(decided.reasons),
        "rejected": [
            {"row": fault.row, "id": fault.id, "code": fault.code, "criterion": fault.criterion}
            for fault in decided.faults
        ],
        "snapshot": decided.snapshot,
    }


def _criterion_row(result: CriterionResult) -> Row:
    steps = {
        name: None if step is None else {"contacts": step.contacts, step.sense: step.successes}
        for name, step in (("abort_if", result.next.abort_if), ("scale_if", result.next.scale_if))
    }
    return {
        "name": result.name,
        "decision": result.decision,
        "n": result.n,
        "successes": result.successes,
        "pending": result.pending,
        "interval": _interval(result.interval),
        "next": steps,
        "reasons": list(result.reasons),
        "role": result.role,
        "observed": result.observed,
        "decided_at": result.decided_at,
        "scale_at": result.scale_at,
        "abort_at": result.abort_at,
        "further_to_settle": result.further_to_settle,
        "chances": None
        if result.chances is None
        else {
            "scale": round(result.chances.scale, 4),
            "abort": round(result.chances.abort, 4),
            "undecided": round(result.chances.undecided, 4),
        },
        "guarantee": {
            "wrong_scale": result.guarantee.wrong_scale,
            "wrong_abort": result.guarantee.wrong_abort,
            "code": result.guarantee.code,
        },
    }


def _interval(ends: tuple[float, float] | None) -> list[float | None] | None:
    """JSON knows no infinity: an end that is not known is null."""
    return None if ends is None else [round(end, 6) if isfinite(end) else None for end in ends]


def comparison_document(compared: Comparison) -> dict[str, Any]:
    """The JSON object of `compare`."""
    return {
        "decision": compared.decision,
        "arms": [
            {"arm": arm.name, "n": arm.n, "successes": arm.successes, "pending": arm.pending}
            for arm in (compared.a, compared.b)
        ],
        "pairs": compared.pairs,
        "only_a": compared.only_a,
        "only_b": compared.only_b,
        "difference": compared.difference,
        "interval": _interval(compared.interval),
        "claim_chance": round(compared.claim_chance, 4),
        "decided_at": compared.decided_at,
        "arms_uneven": compared.arms.suspicious,
        "reasons": list(compared.reasons),
        "rejected": [{"row": fault.row, "id": fault.id, "code": fault.code} for fault in compared.faults],
    }
