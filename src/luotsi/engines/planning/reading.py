"""Reading problem.json: every value is checked and every fault named by its path. Sense between values: `sense`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from luotsi.engines.planning.problem import (
    CLASSES,
    DEFAULT_WEIGHTS,
    BadProblem,
    Expert,
    Goal,
    Item,
    Mode,
    Pin,
    Placed,
    Problem,
    ProblemFault,
    Share,
    Skill,
)

MOST_WEEKS = 1000
TOP = frozenset(
    "weeks skills experts budgets goals weights items previous frozen_until move_cost shares".split()
)  # fmt: skip
ITEM = frozenset(
    "id title class goal value value_lost_per_week earliest latest after modes pin forbidden effort_range asker".split()
)  # fmt: skip
MODE = frozenset("name weeks hours expert_hours costs in_progress".split())


class Faults:
    """Collects faults and hands back a harmless value, so that reading can go on and name them all."""

    def __init__(self) -> None:
        self.found: list[ProblemFault] = []

    def add(self, path: str, text: str, advice: str = "") -> None:
        self.found.append(ProblemFault(path, text, advice))

    def mapping(self, given: Any, path: str, known: frozenset[str] | None = None) -> Mapping[str, Any]:
        """An object; with `known`, keys outside it are named."""
        if given is None:
            return {}
        if not isinstance(given, dict):
            self.add(path, f"is {_kind(given)}, not an object.", "Write {…}.")
            return {}
        for key in given:
            if known is not None and key not in known:
                self.add(_join(path, key), "unknown key.", f"Known here: {', '.join(sorted(known))}.")
        return given

    def array(self, given: Any, path: str) -> list[Any]:
        if given is None:
            return []
        if not isinstance(given, list):
            self.add(path, f"is {_kind(given)}, not a list.", "Write […].")
            return []
        return given

    def number(
        self, given: Any, path: str, least: float | None = 0.0, most: float = math.inf, default: float = 0.0
    ) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float):
            self.add(path, f"is {_kind(given)}, not a number.")
            return default
        try:
            read = float(given)
        except OverflowError:
            read = math.inf
        if not math.isfinite(read) or abs(read) > 1e12:
            self.add(path, "is not a finite number within ±1e12.", "Leave the key out where there is no limit.")
            return default
        if (least is not None and read < least) or read > most:
            self.add(path, f"{given} is out of range.", _range(least, most))
            return default
        return read

    def whole(self, given: Any, path: str, least: int, most: int, default: int) -> int:
        if isinstance(given, float) and given.is_integer():
            given = int(given)
        if isinstance(given, bool) or not isinstance(given, int):
            self.add(path, f"is {_kind(given)}, not a whole number.")
            return default
        if not least <= given <= most:
            self.add(path, f"{given} is out of range.", f"Give a whole number from {least} to {most}.")
            return default
        return given

    def text(self, given: Any, path: str) -> str:
        if not isinstance(given, str) or not given:
            self.add(path, f"is {_kind(given)}, not a text.", 'Write it in quotes: "…".')
            return ""
        return given


def read_problem(document: Any, name: str) -> Problem:
    """The problem, or BadProblem with all faults."""
    from luotsi.engines.planning.sense import nonsense

    faults = Faults()
    problem = _problem(document, faults)
    if problem is not None:
        faults.found.extend(nonsense(problem))
    if problem is None or faults.found:
        raise BadProblem(tuple(faults.found), name)
    return problem


def _problem(document: Any, faults: Faults) -> Problem | None:
    if not isinstance(document, dict):
        faults.add("(top)", f"is {_kind(document)}, not an object.", "A problem is one JSON object.")
        return None
    top = faults.mapping(document, "", TOP)
    if "weeks" not in top:
        faults.add("weeks", "is missing.", "Say how many weeks the plan covers.")
        return None
    weeks = faults.whole(top["weeks"], "weeks", 1, MOST_WEEKS, 0)
    if not weeks:
        return None
    names = {key: frozenset(faults.mapping(top.get(key), key)) for key in ("skills", "experts", "budgets")}
    if "items" not in top:
        faults.add("items", "is missing.", "Give the list of work items; it may be empty.")
    return Problem(
        weeks=weeks,
        skills={key: _skill(value, f"skills.{key}", weeks, faults) for key, value in _pairs(top, "skills")},
        experts={key: _expert(value, f"experts.{key}", weeks, faults) for key, value in _pairs(top, "experts")},
        budgets={key: faults.number(value, f"budgets.{key}") for key, value in _pairs(top, "budgets")},
        goals={key: _goal(value, f"goals.{key}", faults) for key, value in _goals(top, faults)},
        weights=_weights(top.get("weights"), faults),
        items=tuple(
            _item(given, f"items[{index}]", weeks, names, faults)
            for index, given in enumerate(faults.array(top.get("items"), "items"))
        ),
        previous=tuple(
            _placed(given, f"previous[{index}]", weeks, faults)
            for index, given in enumerate(faults.array(top.get("previous"), "previous"))
        ),
        frozen_until=faults.whole(_given(top, "frozen_until", 0), "frozen_until", 0, weeks, 0),
        move_cost=_move_cost(top, faults),
        shares=tuple(_shares(top.get("shares"), faults)),
    )


def _move_cost(top: Mapping[str, Any], faults: Faults) -> float | None:
    return None if top.get("move_cost") is None else faults.number(top["move_cost"], "move_cost")


def _given(source: Mapping[str, Any], key: str, default: Any) -> Any:
    """The value, or the default where the key is absent or null."""
    value = source.get(key)
    return default if value is None else value


def _pairs(top: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    given = top.get(key)
    return list(given.items()) if isinstance(given, dict) else []


def _goals(top: Mapping[str, Any], faults: Faults) -> list[tuple[str, Any]]:
    return list(faults.mapping(top.get("goals"), "goals").items())


def _skill(given: Any, path: str, weeks: int, faults: Faults) -> Skill:
    source = faults.mapping(given, path, frozenset({"hours", "in_progress"}))
    limit = source.get("in_progress")
    return Skill(
        _hours(source.get("hours"), f"{path}.hours", weeks, faults),
        None if limit is None else faults.whole(limit, f"{path}.in_progress", 0, 10**9, 0),
    )


def _expert(given: Any, path: str, weeks: int, faults: Faults) -> Expert:
    source = faults.mapping(given, path, frozenset({"hours"}))
    return Expert(_hours(source.get("hours"), f"{path}.hours", weeks, faults))


def _goal(given: Any, path: str, faults: Faults) -> Goal:
    source = faults.mapping(given, path, frozenset({"min_hours"}))
    return Goal(faults.number(_given(source, "min_hours", 0), f"{path}.min_hours"))


def _hours(given: Any, path: str, weeks: int, faults: Faults) -> tuple[float, ...] | None:
    if given is None:
        return None
    values = faults.array(given, path)
    if isinstance(given, list) and len(values) != weeks:
        faults.add(path, f"has {len(values)} weeks, the problem has {weeks}.", "Give one number per week.")
    return tuple(faults.number(value, f"{path}[{week}]") for week, value in enumerate(values))


def _weights(given: Any, faults: Faults) -> dict[str, float]:
    source = faults.mapping(given, "weights", frozenset(DEFAULT_WEIGHTS))
    read = {key: faults.number(value, f"weights.{key}") for key, value in source.items() if key in DEFAULT_WEIGHTS}
    return {**DEFAULT_WEIGHTS, **read}


def _item(given: Any, path: str, weeks: int, names: dict[str, frozenset[str]], faults: Faults) -> Item:
    source = faults.mapping(given, path, ITEM)
    for key in ("id", "value", "modes"):
        if key not in source:
            faults.add(f"{path}.{key}", "is missing.")
    return Item(
        id=faults.text(source["id"], f"{path}.id") if "id" in source else "",
        moscow=_moscow(_given(source, "class", "should"), f"{path}.class", faults),
        value=faults.number(source["value"], f"{path}.value", least=None) if "value" in source else 0.0,
        modes=tuple(
            _mode(mode, f"{path}.modes[{index}]", names, faults)
            for index, mode in enumerate(_modes(source, path, faults))
        ),
        earliest=faults.whole(_given(source, "earliest", 0), f"{path}.earliest", 0, weeks - 1, 0),
        latest=faults.whole(_given(source, "latest", weeks - 1), f"{path}.latest", 0, weeks - 1, weeks - 1),
        title=_optional_text(source, "title", path, faults) or "",
        goal=_optional_text(source, "goal", path, faults),
        asker=_optional_text(source, "asker", path, faults),
        value_lost_per_week=faults.number(_given(source, "value_lost_per_week", 0), f"{path}.value_lost_per_week"),
        after=tuple(
            faults.text(id_, f"{path}.after[{index}]")
            for index, id_ in enumerate(faults.array(source.get("after"), f"{path}.after"))
        ),
        pin=_pin(source.get("pin"), f"{path}.pin", weeks, faults),
        forbidden=frozenset(
            faults.whole(week, f"{path}.forbidden[{index}]", 0, weeks - 1, 0)
            for index, week in enumerate(faults.array(source.get("forbidden"), f"{path}.forbidden"))
        ),
        effort_range=_effort_range(source.get("effort_range"), f"{path}.effort_range", faults),
    )  # fmt: skip


def _modes(source: Mapping[str, Any], path: str, faults: Faults) -> list[Any]:
    modes = faults.array(source.get("modes"), f"{path}.modes")
    if isinstance(source.get("modes"), list) and not modes:
        faults.add(f"{path}.modes", "is empty.", "Give at least one way of doing the item.")
    return modes


def _moscow(given: Any, path: str, faults: Faults) -> str:
    if given not in CLASSES:
        faults.add(path, f"{given!r} is no class.", f"One of {', '.join(CLASSES)}.")
        return "wont"
    return given


def _optional_text(source: Mapping[str, Any], key: str, path: str, faults: Faults) -> str | None:
    given = source.get(key)
    if given in (None, ""):
        return None
    return faults.text(given, f"{path}.{key}")


def _mode(given: Any, path: str, names: dict[str, frozenset[str]], faults: Faults) -> Mode:
    source = faults.mapping(given, path, MODE)
    if "weeks" not in source:
        faults.add(f"{path}.weeks", "is missing.", "Say how many weeks this mode takes.")
    skill = _optional_text(source, "in_progress", path, faults)
    if skill is not None and skill not in names["skills"]:
        faults.add(f"{path}.in_progress", f"unknown skill {skill!r}.", _known(names["skills"], "skills"))
    return Mode(
        name=faults.text(source["name"], f"{path}.name") if "name" in source else "own",
        weeks=faults.whole(source["weeks"], f"{path}.weeks", 1, MOST_WEEKS, 1) if "weeks" in source else 1,
        hours=_amounts(source, "hours", "skills", path, names, faults),
        expert_hours=_amounts(source, "expert_hours", "experts", path, names, faults),
        costs=_amounts(source, "costs", "budgets", path, names, faults),
        in_progress=skill,
    )


def _amounts(
    source: Mapping[str, Any], key: str, of: str, path: str, names: dict[str, frozenset[str]], faults: Faults
) -> dict[str, float]:
    read = {}
    for name, amount in faults.mapping(source.get(key), f"{path}.{key}").items():
        if name not in names[of]:
            faults.add(f"{path}.{key}.{name}", f"unknown {of[:-1]} {name!r}.", _known(names[of], of))
        read[name] = faults.number(amount, f"{path}.{key}.{name}")
    return {name: amount for name, amount in read.items() if amount}


def _pin(given: Any, path: str, weeks: int, faults: Faults) -> Pin | None:
    if given is None:
        return None
    source = faults.mapping(given, path, frozenset({"mode", "start"}))
    mode, start = source.get("mode"), source.get("start")
    if mode is None and start is None:
        faults.add(path, "says neither mode nor start.", "Give at least one of them, or leave the pin out.")
    return Pin(
        None if mode is None else faults.text(mode, f"{path}.mode"),
        None if start is None else faults.whole(start, f"{path}.start", 0, weeks - 1, 0),
    )


def _effort_range(given: Any, path: str, faults: Faults) -> tuple[float, float] | None:
    if given is None:
        return None
    values = [
        faults.number(value, f"{path}[{index}]", default=1.0) for index, value in enumerate(faults.array(given, path))
    ]
    if len(values) != 2 or not 0 < values[0] <= values[1]:
        faults.add(path, "is not a range.", "Write [low, high] as factors, 0 < low ≤ high, for example [0.8, 1.5].")
        return None
    return values[0], values[1]


def _placed(given: Any, path: str, weeks: int, faults: Faults) -> Placed:
    source = faults.mapping(given, path, frozenset({"id", "mode", "start", "end"}))
    for key in ("id", "mode", "start"):
        if key not in source:
            faults.add(f"{path}.{key}", "is missing.")
    start = faults.whole(source.get("start", 0), f"{path}.start", 0, weeks - 1, 0)
    return Placed(
        id=faults.text(source["id"], f"{path}.id") if "id" in source else "",
        mode=faults.text(source["mode"], f"{path}.mode") if "mode" in source else "",
        start=start,
        end=faults.whole(_given(source, "end", start), f"{path}.end", 0, weeks - 1, start),
    )


def _shares(given: Any, faults: Faults) -> Iterator[Share]:
    for by, shares in faults.mapping(given, "shares", frozenset({"goal", "asker"})).items():
        for name, least in faults.mapping(shares, f"shares.{by}").items():
            yield Share(by, name, faults.number(least, f"shares.{by}.{name}", most=1.0))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else str(key)


def _known(names: frozenset[str], of: str) -> str:
    return f"Known {of}: {', '.join(sorted(names)[:20]) or 'none'}."


def _kind(given: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return "an empty text" if given == "" else kinds.get(type(given), "a number")


def _range(least: float | None, most: float) -> str:
    if most == math.inf:
        return f"Give {least:g} or more."
    return f"Give a number from {0 if least is None else least:g} to {most:g}."
