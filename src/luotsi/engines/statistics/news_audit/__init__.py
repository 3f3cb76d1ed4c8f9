"""A newsroom's quarter by hook: the share of worthy news, how sure that is, the camp, the trend, and rivals.

Codes and numbers only. What a person counted is exact; what was read by machine carries its doubt.
"""

from luotsi.engines.statistics.news_audit.audit import ahead, audit
from luotsi.engines.statistics.news_audit.types import CAMPS, Counted, Quarter, Read, Trend

__all__ = ["CAMPS", "Counted", "Quarter", "Read", "Trend", "ahead", "audit"]
