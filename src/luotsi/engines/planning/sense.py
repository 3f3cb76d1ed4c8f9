"""What makes no sense between the values of a problem: references, windows, pins, frozen places, cycles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from luotsi.engines.planning.problem import Item, Placed, Problem, ProblemFault


def nonsense(problem: Problem) -> Iterator[ProblemFault]:
    """Every fault between values; values that were faulty themselves arrive as harmless ones."""
    yield from _duplicates(problem)
    ids = {item.id for item in problem.items}
    for index, item in enumerate(problem.items):
        path = f"items[{index}]"
        yield from _modes(item, path)
        yield from _goal(problem, item, path)
        yield from _after(item, path, ids)
        if item.modes:  # else named already as an empty list
            yield from _window(item, path)
            yield from _pin(item, path)
    yield from _cycle(problem)
    yield from _shares(problem)
    yield from _previous(problem)


def _duplicates(problem: Problem) -> Iterator[ProblemFault]:
    first: dict[str, int] = {}
    for index, item in enumerate(problem.items):
        if item.id and item.id in first:
            yield ProblemFault(
                f"items[{index}].id",
                f"{item.id!r} stands already at items[{first[item.id]}].",
                "Give every item its own id.",
            )
        first.setdefault(item.id, index)


def _modes(item: Item, path: str) -> Iterator[ProblemFault]:
    for name, count in Counter(mode.name for mode in item.modes).items():
        if count > 1:
            yield ProblemFault(f"{path}.modes", f"{count} modes of {item.id!r} are named {name!r}.", "Name them apart.")


def _goal(problem: Problem, item: Item, path: str) -> Iterator[ProblemFault]:
    if item.goal is not None and item.goal not in problem.goals:
        known = ", ".join(sorted(problem.goals)[:20]) or "none"
        yield ProblemFault(f"{path}.goal", f"unknown goal {item.goal!r}.", f"Known goals: {known}.")


def _window(item: Item, path: str) -> Iterator[ProblemFault]:
    if item.earliest > item.latest:
        yield ProblemFault(
            f"{path}.latest",
            f"impossible window: latest {item.latest} lies before earliest {item.earliest}.",
            "Both are the weeks in which the item may run, inclusive.",
        )
        return
    room, shortest = item.latest - item.earliest + 1, min(mode.weeks for mode in item.modes)
    if shortest > room:
        yield ProblemFault(
            f"{path}.latest",
            f"impossible window: {room} weeks from earliest {item.earliest} to latest {item.latest}, "
            f"the shortest mode takes {shortest}.",
            "Widen the window or give a shorter mode.",
        )


def _after(item: Item, path: str, ids: set[str]) -> Iterator[ProblemFault]:
    for index, earlier in enumerate(item.after):
        if earlier and earlier not in ids:
            yield ProblemFault(f"{path}.after[{index}]", f"unknown item {earlier!r}.", "Name the id of an item.")
    for earlier, count in Counter(item.after).items():
        if count > 1:
            yield ProblemFault(f"{path}.after", f"names {earlier!r} {count} times.", "Once is enough.")


def _pin(item: Item, path: str) -> Iterator[ProblemFault]:
    if item.pin is None:
        return
    if item.moscow == "wont":
        yield ProblemFault(f"{path}.pin", "pins an item of class wont.", "Change the class or drop the pin.")
    modes = [mode for mode in item.modes if item.pin.mode in (None, mode.name)]
    if not modes:
        names = ", ".join(mode.name for mode in item.modes)
        yield ProblemFault(f"{path}.pin.mode", f"unknown mode {item.pin.mode!r}.", f"Modes of this item: {names}.")
    elif item.pin.start is not None:
        weeks, start = min(mode.weeks for mode in modes), item.pin.start
        yield from _place(item, start, start + weeks - 1, f"{path}.pin.start", "pin")


def _place(item: Item, start: int, end: int, path: str, what: str) -> Iterator[ProblemFault]:
    if start < item.earliest or end > item.latest:
        yield ProblemFault(
            path,
            f"{what} outside the window: weeks {start} to {end}, "
            f"{item.id!r} may run from {item.earliest} to {item.latest}.",
            "Widen the window or choose another week.",
        )
    elif not item.forbidden.isdisjoint(range(start, end + 1)):
        weeks = ", ".join(str(week) for week in range(start, end + 1) if week in item.forbidden)
        yield ProblemFault(path, f"{what} in forbidden weeks: {weeks}.", "Choose another week.")


def _cycle(problem: Problem) -> Iterator[ProblemFault]:
    """Each item that lies on a cycle of `after` is named in one fault per cycle."""
    after = {item.id: item.after for item in problem.items}
    place = {item.id: index for index, item in reversed(list(enumerate(problem.items)))}
    done: set[str] = set()
    for root in after:
        path: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = []
        if root not in done:
            path.append(root)
            stack.append((root, iter(after[root])))
        while stack:
            id_, rest = stack[-1]
            earlier = next((name for name in rest if name in after and name not in done), None)
            if earlier is None:
                stack.pop()
                done.add(path.pop())
            elif earlier in path:
                ring = [*path[path.index(earlier) :], earlier]
                yield ProblemFault(
                    f"items[{place[earlier]}].after",
                    f"cycle: {' after '.join(ring)}.",
                    "Nothing can be finished before itself: remove one of these.",
                )
                done.add(earlier)
            else:
                path.append(earlier)
                stack.append((earlier, iter(after[earlier])))


def _shares(problem: Problem) -> Iterator[ProblemFault]:
    askers = {item.asker for item in problem.items}
    for share in problem.shares:
        known = problem.goals if share.by == "goal" else askers
        if share.name not in known:
            yield ProblemFault(f"shares.{share.by}.{share.name}", f"unknown {share.by} {share.name!r}.")
    for by in ("goal", "asker"):
        total = sum(share.least for share in problem.shares if share.by == by)
        if total > 1 + 1e-9:
            yield ProblemFault(f"shares.{by}", f"minimums add up to {total:g}.", "Together at most 1.")


def _previous(problem: Problem) -> Iterator[ProblemFault]:
    seen: set[str] = set()
    items = {item.id: item for item in problem.items}
    for index, placed in enumerate(problem.previous):
        path = f"previous[{index}]"
        item = items.get(placed.id)
        if not placed.id or not placed.mode:
            continue
        if placed.id in seen:
            yield ProblemFault(f"{path}.id", f"{placed.id!r} stands there twice.", "Keep one of them.")
        seen.add(placed.id)
        if item is None:
            yield ProblemFault(f"{path}.id", f"unknown item {placed.id!r}.", "Remove it from `previous`.")
        elif placed.start < problem.frozen_until and item.moscow != "wont":
            yield from _frozen(item, placed, path)


def _frozen(item: Item, placed: Placed, path: str) -> Iterator[ProblemFault]:
    """A frozen place has to be there still; elsewhere an earlier place that is gone counts as a move."""
    if placed.mode not in {mode.name for mode in item.modes}:
        yield ProblemFault(f"{path}.mode", f"unknown mode {placed.mode!r} of {placed.id!r}.")
        return
    end = placed.start + item.mode(placed.mode).weeks - 1
    yield from _place(item, placed.start, end, f"{path}.start", "frozen place")
    pin = item.pin
    if pin and (pin.mode not in (None, placed.mode) or pin.start not in (None, placed.start)):
        yield ProblemFault(path, f"{item.id!r} is pinned elsewhere than its frozen place.", "Drop the pin.")
