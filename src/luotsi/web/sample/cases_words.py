"""Pajavire's cases in words and numbers; days count back from today, people and goals go by their short names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from luotsi.rooms.cases.drafts import AskDraft, CaseDraft, RiskDraft, TouchDraft


@dataclass(frozen=True, slots=True)
class Figure:
    says: str
    value: str
    unit: str
    source: str
    days: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided so many days ago, by whom; a no or a not yet looks again so many days from (or ago) today."""

    days: int
    answer: str
    by: str
    reason: str = ""
    learnt: str = ""
    again_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSpec:
    """`roles` are who and role, a detractor with its kind; `talks` who and days ago; `steps` days ago, to, reason;
    `presents_again` says when the day of a second round was set, and which it is."""

    days: int
    owner: str
    says: CaseDraft
    goal: str
    request: str = ""
    presents_days: int | None = None
    presents_again: tuple[int, int] | None = None
    touches: tuple[TouchDraft, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    talks: tuple[tuple[str, int], ...] = ()
    figures: tuple[Figure, ...] = ()
    metrics: tuple[str, ...] = ()
    quotes: tuple[tuple[str, int], ...] = ()
    asks: tuple[tuple[str, AskDraft], ...] = ()
    risks: tuple[RiskDraft, ...] = ()
    changes: tuple[tuple[int, str, str], ...] = ()
    steps: tuple[tuple[int, str, str], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    came: tuple[int, str] | None = None


LONG_AGO = "Talked through before conversations were kept here."

CASES = {
    "calculation": CaseSpec(
        days=282, owner="johanna", goal="paper",
        says=CaseDraft(
            title="What one hour of standstill costs",
            why_do="A maintenance manager who knows the figure of their own mill calls before the bearing fails.",
            why_goals="A mill that has the figure from us names us first.",
            why_care="Sales opens with the mill’s own number, service gets visits that can be planned.",
            idea="A calculation on the site, five questions, one figure.",
        ),
        touches=(
            TouchDraft(team="Sales", effect="Talks begin with the mill’s own figure", measure="first talks from it",
                       baseline=Decimal(0), expected=Decimal(5), unit="a month"),
            TouchDraft(team="Service", effect="Visits that can be planned", hours=Decimal(160)),
        ),
        steps=((262, "tested", LONG_AGO), (255, "adjusted", LONG_AGO), (241, "preread_sent", LONG_AGO),
               (236, "presented", LONG_AGO)),
        verdicts=(Verdict(235, "yes", "elina"),),
        came=(24, "Seventeen calculations a month, from three. Two of five end in a visit. The figure opens the door; "
                  "whoever does not come within a week closes it again."),
    ),
    "savings": CaseSpec(
        days=171, owner="johanna", goal="stay", request="P45", presents_days=140, presents_again=(104, 72),
        says=CaseDraft(
            title="A savings statement before every renewal",
            why_do="Whoever renews knows in money what the contract kept from happening.",
            why_goals="Customers stay because they know what they saved; today nobody tells them.",
            why_care="Sales renews with a figure, finance can check it, and service sees its work in money.",
            idea="Asked for was a mail to win back who had left. Instead: two pages a contract, ready ten days after "
                 "the figures are in, forty lines that can be checked.",
        ),
        touches=(
            TouchDraft(team="Sales", effect="Renewals with a figure on the table", measure="contracts renewed",
                       baseline=Decimal(84), expected=Decimal(92), unit="%"),
            TouchDraft(team="Finance", effect="One figure a quarter to check herself", hours=Decimal(60)),
            TouchDraft(team="Service", effect="Less explaining at the end of a contract", hours=Decimal(220)),
        ),
        roles=(("elina", "decision_maker"), ("kirsi", "influencer,detractor:apathetic"),
               ("sami", "influencer,detractor:resistant"), ("riikka", "contributor")),
        talks=(("sami", 176), ("kirsi", 168), ("elina", 158), ("riikka", 105), ("sami", 84), ("kirsi", 79),
               ("sami", 40), ("kirsi", 33)),
        figures=(Figure("lost contracts whose owner never saw a figure of ours", "9", "of 11",
                        "Exit talks, Riikka’s list", 165),),
        metrics=("renewed", "statements"), quotes=(("kirsi", 168), ("kirsi", 79)),
        asks=(
            ("kirsi", AskDraft(kind="information", what="The figures of a contract within five days")),
            ("pekka", AskDraft(kind="hours", what="A field engineer who reads each statement", amount=Decimal(2),
                               unit="h each")),
        ),
        risks=(RiskDraft(what="A statement comes after its renewal", answer="Ten days, counted from the figures"),
               RiskDraft(what="A saving that the customer does not believe", answer="Every line names its visit")),
        changes=((149, "Euros of one contract instead of a share of all", "kirsi"),
                 (83, "The statement comes a week earlier", "sami"),
                 (78, "Forty lines to check instead of slides", "kirsi")),
        steps=((150, "tested", ""), (148, "adjusted", ""), (145, "preread_sent", ""), (140, "presented", ""),
               (94, "tested", ""), (82, "adjusted", ""), (77, "preread_sent", ""),
               (72, "presented", "Riikka is abroad and will be asked next week; Elina wants it before the quarter.")),
        verdicts=(
            Verdict(139, "no", "elina", "Nobody but us can check the saving, and Sami’s people do not want it.",
                    "Whoever signs must be able to check every line. Let one renewal try it, then come again.", -112),
            Verdict(71, "yes", "elina"),
        ),
    ),
    "engineers": CaseSpec(
        days=169, owner="tuomas", goal="service", presents_days=112,
        says=CaseDraft(
            title="Field engineers tell it, two hours a month",
            why_do="Plants hear it from whoever mended their neighbour’s gearbox.",
            why_goals="Contracts grow where an engineer tells what was avoided.",
            why_care="Service gets readers for what it knows, sales gets stories it can use abroad.",
            idea="Two engineers, two hours a month each, on the phone; we write.",
        ),
        touches=(TouchDraft(team="Service", effect="Two engineers known by name", people_count=60),
                 TouchDraft(team="Office in Spain", effect="Two stories a month", hours=Decimal(90))),
        roles=(("pekka", "decision_maker"), ("oskari", "contributor"), ("mei", "influencer")),
        talks=(("mei", 163), ("inaki", 151), ("oskari", 126)),
        figures=(Figure("leads a month from service engineers", "3", "", "Lead register, first half year", 168),),
        metrics=("leads",), quotes=(("inaki", 151),),
        asks=(("pekka", AskDraft(kind="hours", what="Two engineers to talk to", amount=Decimal(4), unit="h a month")),),
        risks=(RiskDraft(what="Engineers have no time in the shutdowns", answer="We call when they drive"),),
        changes=((124, "We write, they only talk", "oskari"), (6, "Hours only from November to April", "pekka")),
        steps=((125, "tested", ""), (122, "adjusted", ""), (118, "preread_sent", ""),
               (112, "presented", "Pekka decides himself, he needs no talk beforehand.")),
        verdicts=(
            Verdict(111, "not_yet", "pekka", "Two engineers are on leave, and I promise no hours I do not have.",
                    "Hours have a season. Ask for winter hours, and say in which months they end.", -9),
        ),
    ),
    "fair": CaseSpec(
        days=109, owner="ville", goal="service", presents_days=59,
        says=CaseDraft(
            title="Our own maintenance day in Tampere",
            why_do="Sixty maintenance managers talk with each other, and we listen.",
            why_goals="Contract talks begin where somebody tells what went wrong.",
            why_care="Sales and service meet twenty mills in a day instead of a quarter.",
            idea="One day, four mills tell, no stand and no slides of ours.",
        ),
        touches=(TouchDraft(team="Sales", effect="First talks on one day", people_count=60),
                 TouchDraft(team="Service", effect="Mills that ask for a round", hours=Decimal(40))),
        roles=(("kirsi", "decision_maker"), ("mei", "influencer"), ("anni", "champion")),
        talks=(("kirsi", 79), ("mei", 69)),
        figures=(Figure("first talks from our last two fairs", "6", "", "Notes of the fairs", 104),),
        asks=(("kirsi", AskDraft(kind="budget", what="Hall, bus and lunch", amount=Decimal(21000), unit="€")),),
        risks=(RiskDraft(what="Nobody comes in a shutdown month", answer="October, between the two"),),
        changes=((70, "No stand of ours at all", "mei"),),
        steps=((77, "tested", ""), (68, "adjusted", ""),
               (64, "preread_sent", "Nobody wanted to be quoted before the budget round."),
               (59, "presented", "Nobody wanted to be quoted before the budget round.")),
        verdicts=(
            Verdict(58, "no", "kirsi",
                    "It costs as much as nine months of visits, and no talk of a fair became a contract.",
                    "She reads one column first: cost per first talk. Count three days of others the same way, "
                    "then come again.", 44),
        ),
    ),
    "riau": CaseSpec(
        days=124, owner="dewi", goal="indonesia", presents_days=-11,
        says=CaseDraft(
            title="Neighbours visit the pilot in Riau",
            why_do="A palm oil mill believes the mill next door, and nobody from Finland.",
            why_goals="Twelve paying plants carry the office; each visit so far brought one talk in three.",
            why_care="The office in Indonesia sells without travelling, and product sees the gateway in the heat.",
            idea="A bus a month from Pekanbaru, a shift leader who shows, lunch. No brochure.",
        ),
        touches=(
            TouchDraft(team="Office in Indonesia", effect="First talks without travelling", measure="first talks",
                       baseline=Decimal(2), expected=Decimal(6), unit="a month"),
            TouchDraft(team="Product", effect="Forty mills a month that look at the gateway"),
        ),
        roles=(("elina", "decision_maker"), ("kirsi", "influencer,detractor:apathetic"),
               ("budi", "champion,contributor"), ("mei", "influencer")),
        talks=(("budi", 119), ("budi", 19), ("mei", 9)),
        figures=(Figure("neighbours on the first bus", "40", "", "Passenger list, Budi", 18),),
        metrics=("indonesia",), quotes=(("budi", 19),),
        asks=(("kirsi", AskDraft(kind="budget", what="A bus and lunch, ten times", amount=Decimal(6400), unit="€")),
              ("mei", AskDraft(kind="hours", what="Somebody who explains the gateway on the phone", amount=Decimal(3),
                               unit="h a month"))),
        risks=(RiskDraft(what="The pilot stands still on the day of a visit", answer="A second mill nearby agreed"),
               RiskDraft(what="Monsoon")),
        changes=((18, "A bus instead of mails and brochures", "budi"),
                 (8, "Mei’s team answers by phone, nobody flies", "mei")),
        steps=((100, "tested", ""), (7, "adjusted", "")),
    ),
    "technicians": CaseSpec(
        days=12, owner="petra", goal="hire", request="F81",
        says=CaseDraft(
            title="Technicians hear from technicians why they stay",
            why_do="Whoever thinks of applying wants to know who is at the other end of the phone at night.",
            why_goals="We cannot staff the contracts we sell; half of the posts are filled late.",
            idea="Asked for was a film of a day at work. First: what makes them stay, in their own words.",
        ),
        metrics=("hired",),
    ),
}  # fmt: skip
