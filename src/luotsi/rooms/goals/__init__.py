"""goals: what the organisation pursues, the Guidepoint the team is agreed on, and how both are measured.

Nouns: Metric, Measurement, Goal, Guidepoint, Outcome, Agreement, Escalation. May ask: people.
"""
