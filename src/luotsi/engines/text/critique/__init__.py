"""Reads a draft as a tired editor would: is there a story, a fact, a gain for the reader, and who says so?

Rules over word lists in five languages, no model: the same text always gets the same critique. Codes and places only;
the sentences are in luotsi.kernel.critique_sayings.
"""

from __future__ import annotations

from luotsi.engines.text.critique.codes import FACTS, FINDINGS, KINDS, VERDICTS, Critique, Draft, Fact, Finding, Place
from luotsi.engines.text.critique.reading import critique

__all__ = ["FACTS", "FINDINGS", "KINDS", "VERDICTS", "Critique", "Draft", "Fact", "Finding", "Place", "critique"]
