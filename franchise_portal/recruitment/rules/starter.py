"""The criteria with which a first scorecard begins: a proposal to be changed, not a truth.

Support of family and friends weighs three times as much as any other trait, as it did in studies
of what predicts a franchisee's success. Own funds, law and references are hard: a low score there
cannot be made up for elsewhere.
"""

from dataclasses import dataclass
from typing import Final

from ...kit.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterCriterion:
    """A proposed criterion; every text is marked for translation."""

    name: str
    question: str
    weight: int
    low: str
    """What a 1 is."""
    middle: str
    """What a 3 is."""
    high: str
    """What a 5 is."""
    fail_below: int = 0


STARTER: Final = (
    StarterCriterion(
        name=N_("Own funds"),
        question=N_(
            "Can the applicant pay for the opening and live through the first year without "
            "putting the family's living at risk?"
        ),
        weight=2,
        fail_below=2,
        low=N_("Less than half of what an opening needs, and no financing in sight"),
        middle=N_("Enough for the opening; a bank has agreed in principle to lend the rest"),
        high=N_("Enough for the opening and a year's living, proved by documents"),
    ),
    StarterCriterion(
        name=N_("Law and record"),
        question=N_(
            "Does a bankruptcy, a conviction or a dispute stand against running a business?"
        ),
        weight=2,
        fail_below=3,
        low=N_("A bankruptcy or conviction that forbids running a business"),
        middle=N_("Nothing that forbids it; an open dispute is explained"),
        high=N_("Nothing on record, and the extract is on file"),
    ),
    StarterCriterion(
        name=N_("References"),
        question=N_("What do people say who have worked with the applicant?"),
        weight=2,
        fail_below=2,
        low=N_("Two or more warn against working with the applicant"),
        middle=N_("Friendly and general"),
        high=N_("At least three praise by examples; one is a former partner or employer"),
    ),
    StarterCriterion(
        name=N_("Support of family and friends"),
        question=N_("What do partner, family and friends say and do about the plan?"),
        weight=6,
        low=N_("The partner is against it, or does not know"),
        middle=N_("They agree, and have not yet thought about what it asks of them"),
        high=N_("They took part in an interview, know hours and risk, and will help"),
    ),
    StarterCriterion(
        name=N_("Initiative"),
        question=N_("Does the applicant act before being told to?"),
        weight=2,
        low=N_("Waits for us at every step"),
        middle=N_("Does what was agreed, in time"),
        high=N_("Has talked to franchisees, looked at sites and counted, unasked"),
    ),
    StarterCriterion(
        name=N_("Confidence in setbacks"),
        question=N_("How did the applicant come through earlier difficulties?"),
        weight=2,
        low=N_("Blames others, and gave up"),
        middle=N_("Came through with help"),
        high=N_("Tells what went wrong, what was learned, and what was done"),
    ),
    StarterCriterion(
        name=N_("Leading people"),
        question=N_("Has the applicant hired, trained and kept people?"),
        weight=2,
        low=N_("Never led anybody"),
        middle=N_("Led a few people in a trade like ours or another"),
        high=N_("Built a team that stayed, in a trade like ours"),
    ),
    StarterCriterion(
        name=N_("Knowledge of the local market"),
        question=N_("Does the applicant know customers, competitors and rents of the place?"),
        weight=2,
        low=N_("Does not know the place"),
        middle=N_("Lives there, and knows the main competitors"),
        high=N_("Counted passers-by, compared prices and rents, and showed the figures"),
    ),
    StarterCriterion(
        name=N_("Motive and expectations"),
        question=N_("Why this brand, and are the expected sales, payback and support realistic?"),
        weight=2,
        low=N_("Wants quick money; expects more than our best outlets make"),
        middle=N_("Expects about what an average outlet makes"),
        high=N_("Has a plan of their own with careful figures, and can live with a slow start"),
    ),
    StarterCriterion(
        name=N_("Working by a common standard"),
        question=N_("Will the applicant keep to a standard, and say openly what should change?"),
        weight=2,
        low=N_("Wants to do everything differently"),
        middle=N_("Accepts the manual"),
        high=N_("Sees why a brand needs it, and brings ideas by the agreed way"),
    ),
)
