"""The page's colour tokens in hexadecimal, for charts outside the page. Their source is static/css/tokens.css."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from math import cos, radians, sin

TOKEN = re.compile(
    r"--(?P<name>[a-z-]+):\s*light-dark\(\s*oklch\((?P<light>[\d. ]+)\)\s*,\s*oklch\((?P<dark>[\d. ]+)\)\s*\)"
)
THEMES = ("light", "dark")


@cache
def palette(theme: str) -> dict[str, str]:
    """Token name -> "#rrggbb". `theme` is light or dark; raises ValueError for another."""
    if theme not in THEMES:
        raise ValueError(f"theme must be one of {', '.join(THEMES)}, not {theme!r}")
    sheet = (files("luotsi") / "static/css/tokens.css").read_text(encoding="utf-8")
    return {found["name"]: hex_of(*map(float, found[theme].split())) for found in TOKEN.finditer(sheet)}


def hex_of(lightness: float, chroma: float, hue: float) -> str:
    """An OKLCH colour in sRGB, clipped. Source: B. Ottosson, "A perceptual color space", 2020."""
    return "#" + "".join(f"{round(255 * _encoded(part)):02x}" for part in _linear(lightness, chroma, hue))


def luminance(colour: str) -> float:
    """Relative luminance (0–1) of "#rrggbb", as WCAG 2.2 defines it."""
    red, green, blue = (_decoded(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1–21) of two colours, as WCAG 2.2 defines it."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encoded(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
