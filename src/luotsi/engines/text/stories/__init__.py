"""Which pieces of news tell the same story, and the number in one that is worth keeping.

Likeness finds candidates; what differs (numbers, places, names, the stage of the event) vetoes. Rules and word
lists in five languages, no model.
"""

from luotsi.engines.text.stories.facts import Story
from luotsi.engines.text.stories.grouping import groups
from luotsi.engines.text.stories.sameness import Sameness, same_story
from luotsi.engines.text.stories.slides import Number, number_for_slides

__all__ = ["Number", "Sameness", "Story", "groups", "number_for_slides", "same_story"]
