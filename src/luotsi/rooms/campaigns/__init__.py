"""campaigns: small tries that decide themselves. Scale, continue or abort, sound however often one looks.

Nouns: Campaign, Criterion, Contact, Answer, Tally, Verdict. May ask: people, goals.
"""
