"""robots.txt, as RFC 9309 describes it: the group of our name or of everybody, the longest rule that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

NAME = "luotsi"
MOST_RULES = 5_000


@dataclass(frozen=True, slots=True)
class Robots:
    """Rules that hold for us, as (allows, pattern), and the pause asked for between two pages."""

    rules: tuple[tuple[bool, str], ...] = ()
    pause_seconds: float = 0.0

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be fetched; of equally long rules the allowing one counts."""
        fitting = [(len(pattern), allows) for allows, pattern in self.rules if fits(pattern, target)]
        return max(fitting)[1] if fitting else True


NOBODY = Robots(((False, "/"),))


def robots_of(text: str) -> Robots:
    """The rules of a robots.txt for Luotsi.

    Example: robots_of("User-agent: *\\nDisallow: /private").allows("/private/x") -> False
    """
    groups: dict[str, tuple[list[tuple[bool, str]], list[float]]] = {}
    names: list[str] = []
    in_names = False
    for key, value in _lines(text):
        if key == "user-agent":
            names = [*names, value.lower()] if in_names else [value.lower()]
            in_names = True
            continue
        in_names = False
        for name in names:
            rules, pauses = groups.setdefault(name, ([], []))
            if key in ("allow", "disallow") and value and len(rules) < MOST_RULES:
                rules.append((key == "allow", value))
            elif key == "crawl-delay":
                pauses.append(_seconds(value))
    rules, pauses = groups.get(NAME) or groups.get("*") or ([], [])
    return Robots(tuple(rules), max(pauses, default=0.0))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds < 86_400 else 0.0


def fits(pattern: str, target: str) -> bool:
    """`*` stands for anything, `$` at the end for the end. One pass, whatever the pattern."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for place, piece in enumerate(rest):
        if ends and place == len(rest) - 1:
            return len(target) - len(piece) >= at and target.endswith(piece)
        found = target.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ends or at == len(target)
