"""How many of a quarter's items are truly worthy, when a machine read them.

Each item's chance to be worthy is the reader's own probability. How far the reader itself may be trusted is known from
finitely many texts: for each hook it says, the share that was truly worthy is drawn from the Dirichlet posterior of its
column of the confusion (worthy hooks summed: a beta), and a newsroom of its own manner shifts and dulls all items
together. The number of worthy items given one such draw is Poisson-binomial; averaged over draws it is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

DRAWS, EXACT_UP_TO = 400, 1500
# Pseudo-texts on either side of a column of the confusion.
PRIOR_TEXTS = 1.0
# A newsroom's manner moves the log odds of all its items by so much (standard deviation): its even odds may truly be
# five to three. And readers are less sure of texts of another origin than of their own test: the odds of each item are
# taken to a power between 1 and this one's inverse. Two round settings of the pair were compared, none was fitted.
MANNER, DULLEST = 0.5, 2.0
LEAST = 1e-6


class ConfusionTable(Protocol):
    """Hooks, and counts of true hooks (rows) by hooks said (columns)."""

    @property
    def hooks(self) -> Sequence[str]: ...

    @property
    def counts(self) -> Sequence[Sequence[int]]: ...


def worthy_chances(
    exact_worthy: int,
    exact: int,
    items: Sequence[Mapping[str, float]],
    worthy: frozenset[str],
    confusion: ConfusionTable | None,
    rng: np.random.Generator,
) -> tuple[float, ...]:
    """Chances of 0, 1, 2 … worthy items among `exact` items that are known and `items` that were read."""
    import numpy as np

    total = np.zeros(exact + len(items) + 1)
    if not items:
        total[exact_worthy] = 1.0
        return tuple(total.tolist())
    own = np.array([sum(chance for hook, chance in item.items() if hook in worthy) for item in items])
    chances = _drawn(own, [max(item, key=lambda hook: item[hook]) for item in items], worthy, confusion, rng)
    counts = _counts(chances) if len(items) <= EXACT_UP_TO else _normal_counts(chances)
    total[exact_worthy : exact_worthy + len(items) + 1] = counts
    return tuple((total / total.sum()).tolist())


def _drawn(
    own: Any, said: Sequence[str], worthy: frozenset[str], confusion: ConfusionTable | None, rng: np.random.Generator
) -> Any:
    """Draws (rows) of every item's chance to be worthy."""
    import numpy as np

    if confusion is None:
        return np.repeat(own[None, :], DRAWS, axis=0)
    odds = np.log(np.clip(own, LEAST, 1 - LEAST)) - np.log(np.clip(1 - own, LEAST, 1 - LEAST))
    odds = odds / np.exp(rng.uniform(0.0, np.log(DULLEST), (DRAWS, 1))) + rng.normal(0.0, MANNER, (DRAWS, 1))
    chances = 1 / (1 + np.exp(-odds))
    by_hook = _more_errors(worthy, confusion, rng)
    more = np.stack([by_hook.get(hook, np.ones(DRAWS)) for hook in said], axis=1)
    is_worthy = np.array([hook in worthy for hook in said])
    errors = np.minimum(1.0, np.where(is_worthy, 1 - chances, chances) * more)
    return np.where(is_worthy, 1 - errors, errors)


def _more_errors(worthy: frozenset[str], confusion: ConfusionTable, rng: np.random.Generator) -> dict[str, Any]:
    """For each hook said: how many times as often as expected it is wrong about worthiness, in draws around 1.

    Reliability widens what the reader says of an item and does not move it: what is certain of the hook is in the
    item's own probability already.
    """
    import numpy as np

    table = np.asarray(confusion.counts, float)
    is_worthy = np.array([hook in worthy for hook in confusion.hooks])
    found = {}
    for column, hook in enumerate(confusion.hooks):
        wrong = table[is_worthy != is_worthy[column], column].sum() + PRIOR_TEXTS
        right = table[is_worthy == is_worthy[column], column].sum() + PRIOR_TEXTS
        found[hook] = rng.beta(wrong, right, DRAWS) * (wrong + right) / wrong
    return found


def _counts(chances: Any) -> Any:
    """Poisson-binomial chances, averaged over draws: one item more at a time."""
    import numpy as np

    draws, items = chances.shape
    found = np.zeros((draws, items + 1))
    found[:, 0] = 1.0
    for place in range(items):
        chance = chances[:, place : place + 1]
        found[:, 1 : place + 2] = found[:, 1 : place + 2] * (1 - chance) + found[:, : place + 1] * chance
        found[:, :1] *= 1 - chance
    return found.mean(axis=0)


def _normal_counts(chances: Any) -> Any:
    """The same of very many items, by the normal curve."""
    import numpy as np
    from scipy.special import ndtr

    mean, spread = chances.sum(axis=1), np.sqrt((chances * (1 - chances)).sum(axis=1)) + LEAST
    edges = np.arange(chances.shape[1] + 2) - 0.5
    below = ndtr((edges[None, :] - mean[:, None]) / spread[:, None])
    return np.diff(below, axis=1).mean(axis=0)


def shortest(chances: Sequence[float], level: float) -> tuple[int, int]:
    """The shortest range of counts that holds `level`; of equally short ones the likeliest."""
    best: tuple[int, float, int] | None = None
    high, mass = 0, 0.0
    for low in range(len(chances)):
        while mass < level - 1e-9 and high < len(chances):
            mass += chances[high]
            high += 1
        if mass < level - 1e-9:
            break
        found = (high - low, -mass, low)
        best = min(best, found) if best else found
        mass -= chances[low]
    if best is None:
        return 0, len(chances) - 1
    return best[2], best[2] + best[0] - 1
