"""Reads requests: phrasing, deliverable, dates, near-duplicates, and stems for search.

Rules over words, no model: the same text always gives the same answer. Everything public is imported from here.
"""

from luotsi.engines.text.dates import DateExpression, NamedDates, names_date
from luotsi.engines.text.deliverable import KINDS, Deliverable, Evidence, deliverable_of
from luotsi.engines.text.guidepoint import ListOfTactics, reads_as_tactics
from luotsi.engines.text.phrasing import Phrasing, phrasing_of
from luotsi.engines.text.search import query_stems, search_stems
from luotsi.engines.text.similar import Pair, RequestText, SimilarHit, SimilarIndex

__all__ = [
    "KINDS",
    "DateExpression",
    "Deliverable",
    "Evidence",
    "ListOfTactics",
    "NamedDates",
    "Pair",
    "Phrasing",
    "RequestText",
    "SimilarHit",
    "SimilarIndex",
    "deliverable_of",
    "names_date",
    "phrasing_of",
    "query_stems",
    "reads_as_tactics",
    "search_stems",
]
