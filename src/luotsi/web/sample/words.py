"""Pajavire's goals, Guidepoints, outcomes and metrics in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from luotsi.rooms.goals.models import Metric


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """A metric and the way its values went: every so many days since so many days, from first to newest."""

    name: str
    unit: str
    first: float
    newest: float
    since_days: int = 270
    every_days: int = 30
    wave: float = 1.0
    decimals: int = 0
    kind: str = Metric.Kind.RESULT


@dataclass(frozen=True, slots=True)
class GoalSpec:
    code: str
    title: str
    why: str
    metric: str
    baseline: str
    target: str
    ends_in_days: int
    owner: str


@dataclass(frozen=True, slots=True)
class OutcomeSpec:
    """The code's first letter names its Guidepoint."""

    code: str
    title: str
    metric: str
    baseline: str
    target: str
    goal: str
    weight: str = "1"


METRICS = {
    "service": MetricSpec("Service share of revenue", "%", 31, 38, wave=0.6, decimals=1),
    "plants": MetricSpec("Plants under monitoring outside Finland", "plants", 180, 262, wave=4),
    "renewed": MetricSpec("Contracts renewed", "%", 84, 88, wave=1.2, decimals=1),
    "indonesia": MetricSpec("Paying plants in Indonesia", "plants", 2, 7, wave=0.4),
    "hired": MetricSpec("Field service posts filled in time", "%", 48, 63, wave=4),
    "paper": MetricSpec("Paper mills that name us first", "%", 22, 27, wave=1.5),
    "calculations": MetricSpec("Standstill calculations asked for", "a month", 3, 17, wave=2),
    "direct": MetricSpec("Applications without an agency", "%", 15, 44, wave=4),
    "offers": MetricSpec("Contract talks with spare part buyers", "a month", 4, 9, since_days=180, wave=1),
    "pilots": MetricSpec("Gateway pilots outside Finland", "pilots", 1, 8, since_days=150, wave=0.4),
    "calls": MetricSpec(
        "Support calls in a site's first week", "a site", 6.4, 3.1, since_days=180, wave=0.4, decimals=1
    ),
    "talks": MetricSpec("First talks in the three new markets", "a month", 4, 7, since_days=98, every_days=7, wave=1),
    "statements": MetricSpec("Renewals with a savings statement", "%", 20, 41, since_days=98, every_days=7, wave=3),
    "leads": MetricSpec("Leads from service engineers", "a month", 3, 4, since_days=98, every_days=7, wave=1),
    "applicants": MetricSpec(
        "Fitting applicants for an open post", "a post", 2.1, 3.3, since_days=98, every_days=14, wave=0.3, decimals=1
    ),
    "posts": MetricSpec("Posts published", "a month", 22, 14, wave=3, kind=Metric.Kind.OUTPUT),
}

GOALS = (
    GoalSpec(
        "service",
        "Service contracts bring almost half of our revenue",
        "Project sales swing with the paper price. Contracts carry us through a bad year.",
        "service", "31", "45", 210, "pekka",
    ),
    GoalSpec(
        "abroad",
        "Plants outside Finland trust us with their machines",
        "The home market is covered. Spain, Kazakhstan and Indonesia build and rebuild.",
        "plants", "180", "320", 150, "elina",
    ),
    GoalSpec(
        "stay",
        "Customers stay because they know what they saved",
        "A lost contract costs five new ones.",
        "renewed", "84", "92", 150, "riikka",
    ),
    GoalSpec(
        "hire",
        "We can staff the contracts we sell",
        "A contract without a technician is a broken promise.",
        "hired", "48", "85", 75, "paivi",
    ),
    GoalSpec(
        "indonesia",
        "Twelve plants in East Java pay for monitoring",
        "Twelve plants carry an office of their own.",
        "indonesia", "2", "12", 300, "budi",
    ),
    GoalSpec(
        "paper",
        "Every paper mill in Finland names us first",
        "It mattered while paper was two thirds of our orders.",
        "paper", "22", "40", -40, "sami",
    ),
)  # fmt: skip

GUIDEPOINTS = {
    "a": "Maintenance managers in Finland know what an hour of standstill costs them, and come to us to talk about it.",
    "b": "Plants that buy spare parts from us ask for a service contract before their next shutdown.",
    "c": "Plant managers in Spain, Kazakhstan and Indonesia ask us for a first talk because a plant like theirs told "
    "them what it saved, and our own customers renew with that number in hand.",
}  # fmt: skip

OUTCOMES = (
    OutcomeSpec("a1", "Maintenance managers ask for a standstill calculation", "calculations", "3", "15", "paper"),
    OutcomeSpec("a2", "Technicians apply without an agency", "direct", "15", "40", "hire"),
    OutcomeSpec("b1", "Spare part buyers ask for a contract talk", "offers", "4", "12", "service", "1.5"),
    OutcomeSpec("b2", "Plants abroad try the gateway", "pilots", "1", "8", "abroad"),
    OutcomeSpec("b3", "New sites get through their first week alone", "calls", "6.4", "3", "stay", "0.8"),
    OutcomeSpec("c1", "Plant managers in three new markets ask for a first talk", "talks", "4", "14", "abroad", "1.5"),
    OutcomeSpec("c2", "Customers renew with their saving in hand", "statements", "20", "70", "stay", "1.2"),
    OutcomeSpec("c3", "Service engineers pass on what they hear", "leads", "3", "10", "service"),
    OutcomeSpec("c4", "Technicians know us before we advertise", "applicants", "2.1", "5", "hire", "0.8"),
)

# Guidepoint, who, how strongly, days ago; Sami changed his mind once the question had been answered.
AGREEMENTS = (
    ("a", "pekka", "full", 222),
    ("a", "sami", "lukewarm", 221),
    ("a", "elina", "full", 220),
    ("b", "pekka", "invests", 134),
    ("b", "oskari", "full", 133),
    ("b", "mei", "not_a_no", 132),
    ("b", "elina", "full", 130),
    ("c", "pekka", "invests", 50),
    ("c", "inaki", "full", 50),
    ("c", "budi", "full", 49),
    ("c", "aigerim", "full", 49),
    ("c", "sami", "against", 48),
    ("c", "riikka", "full", 45),
    ("c", "mei", "lukewarm", 44),
    ("c", "paivi", "full", 43),
    ("c", "kirsi", "not_a_no", 42),
    ("c", "elina", "full", 42),
    ("c", "sami", "full", 41),
)

QUESTION = (
    "Sales wants the quarter for key accounts in Finland, the country offices want first talks abroad. "
    "We cannot do both well. Which of the two carries the year?"
)
ANSWER = (
    "First talks abroad carry the year: the home market is at nine tenths of what it can be. For the key accounts one "
    "thing is enough this quarter, the savings statement before each renewal. I have told Sami and Riikka the same."
)
