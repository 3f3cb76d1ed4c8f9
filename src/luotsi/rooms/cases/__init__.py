"""cases: an idea on its way to a yes, from why to win.

Nouns: Case, Touch, Role, Preread, Decision, Win. May ask: every room below it.
"""
