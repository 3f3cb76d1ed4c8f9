"""Measures the critique: false alarms on real titles, what it finds in our own bad ones, and its speed.

python benchmarks/news_critique.py FOLDER

FOLDER holds headlines.csv (lang, company, headline, hook) and may hold boilerplate_words.csv (lang, term). The rival in
the same run is plain matching of those words: a title or text is bad when it holds one of them.
"""

from __future__ import annotations

import csv
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from luotsi.engines.text.critique import Draft, critique
from luotsi.engines.text.critique.language import language_of

OWN = Path(__file__).parents[1] / "tests" / "data" / "critique_own.toml"
LANGUAGES = ("en", "fi", "ru", "es", "id")
WORTHY = ("acquisition", "completion", "product", "analytics", "special", "results")
SPEED_LETTERS = 200_000


def rows_of(file: Path) -> list[dict[str, str]]:
    """All rows of a CSV."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def group_of(hook: str) -> str:
    """worthy, filler or other."""
    return "worthy" if hook in WORTHY else "other" if hook == "other" else "filler"


def plain_matching(folder: Path) -> dict[str, re.Pattern[str]]:
    """The rival: for each language one pattern of the listed words."""
    words: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    if (folder / "boilerplate_words.csv").exists():
        for row in rows_of(folder / "boilerplate_words.csv"):
            words[row["lang"]] += [word.strip() for word in row["term"].split("/")]
    return {lang: _any_of(terms) for lang, terms in words.items()}


def _any_of(terms: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted({term for term in terms if term}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def shares(rows: Sequence[dict[str, str]], is_flagged: Callable[[dict[str, str]], bool]) -> dict[str, tuple[int, int]]:
    """For worthy, filler and other: how many are flagged, of how many."""
    flagged, total = Counter[str](), Counter[str]()
    for row in rows:
        group = group_of(row["hook"])
        total[group] += 1
        flagged[group] += is_flagged(row)
    return {group: (flagged[group], total[group]) for group in ("worthy", "filler", "other")}


def is_empty(row: dict[str, str], *, with_company: bool = False) -> bool:
    """Whether the critique calls the title empty."""
    company = row.get("company", "") if with_company else ""
    return critique(Draft(row["headline"], kind="title", lang=row["lang"], company=company)).verdict == "empty"


def has_boilerplate(row: dict[str, str]) -> bool:
    """Whether the critique finds an empty phrase in the title, empty or not."""
    found = critique(Draft(row["headline"], kind="title", lang=row["lang"])).findings
    return any(finding.code in ("boilerplate", "self_praise", "jargon") for finding in found)


def show(name: str, counted: dict[str, tuple[int, int]]) -> None:
    """One line of shares."""
    said = "   ".join(f"{group} {n:>3} of {of:>3} ({n / max(1, of):5.1%})" for group, (n, of) in counted.items())
    print(f"  {name:<34}{said}")


def titles(rows: Sequence[dict[str, str]], rival: dict[str, re.Pattern[str]]) -> None:
    """False alarms: a worthy title that is called empty is one; a filler title may be one."""
    print(f"{len(rows)} real titles")
    show("empty", shares(rows, is_empty))
    show("empty, company known", shares(rows, lambda row: is_empty(row, with_company=True)))
    show("an empty phrase in it", shares(rows, has_boilerplate))
    show("rival: a listed word in it", shares(rows, lambda row: bool(rival[row["lang"]].search(row["headline"]))))
    right = {lang: sum(language_of(r["headline"]) == lang for r in rows if r["lang"] == lang) for lang in LANGUAGES}
    print(f"  language found from the title alone: {sum(right.values())} of {len(rows)} {right}")
    for lang in LANGUAGES:
        show(f"empty, {lang}", shares([row for row in rows if row["lang"] == lang], is_empty))


def own_titles(own: dict[str, Any], rival: dict[str, re.Pattern[str]]) -> None:
    """What is found among titles written as bad, and wrongly among those written as good."""
    print("own titles: called empty (rival: holds a listed word)")
    for part in ("bad_titles", "held_out_bad_titles", "good_titles"):
        given = [(lang, title) for lang in LANGUAGES for title in own[lang][part]]
        empty = sum(critique(Draft(title, kind="title", lang=lang)).verdict == "empty" for lang, title in given)
        listed = sum(bool(rival[lang].search(title)) for lang, title in given)
        print(f"  {part:<22}{empty:>3} of {len(given)}   (rival {listed})")


def speed(own: dict[str, Any], rival: dict[str, re.Pattern[str]]) -> None:
    """Characters a second of processor time, one core: our releases one after another, and one long text."""
    print("speed, thousand characters a second (rival: one pattern of listed words)")
    for lang in LANGUAGES:
        releases = [own[lang][name] for name in ("bad_release", "good_release", "bad_mail", "good_mail")]
        letters = sum(len(each["body"]) for each in releases)
        times = SPEED_LETTERS // letters
        joined = "\n\n".join(each["body"] for each in releases) * times
        short = _seconds(
            lambda: [critique(Draft(e["title"], e["body"], lang=lang)) for e in releases for _ in range(times)]  # noqa: B023
        )
        long = _seconds(lambda: critique(Draft("Title", joined, lang=lang)))  # noqa: B023
        plain = _seconds(lambda: rival[lang].findall(joined))  # noqa: B023
        figures = [letters * times / seconds / 1000 for seconds in (short, long, plain)]
        print(f"  {lang}  releases {figures[0]:>6.0f}   one long text {figures[1]:>6.0f}   rival {figures[2]:>7.0f}")


def _seconds(run: Callable[[], object]) -> float:
    run()
    started = time.process_time()
    run()
    return max(1e-6, time.process_time() - started)


def main(arguments: Sequence[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit("python benchmarks/news_critique.py FOLDER")
    folder = Path(arguments[0])
    rival, own = plain_matching(folder), tomllib.loads(OWN.read_text(encoding="utf-8"))
    titles(rows_of(folder / "headlines.csv"), rival)
    own_titles(own, rival)
    speed(own, rival)


if __name__ == "__main__":
    main(sys.argv[1:])
