"""The acts in the table of authority that fees carry out: credits, write-offs, refunds, charges."""

from dataclasses import replace

from ..access.roles import Role
from ..contracts.acts import Act
from ..contracts.event_acts import ACTS as ACTS_OF_CONTRACTS
from ..contracts.event_enums import Measure
from ..kit.i18n import N_
from . import act_words
from .services import charging, crediting, refunds, write_offs

_CREDIT = next(act for act in ACTS_OF_CONTRACTS if act.slug == crediting.CREDIT)

ACTS = (
    # Contracts know the act and its limits; here is who issues the credit note.
    replace(_CREDIT, perform=crediting.perform, tell=act_words.told_of_credit),
    Act(
        slug=write_offs.WRITE_OFF,
        label=N_("Invoice written off"),
        note=N_("What an invoice still owes and will not be paid. It takes a second person."),
        measure=Measure.AMOUNT,
        perform=write_offs.perform,
        tell=act_words.told_of_write_off,
        needs_second=True,
        usual={Role.OWNER: None, Role.ADMINISTRATOR: 5_000, Role.FINANCE: 1_000},
    ),
    Act(
        slug=refunds.REFUND,
        label=N_("Refund"),
        note=N_("Credit that is paid back to a franchisee. It takes a second person."),
        measure=Measure.AMOUNT,
        perform=refunds.perform,
        tell=act_words.told_of_refund,
        needs_second=True,
        usual={Role.OWNER: None, Role.ADMINISTRATOR: 10_000, Role.FINANCE: 5_000},
    ),
    Act(
        slug=charging.SINGLE,
        label=N_("Single charge"),
        note=N_("What is charged beside the fees on sales, under a clause of the contract."),
        measure=Measure.AMOUNT,
        perform=charging.perform,
        tell=act_words.told_of_single,
        usual={Role.OWNER: None, Role.ADMINISTRATOR: 5_000, Role.FINANCE: 2_000},
    ),
)
