"""News from outside: fetching with manners and limits, feeds, sitemaps, list pages, the text of an article.

Without Django. What a server does is never an exception: every fetch ends as a page, as not modified, or with a code.
"""

from luotsi.kernel.fetching.fetch import fetch
from luotsi.kernel.fetching.results import Fetched, Limits, NotFetched, NotModified
from luotsi.kernel.fetching.visit import Visit, agent_of

__all__ = ["Fetched", "Limits", "NotFetched", "NotModified", "Visit", "agent_of", "fetch"]
