"""Specifications to SVG, PNG and PDF, and the script that draws them in a page.

Drawing needs a JavaScript engine of some 150 MB, so the web process hands it to a short-lived child process;
the command line, which ends anyway, may draw in its own (`here=True`).
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from luotsi.kernel.charts.joined import joined
from luotsi.kernel.charts.palette import palette
from luotsi.kernel.errors import Unavailable

FORMATS = ("svg", "png", "pdf")
TIME_LIMIT_SECONDS = 60
LOCALES = {"fi": "fi-FI", "ru": "ru-RU", "es": "es-ES"}
FAMILY = re.compile(r"""(?P<lead>font-family=["']|font-family:\s*)(?P<names>[^";<>]+)""")
ROOT_WITH_FONT = re.compile(r"<svg[^>]*\sfont-family=")
GENERIC = ("serif", "monospace")
INDONESIAN_TIME = {
    "dateTime": "%A, %e %B %Y %X",
    "date": "%d/%m/%Y",
    "time": "%H:%M:%S",
    "periods": ["AM", "PM"],
    "days": ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
    "shortDays": ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
    "months": [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ],
    "shortMonths": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
}  # fmt: skip
INDONESIAN_NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}


def render(
    spec: dict[str, Any], format: str = "svg", theme: str = "light", *, language: str = "en", here: bool = False
) -> bytes:
    """The chart as a file. `format` is svg, png or pdf, `theme` light or dark. Raises Unavailable if drawing fails."""
    if format not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, not {format!r}")
    colours = palette(theme)
    painted = paint(spec, colours) | {"background": colours["sheet"]}
    return _work({"task": format, "spec": painted, "language": language}, here)


def svg_to_pdf(svg: str, *, here: bool = False) -> bytes:
    """A one-page PDF of an SVG drawing, fonts included. Raises Unavailable if drawing fails.

    The sans-serif font within the drawing library has Latin, Cyrillic and Greek letters.
    """
    return _work({"task": "svg_to_pdf", "svg": with_spare_font(svg)}, here)


def svgs_to_pdf(svgs: Sequence[str], *, here: bool = False) -> bytes:
    """The same with a page for each drawing, in one process. Raises Unavailable if drawing fails."""
    return _work({"task": "svgs_to_pdf", "svgs": [with_spare_font(svg) for svg in svgs]}, here)


def with_spare_font(svg: str) -> str:
    """Every text may fall back to sans-serif: words in a font that is not here would be left out in silence."""

    def spare(found: re.Match[str]) -> str:
        names = found["names"].rstrip()
        return found[0] if names.endswith(GENERIC) else f"{found['lead']}{names}, sans-serif"

    spared = FAMILY.sub(spare, svg)
    return spared if ROOT_WITH_FONT.search(spared) else spared.replace("<svg", '<svg font-family="sans-serif"', 1)


def bundle_name() -> str:
    """The file name of the drawing script; it changes with the library, so that browsers may keep it for ever."""
    return f"vega-embed-{version('vl-convert-python')}.js"


def bundle(folder: Path) -> Path:
    """The drawing script in `folder`, made at first use (about two seconds), with a compressed copy beside it."""
    path = folder / bundle_name()
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        script = _work({"task": "bundle"}, here=False)
        _write(path.with_suffix(".js.gz"), gzip.compress(script, mtime=0))
        _write(path, script)
    return path


def paint(part: Any, colours: dict[str, str]) -> Any:
    """`part` with every "@token" replaced by its colour."""
    if isinstance(part, dict):
        return {name: paint(value, colours) for name, value in part.items()}
    if isinstance(part, list):
        return [paint(value, colours) for value in part]
    if isinstance(part, str) and part.startswith("@"):
        return colours.get(part[1:], part)
    return part


def perform(order: dict[str, Any]) -> bytes:
    """Do one drawing task in this process; the child process calls this."""
    import vl_convert

    task = order["task"]
    if task == "bundle":
        return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").encode()
    if task == "svg_to_pdf":
        return vl_convert.svg_to_pdf(order["svg"])
    if task == "svgs_to_pdf":
        return joined([vl_convert.svg_to_pdf(svg) for svg in order["svgs"]])
    options = _locale(order["language"]) | {"allowed_base_urls": []}
    if task == "svg":
        return vl_convert.vegalite_to_svg(order["spec"], **options).encode()
    if task == "png":
        return vl_convert.vegalite_to_png(order["spec"], scale=2.0, **options)
    return vl_convert.vegalite_to_pdf(order["spec"], **options)


def _work(order: dict[str, Any], here: bool) -> bytes:
    return perform(order) if here else _perform_apart(order)


def _perform_apart(order: dict[str, Any]) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "luotsi.kernel.charts"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=TIME_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable("Drawing the chart took too long. Try again.", code="chart_slow") from None
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
        raise Unavailable(f"The chart could not be drawn: {last}", code="chart_failed")
    return done.stdout


def _locale(language: str) -> dict[str, Any]:
    if language == "id":
        return {"format_locale": INDONESIAN_NUMBERS, "time_format_locale": INDONESIAN_TIME}
    name = LOCALES.get(language)
    return {"format_locale": name, "time_format_locale": name} if name else {}


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whoever else writes it at the same time."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
