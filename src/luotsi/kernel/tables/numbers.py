"""Numbers as people write them: 1 234,5 and 1,234.5 and €12 and 12 %."""

from __future__ import annotations

import re

PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
AROUND = re.compile(r"^[€$£₽¥]|(?<=\d)\s*(?:[€$£₽¥%]|eur|usd|rub|idr|руб\.?|h)$", re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+")


class AmbiguousNumber(ValueError):
    """1,234 is a thousand and more, or a little above one."""


def parse_number(text: str, *, decimal_comma: bool | None = None) -> float | None:
    """The number a text names, None where it names none; a percentage is divided by 100.

    One comma before three digits (1,234) raises AmbiguousNumber unless `decimal_comma` says what it is.
    """
    text = text.strip().replace("\u2212", "-")
    if PLAIN.fullmatch(text) and not (decimal_comma and re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", text)):
        return _float(text)
    share = text.endswith("%")
    sign = -1.0 if text.startswith("-") else 1.0
    bare = AROUND.sub("", AROUND.sub("", text[1:] if text[:1] in ("+", "-") else text)).strip()
    number = _float(_with_point(bare, decimal_comma))
    if number is None or bare[0] in "+-":
        return None
    return sign * number / (100 if share else 1)


def _with_point(bare: str, decimal_comma: bool | None) -> str:
    head = re.match(r"[\d \u00a0\u202f'’]+", bare)
    if head and GROUPED.fullmatch(head[0].strip()):
        bare = re.sub(r"[ \u00a0\u202f'’]", "", head[0]) + bare[head.end() :]
    comma, point = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and point >= 0:
        group, mark = (".", ",") if comma > point else (",", ".")
        return _joined(bare, group, mark)
    if comma < 0:
        return _joined(bare, ".", ",") if decimal_comma or bare.count(".") > 1 else bare
    if bare.count(",") > 1 or decimal_comma is False:
        return _joined(bare, ",", ".")
    if decimal_comma is None and re.fullmatch(r"[1-9]\d{0,2},\d{3}", bare):
        raise AmbiguousNumber(f"{bare} is {bare.replace(',', '')} or {bare.replace(',', '.')}")
    return bare.replace(",", ".")


def _joined(bare: str, group: str, mark: str) -> str:
    whole, _, part = bare.partition(mark)
    if not re.fullmatch(rf"\d{{1,3}}({re.escape(group)}\d{{3}})*|\d+", whole):
        return ""
    return whole.replace(group, "") + ("." + part if part else "")


def _float(text: str) -> float | None:
    if not PLAIN.fullmatch(text) or len(text) > 400:
        return None
    number = float(text)
    return number if abs(number) != float("inf") else None
