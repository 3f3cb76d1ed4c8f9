"""The quarter that fits: capacity, the optimiser's proposal, what people pin and move, and published versions.

Nouns: Skill, TeamMember, Leave, Holiday, Recipe, Way, Blueprint, Pin, Forbidden, PlanRun, Slot, LeftOut, Version.
It may ask people, goals and backlog; it answers the backlog's questions about capacity and planned dates.
"""
