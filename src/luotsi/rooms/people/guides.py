"""The guide for a conversation: a few open questions that find what this person needs to become an investor.

Not a questionnaire: they open a talk, in any order, and none asks for requirements.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

MOST_QUESTIONS = 7
OPENING = {
    "before_case": (
        _("What would have to be different a year from now for you to call it a good year?"),
        _("Where does our work touch yours today, for better or worse?"),
    ),
    "approved": (
        _("Now that it goes ahead: what would you like to see first?"),
        _("What do you expect to get out of it, and what might it cost you?"),
    ),
    "rollout": (
        _("What has changed for you since it began?"),
        _("What is harder than you thought, and what is easier?"),
    ),
    "running": (
        _("If it ended tomorrow, what would you miss, and what not?"),
        _("What did you tell others about it lately?"),
    ),
}
BY_ROLE = {
    "influencer": (
        _("Whose opinion matters to you here, and what do they say?"),
        _("What would make this worth a part of your budget or your name?"),
    ),
    "champion": (
        _("What makes you stand behind this, and what would make you hesitate?"),
        _("To whom could you tell it in your own words, and what would help you?"),
    ),
    "decision_maker": (
        _("What must be true before you can say yes, and how would you know that it is?"),
        _("What would you want to look back on before you decide the next step?"),
    ),
    "contributor": (
        _("What do you know about this that we do not?"),
        _("What would you need so that your part works and the rest of your job does too?"),
    ),
    "resistant": (
        _("What could go wrong for you if this goes ahead?"),
        _("Suppose it worked: what would be in it for you and your people?"),
    ),
    "apathetic": (
        _("What are you waiting to see before you make up your mind?"),
        _("What would have to happen for this to become your own cause?"),
    ),
}
CLOSING = {
    "before_case": _("What would you put in, hours, knowledge, money or a good word, if you were sure it comes back?"),
    "approved": _("What shall we agree that each of us brings, and by when?"),
    "rollout": _("What worries you most about the next weeks, and what would ease it?"),
    "running": _("What would make you put more into it, and what less?"),
}


def without_roles(guide: str) -> str:
    """The guide without the prepared questions that would give a role away, in whatever language they were prepared."""
    telling = set()
    for code in settings.LANGUAGE_NAMES:
        with translation.override(code):
            telling |= {str(question) for questions in BY_ROLE.values() for question in questions}
    return "\n".join(line for line in guide.splitlines() if line.strip() not in telling)


def guide_for(stage: str, roles: Iterable[tuple[str, str]]) -> list[str]:
    """Questions in the reader's language. `roles` are pairs of role and kind of detractor."""
    keys = sorted({kind or role for role, kind in roles}, key=list(BY_ROLE).index, reverse=True)
    by_role = [question for key in keys for question in BY_ROLE[key]]
    room = MOST_QUESTIONS - len(OPENING[stage]) - 1
    return [str(one) for one in (*OPENING[stage], *by_role[:room], CLOSING[stage])]
