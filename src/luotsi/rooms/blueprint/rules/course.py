"""How value and bound went while a plan was made, as two stepped lines that close in on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = Sequence[float | None]  # seconds, value, bound
MOST_POINTS = 80
WIDTH, HEIGHT, EDGE = 480, 96, 4


@dataclass(frozen=True, slots=True)
class CourseLines:
    """Points of two SVG polylines, empty where nothing was known; `low` and `high` are the ends of the scale."""

    width: int
    height: int
    value: str
    bound: str
    low: float
    high: float


def thinned(course: Sequence[Point]) -> list[Point]:
    """At most MOST_POINTS of them, with the first and the last."""
    if len(course) <= MOST_POINTS:
        return list(course)
    step = (len(course) - 1) / (MOST_POINTS - 1)
    return [course[round(number * step)] for number in range(MOST_POINTS)]


def course_lines(course: Sequence[Point], seconds: float) -> CourseLines | None:
    """`seconds`: the width of the picture in time. None while no plan was found or nothing is known above it."""
    values = [point[1] for point in course if point[1] is not None]
    bounds = [point[2] for point in course if point[2] is not None]
    if not values or not bounds:
        return None
    # The first figures may lie far off; what lies beyond the picture is cut to its edge.
    span = max(bounds[-1] - values[-1], abs(values[-1]) / 100, 1e-6)
    low, high = max(min(values), values[-1] - 4 * span), min(max(bounds), bounds[-1] + 4 * span)
    scale = _Scale(seconds, low, max(high, low + 1e-9))
    return CourseLines(WIDTH, HEIGHT, scale.steps(course, 1), scale.steps(course, 2), low, high)


@dataclass(frozen=True, slots=True)
class _Scale:
    seconds: float
    low: float
    high: float

    def steps(self, course: Sequence[Point], column: int) -> str:
        found: list[str] = []
        last: float | None = None
        for point in course:
            if point[column] is None:
                continue
            x, y = self._x(point[0] or 0.0), self._y(point[column] or 0.0)
            if last is not None:
                found.append(f"{x:.1f},{last:.1f}")
            found.append(f"{x:.1f},{y:.1f}")
            last = y
        if last is not None:
            found.append(f"{self._x(self.seconds):.1f},{last:.1f}")
        return " ".join(found)

    def _x(self, seconds: float) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * min(seconds / max(self.seconds, 1e-9), 1.0)

    def _y(self, worth: float) -> float:
        share = (worth - self.low) / (self.high - self.low)
        return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * min(max(share, 0.0), 1.0)
