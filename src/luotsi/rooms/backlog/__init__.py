"""backlog: what others ask for, the one ranked list of all future work, and how long it all takes.

Nouns: Request (Question, Refusal, Joining, Confirmation), WorkItem (Contribution, Placement, Comment),
Marketing Backlog, Volume (WeekCount, PaceGuess, ForecastRun), Import. May ask: people, goals.
"""
