"""Why a hook was read: the words that weighed most for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from luotsi.engines.text.hooks.families import VERBS
from luotsi.engines.text.hooks.features import Feature
from luotsi.engines.text.hooks.model import Model
from luotsi.engines.text.hooks.news import HOOKS, News, Reason
from luotsi.engines.text.words import composed

MOST, LEAST_NATS, LONGEST, SHORTEST_WORD = 4, 0.12, 70, 4
# Marks that weigh, but that nobody would give as a reason; a name is one only for a person's post.
SILENT = frozenset({"two_capitals", "surname", "question", "colon", "exclaim", "quoted", "number", "year"})
Place = tuple[str, int, int]


def reasons_for(hook: str, news: News, features: Sequence[Feature], model: Model) -> tuple[Reason, ...]:
    """Up to four reasons, the heaviest first; places do not repeat."""
    texts = {"headline": composed(news.headline), "lead": composed(news.lead)}
    chosen: list[Reason] = []
    for (code, detail, place), weight in _weighed(hook, features, model):
        if weight < LEAST_NATS or len(chosen) == MOST:
            break
        if not any(_overlap(place, reason.place) for reason in chosen):
            part, start, end = place
            chosen.append(Reason(code, hook, texts[part][start:end], place, detail))
    return tuple(chosen)


def _weighed(hook: str, features: Sequence[Feature], model: Model) -> list[tuple[tuple[str, str, Place], float]]:
    """Evidence for the hook, summed for each place and code (the weights of a feature sum to zero over all hooks)."""
    sums: dict[tuple[str, str, Place], float] = {}
    met: dict[int, tuple[tuple[str, str, Place], float]] = {}
    for name, value, place in features:
        row = model.rows.get(name)
        if row is None or row in met or place[1] == place[2] or place[2] - place[1] > LONGEST:
            continue
        said = _said(name, hook)
        if said is not None:
            met[row] = (*said, place), value
    weights = model.weights[list(met), HOOKS.index(hook)].tolist()
    for (key, value), weight in zip(met.values(), weights, strict=True):
        sums[key] = sums.get(key, 0.0) + value * weight
    return sorted(sums.items(), key=lambda item: (-item[1], item[0][2]))


@lru_cache(maxsize=200_000)
def _said(name: str, hook: str) -> tuple[str, str] | None:
    """Code and detail of a feature; None for those nobody would take for a reason."""
    kind, _, rest = name.partition(":")
    if hook != "appointment" and SILENT & set(rest.split("+")):
        return None
    match kind.upper():
        case "F" | "E":
            return ("verb" if rest in VERBS else "object", rest)
        case "FV":
            return ("verb", rest)
        case "FS":
            verb, _, stage = rest.partition("+")
            return ("stage", f"{verb}+{stage}") if stage else ("verb", verb)
        case "FP":
            return ("pattern", rest)
        case "W" | "B":
            return ("words", "") if len(rest) >= SHORTEST_WORD else None
    return None


def _overlap(one: Place, other: Place) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
