"""Reading campaign.json: every value is checked and every fault named by its path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from luotsi.engines.planning.reading import Faults
from luotsi.engines.statistics.blocks import LARGEST_BLOCK
from luotsi.engines.statistics.boundary import MOST_CONTACTS
from luotsi.engines.statistics.campaign_types import (
    INVITED,
    KINDS,
    BadCampaign,
    CampaignData,
    CampaignFault,
    Contact,
    Criterion,
    HorizonChange,
    Result,
    Tally,
)
from luotsi.engines.statistics.criteria import fatal_points

MOST_COUNTED = 1_000_000
MOST_DAYS = 36_500.0
EARLIEST, LATEST = 1900, 2200
TOP = frozenset(
    "criteria contacts now outcomes tallies starts_at ends_on horizon_changes arm_shares".split()
)  # fmt: skip
CRITERION = frozenset(
    "name kind at_least at_most floor ceiling error_scale error_abort role of response_days ends_on cap contacts "
    "average_deal_at_most scale_when_on_track over_time past_weekly changed_after_data counts_output".split()
)
ROW = frozenset("id invited_at arm results at excluded".split())
WORDS: dict[str, bool | None] = {"yes": True, "no": False, "pending": None}
ADVICE = {
    "target_not_a_share": ("is not a share.", "Give a share above 0 and below 1, for example 0.10."),
    "zone_outside_target": ("does not hold the target.", "floor <= target <= ceiling."),
    "unknown_of": ("names no criterion with yes and no.", 'Write "invited" or another criterion\'s name.'),
    "twice_named": ("stands twice.", "Give every criterion its own name."),
    "goal_above_contacts": ("is more than the planned contacts.", "Plan more contacts or ask for less."),
    "error_out_of_range": ("an error is above 0 and below 0.5.", "0.05 is usual."),
    "over_time_not_possible": ("over_time is for goal_by_deadline among all invited.", "Leave it out."),
    "goal_not_whole": ("a number by the end is a whole number.", "Round it."),
    "goal_too_large": (
        "the number and the planned contacts are too large together.",
        "Ask for the share of contacts instead (kind rate).",
    ),
    "cap_too_low": ("cap and average_deal_at_most lie above the average wanted.", "Give a larger one or leave it out."),
    "at_most_not_possible": ("at_most is for rate and count_rate.", "Count the opposite, or choose another kind."),
    "unknown_kind": ("unknown kind.", f"Known: {', '.join(KINDS)}."),
}


def read(document: Any, name: str) -> CampaignData:
    """The campaign, or BadCampaign with all faults."""
    faults = Faults()
    data = _campaign(document, faults)
    if data is not None and not faults.found:
        _judge(data, faults)
    if data is None or faults.found:
        raise BadCampaign(tuple(CampaignFault(fault.path, fault.text, fault.advice) for fault in faults.found), name)
    return data


def _judge(data: CampaignData, faults: Faults) -> None:
    names = [criterion.name for criterion in data.criteria]
    for point in fatal_points(data.criteria, data.fewest_planned):
        faults.add(f"criteria[{names.index(point.criterion)}]", *ADVICE[point.code])
    for place, criterion in enumerate(data.criteria):
        start, end = data.starts_at, criterion.ends_at or data.ends_at
        if criterion.over_time and (start is None or end is None or end <= start):
            faults.add(f"criteria[{place}].over_time", "needs a start and a later end.", "Give starts_at and ends_on.")
    _judge_names(data, names, faults)


def _judge_names(data: CampaignData, names: list[str], faults: Faults) -> None:
    """A misspelt criterion would turn everybody's answer into silence; said once a name."""
    used = {name: f"tallies.{name}" for name in data.tallies}
    for contact in data.outcomes:
        for part, given in (("results", contact.results), ("at", contact.at)):
            for name in given.keys() - used.keys():
                used[name] = f"outcomes[{contact.row - 1}].{part}.{name}"
    for name in sorted(used.keys() - set(names)):
        faults.add(used[name], "names no criterion.", f"Known here: {', '.join(names)}.")


def _campaign(document: Any, faults: Faults) -> CampaignData | None:
    if not isinstance(document, dict):
        faults.add("(top)", "is not an object.", "A campaign is one JSON object.")
        return None
    top = faults.mapping(document, "", TOP)
    for key in ("criteria", "contacts", "now"):
        if key not in top:
            faults.add(key, "is missing.")
    criteria = faults.array(top.get("criteria"), "criteria")
    if "criteria" in top and not criteria:
        faults.add("criteria", "is empty.", "Give at least one criterion.")
    now = moment(top.get("now"), "now", faults) if "now" in top else None
    return CampaignData(
        criteria=tuple(_criterion(given, f"criteria[{place}]", faults) for place, given in enumerate(criteria)),
        contacts=faults.whole(top.get("contacts", 1), "contacts", 1, MOST_CONTACTS, 1),
        now=now or datetime.min.replace(tzinfo=UTC),
        outcomes=_outcomes(top.get("outcomes"), faults),
        tallies=_tallies(top.get("tallies"), faults),
        starts_at=_optional(top, "starts_at", "starts_at", faults),
        ends_at=_end(top, "ends_on", faults),
        horizon_changes=tuple(_changes(top.get("horizon_changes"), faults)),
        arm_shares=_shares(top.get("arm_shares"), faults),
    )


def _criterion(given: Any, path: str, faults: Faults) -> Criterion:
    source = faults.mapping(given, path, CRITERION)
    directions = [key for key in ("at_least", "at_most") if key in source]
    if len(directions) != 1:
        faults.add(path, "needs either at_least or at_most.")
    direction = directions[0] if directions else "at_least"

    def number(key: str, default: float | None = None) -> float | None:
        return default if source.get(key) is None else faults.number(source[key], f"{path}.{key}")

    return Criterion(
        name=_text(source.get("name"), f"{path}.name", faults),
        target=faults.number(source.get(direction, 1), f"{path}.{direction}"),
        kind=_one_of(source, "kind", KINDS, path, faults),
        direction=direction,
        floor=number("floor"),
        ceiling=number("ceiling"),
        error_scale=number("error_scale", 0.05) or 0.0,
        error_abort=number("error_abort", 0.05) or 0.0,
        role=_one_of(source, "role", ("must", "watch"), path, faults),
        of=_text(source.get("of", INVITED), f"{path}.of", faults),
        response_days=_days(source, path, faults),
        contacts=_horizon(source, path, faults),
        ends_at=_end(source, "ends_on", faults, f"{path}."),
        cap=number("cap"),
        average_deal_at_most=number("average_deal_at_most"),
        scale_when_on_track=_flag(source, "scale_when_on_track", path, faults),
        over_time=_flag(source, "over_time", path, faults),
        past_weekly=_past(source, path, faults),
        changed_after_data=_flag(source, "changed_after_data", path, faults),
        counts_output=_flag(source, "counts_output", path, faults),
    )


def _text(given: Any, path: str, faults: Faults) -> str:
    """A text that can be written again: JSON may hold halves of characters."""
    text = faults.text(given, path)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        faults.add(path, "holds half a character.", "Save it as UTF-8 again.")
    return text


def _days(source: Mapping[str, Any], path: str, faults: Faults) -> float | None:
    given = source.get("response_days")
    return None if given is None else faults.number(given, f"{path}.response_days", 0.0, MOST_DAYS)


def _horizon(source: Mapping[str, Any], path: str, faults: Faults) -> int | None:
    given = source.get("contacts")
    return None if given is None else faults.whole(given, f"{path}.contacts", 1, MOST_CONTACTS, 1)


def _past(source: Mapping[str, Any], path: str, faults: Faults) -> tuple[int, ...]:
    weeks = faults.array(source.get("past_weekly"), f"{path}.past_weekly")
    return tuple(
        faults.whole(count, f"{path}.past_weekly[{place}]", 0, MOST_COUNTED, 0) for place, count in enumerate(weeks)
    )


def _one_of(source: Mapping[str, Any], key: str, known: tuple[str, ...], path: str, faults: Faults) -> str:
    given = source.get(key, known[0])
    if given in known:
        return given
    faults.add(f"{path}.{key}", f"{given!r} is not known.", f"Known: {', '.join(known)}.")
    return known[0]


def _flag(source: Mapping[str, Any], key: str, path: str, faults: Faults) -> bool:
    given = source.get(key, False)
    if not isinstance(given, bool):
        faults.add(f"{path}.{key}", "is neither true nor false.")
    return given is True


def _outcomes(given: Any, faults: Faults) -> tuple[Contact, ...]:
    return tuple(_contact(row, place, faults) for place, row in enumerate(faults.array(given, "outcomes")))


def _contact(given: Any, place: int, faults: Faults) -> Contact:
    path = f"outcomes[{place}]"
    row = faults.mapping(given, path, ROW)
    results = faults.mapping(row.get("results"), f"{path}.results")
    moments = faults.mapping(row.get("at"), f"{path}.at")
    invited_at = moment(row.get("invited_at"), f"{path}.invited_at", faults)
    arm = row.get("arm") or ""
    return Contact(
        id=_text(row.get("id"), f"{path}.id", faults),
        invited_at=invited_at or datetime.min.replace(tzinfo=UTC),
        results={name: _result(value, f"{path}.results.{name}", faults) for name, value in results.items()},
        at={name: at for name, value in moments.items() if (at := moment(value, f"{path}.at.{name}", faults))},
        arm=_text(arm, f"{path}.arm", faults) if arm else "",
        excluded=_flag(row, "excluded", path, faults),
        row=place + 1,
    )


def _result(given: Any, path: str, faults: Faults) -> Result:
    if given is None or (isinstance(given, str) and given in WORDS):
        return WORDS["pending" if given is None else given]
    if isinstance(given, bool) or isinstance(given, str):
        faults.add(path, f"{given!r} is no answer.", 'Write "yes", "no", "pending" or a number.')
        return None
    return faults.number(given, path, least=None)


def _tallies(given: Any, faults: Faults) -> dict[str, tuple[Tally, ...]]:
    found = {}
    for name, rows in faults.mapping(given, "tallies").items():
        path = f"tallies.{name}"
        found[name] = tuple(
            _tally(row, f"{path}[{place}]", faults) for place, row in enumerate(faults.array(rows, path))
        )
    return found


def _tally(given: Any, path: str, faults: Faults) -> Tally:
    row = faults.mapping(given, path, frozenset({"at", "invited", "successes", "pending"}))
    at = moment(row.get("at"), f"{path}.at", faults)
    counts = [
        faults.whole(row.get(key, 0), f"{path}.{key}", 0, MOST_COUNTED, 0)
        for key in ("invited", "successes", "pending")
    ]
    if counts[1] + counts[2] > counts[0]:
        faults.add(path, "successes and pending are more than invited.", "All three are totals up to that moment.")
    return Tally(at or datetime.min.replace(tzinfo=UTC), *counts)


def _changes(given: Any, faults: Faults) -> list[HorizonChange]:
    found = []
    for place, row in enumerate(faults.array(given, "horizon_changes")):
        path = f"horizon_changes[{place}]"
        change = faults.mapping(row, path, frozenset({"invited", "contacts"}))
        invited = faults.whole(change.get("invited"), f"{path}.invited", 0, MOST_COUNTED, 0)
        found.append(
            HorizonChange(invited, faults.whole(change.get("contacts"), f"{path}.contacts", 1, MOST_CONTACTS, 1))
        )
    return found


def _shares(given: Any, faults: Faults) -> dict[str, float] | None:
    if given is None:
        return None
    shares = {
        name: faults.number(share, f"arm_shares.{name}") for name, share in faults.mapping(given, "arm_shares").items()
    }
    if shares and not 0 < max(shares.values()) <= min(shares.values()) * LARGEST_BLOCK:
        faults.add(
            "arm_shares", "one arm is nearly empty.", f"No arm gets less than 1/{LARGEST_BLOCK} of another's share."
        )
    return shares


def _optional(source: Mapping[str, Any], key: str, path: str, faults: Faults) -> datetime | None:
    return None if source.get(key) is None else moment(source[key], path, faults)


def _end(source: Mapping[str, Any], key: str, faults: Faults, before: str = "") -> datetime | None:
    """The end of the day `ends_on`; a moment is taken as it is."""
    given = source.get(key)
    at = _optional(source, key, before + key, faults)
    return at + timedelta(days=1) if at is not None and isinstance(given, str) and len(given) == 10 else at


def moment(given: Any, path: str, faults: Faults) -> datetime | None:
    """A date or moment of ISO 8601; without a zone it is UTC."""
    try:
        at = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        faults.add(path, f"{given!r} is not a moment.", "Write it like 2026-11-23 or 2026-11-23T14:30:00+02:00.")
        return None
    if not EARLIEST <= at.year <= LATEST:
        faults.add(path, f"{given!r} is too far away.", f"Years from {EARLIEST} to {LATEST} are read.")
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
