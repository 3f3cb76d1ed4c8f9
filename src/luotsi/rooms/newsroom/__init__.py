"""newsroom: news worth telling. Company news sorted by hook, rivals audited, the week digested, releases checked.

Nouns: Source, Item, Correction, Release, Digest. May ask: people, goals.
"""
