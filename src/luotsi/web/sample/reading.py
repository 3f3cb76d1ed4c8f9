"""The sample's texts, from the files beside this module: one row a line, cells between bars."""

from __future__ import annotations

from importlib.resources import files

Texts = dict[str, str]


def rows(name: str) -> list[Texts]:
    """The rows of a file such as `people`, each by column."""
    lines = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("|")
    return [dict(zip(columns, line.split("|"), strict=True)) for line in lines[1:]]
