"""people: who is touched by marketing's work and has a say in it.

Nouns: Stakeholder. Asks nobody; every other room may ask it.
For now only who a stakeholder is; roles, conversations and endorsement come with the room's own issue.
"""
