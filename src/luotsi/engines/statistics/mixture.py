"""Evidence that a rate lies above a floor or below a ceiling: mixtures of likelihood ratios over the rates beyond.

    E_up(n, s) = B(a+s, b+n-s) / B(a, b) * [1 - I_floor(a+s, b+n-s)] / [1 - I_floor(a, b)] / floor^s (1-floor)^(n-s)

and E_lo with I_ceiling in place of 1 - I_floor; a = k m, b = k (1 - m). For a fixed n both are monotone in s, for a
fixed s monotone in n. Under every rate on the other side their expectation is at most 1, so that they reach c with a
chance of at most 1/c, whenever one looks (Ville).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

Stops = list[tuple[int, int]]

PSEUDO_CONTACTS = 20.0
# With 10, and a horizon that does not know the expected rate, decisions came later for every pair of rates looked at.
PAIR_PSEUDO = 13.0


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the rule: `null` is the rate tested, `upper` whether evidence is for a higher one.

    `any_target`: the Jeffreys mixture over all rates instead, which may be read against every target at once.
    """

    null: float
    middle: float
    upper: bool
    pseudo: float = PSEUDO_CONTACTS
    any_target: bool = False

    def log_evidence(self, n: Any, s: Any) -> np.ndarray:
        """Logarithm of the e-value after n contacts with s successes (numbers or arrays)."""
        import numpy as np
        from scipy.special import betainc, betaincc, betaln, xlog1py, xlogy

        n, s = np.asarray(n, float), np.asarray(s, float)
        likelihood = xlogy(s, self.null) + xlog1py(n - s, -self.null)
        if self.any_target:
            beyond = s > n * self.null if self.upper else s < n * self.null
            return np.where(beyond, betaln(0.5 + s, 0.5 + n - s) - betaln(0.5, 0.5) - likelihood, -np.inf)
        a, b = self.pseudo * self.middle, self.pseudo * (1 - self.middle)
        tail = betaincc if self.upper else betainc
        with np.errstate(divide="ignore"):
            share = np.log(tail(a + s, b + n - s, self.null)) - np.log(tail(a, b, self.null))
        return betaln(a + s, b + n - s) - betaln(a, b) + share - likelihood

    def evidence(self, n: int, s: int) -> float:
        """The e-value, at most 1e300."""
        from math import exp

        return exp(min(float(self.log_evidence(n, s)), 690.0))

    def mirrored(self) -> Side:
        """The same side counted in failures."""
        return Side(1 - self.null, 1 - self.middle, not self.upper, self.pseudo, self.any_target)

    def stops(self, log_c: float, contacts: int) -> Stops:
        """The boundary where the e-value reaches exp(log_c), as stops for `crossing`."""
        return self.as_stops(self.turns(log_c, contacts), contacts)

    def turns(self, log_c: float, contacts: int, between: tuple[np.ndarray, np.ndarray] | None = None) -> np.ndarray:
        """For every s the contact where it turns; `between`: turns at a lower and a higher threshold.

        Upper: the last contact at which s successes are enough (below s: at none). Lower: the first contact from which
        s successes are too few (above `contacts`: none). Bisection over n for all s at once.
        """
        import numpy as np

        s = np.arange(self._most(contacts) + 1)
        few, many = self._brackets(s, contacts, between)
        while (open_ := many - few > 1).any():
            middle = (few + many) // 2
            later = (self.log_evidence(np.maximum(middle, s), s) >= log_c) == self.upper
            few, many = np.where(open_ & later, middle, few), np.where(open_ & ~later, middle, many)
        return few if self.upper else many

    def _brackets(
        self, s: np.ndarray, contacts: int, between: tuple[np.ndarray, np.ndarray] | None
    ) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        if between is None:
            return s - 1, np.full(s.size, contacts + 1)
        easy, hard = between
        return (hard, easy + 1) if self.upper else (easy - 1, hard)

    def as_stops(self, turns: np.ndarray, contacts: int) -> Stops:
        pairs = list(zip(turns.tolist(), range(turns.size), strict=True))
        if not self.upper:
            return [(n, s) for n, s in pairs if n <= contacts]
        ended = next((s for n, s in pairs if n >= contacts), len(pairs))
        return [(n, s) for n, s in pairs[1 : ended + 1] if n >= s]

    def _most(self, contacts: int) -> int:
        """More successes than either boundary can ask for within so many contacts."""
        from math import ceil, sqrt

        spread = sqrt(contacts * self.null * (1 - self.null))
        return min(contacts, ceil(contacts * max(self.null, self.middle) + 8 * spread + 40))
