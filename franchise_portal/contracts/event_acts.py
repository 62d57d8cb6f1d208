"""The acts in the table of authority that contracts know, and who carries each of them out."""

from ..access.roles import Role
from ..kit.i18n import N_
from .acts import Act
from .event_enums import Measure
from .services import charges, development, endings, extensions, settlement

_ALL = {Role.OWNER: None}

ACTS = (
    Act(
        slug="credit",
        is_by_hand=True,
        label=N_("Credit"),
        note=N_("An amount that is credited to the franchisee, for goodwill or a mistake of ours."),
        measure=Measure.AMOUNT,
        usual={
            **_ALL,
            Role.ADMINISTRATOR: 5_000,
            Role.FINANCE: 1_000,
            Role.RELATIONSHIP_MANAGER: 250,
        },
    ),
    Act(
        slug="late_fee_waiver",
        is_by_hand=True,
        label=N_("Waived late fee"),
        note=N_("A late charge that the franchisee does not have to pay."),
        measure=Measure.AMOUNT,
        usual={
            **_ALL,
            Role.ADMINISTRATOR: 2_000,
            Role.FINANCE: 500,
            Role.RELATIONSHIP_MANAGER: 100,
        },
    ),
    Act(
        slug=development.EXTEND,
        is_by_hand=True,
        label=N_("Later date"),
        note=N_("More days for a payment, a duty, or a step of the development schedule."),
        measure=Measure.DAYS,
        perform=extensions.perform,
        is_open_to_franchisees=True,
        usual={
            **_ALL,
            Role.ADMINISTRATOR: 90,
            Role.FINANCE: 30,
            Role.RELATIONSHIP_MANAGER: 14,
        },
    ),
    Act(
        slug=charges.WAIVE,
        label=N_("Waived initial, transfer or renewal fee"),
        note=N_("A single amount of a contract’s beginning, transfer or renewal, not charged."),
        measure=Measure.AMOUNT,
        perform=charges.waive,
        usual={**_ALL, Role.ADMINISTRATOR: 2_500, Role.FINANCE: 500},
    ),
    Act(
        slug=endings.SKIP,
        is_by_hand=True,
        label=N_("Step left out"),
        note=N_("A notice or another step before a termination that is left out, with a reason."),
        measure=Measure.EACH_TIME,
        perform=endings.skip_step,
        usual={**_ALL},
    ),
    Act(
        slug=settlement.KEEP,
        label=N_("Part of a deposit kept"),
        note=N_("What the franchisor keeps of a deposit when a franchisee leaves."),
        measure=Measure.AMOUNT,
        perform=settlement.keep_deposit,
        usual={**_ALL, Role.ADMINISTRATOR: 1_000, Role.FINANCE: 250},
    ),
    Act(
        slug=settlement.GIVE_UP,
        label=N_("Open amount given up"),
        note=N_("What a leaving franchisee owes and need not pay."),
        measure=Measure.AMOUNT,
        perform=settlement.give_up,
        usual={**_ALL, Role.ADMINISTRATOR: 1_000, Role.FINANCE: 250},
    ),
)
