"""What happens to contracts: renewals, a transfer, an exit, and what somebody has to decide."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from ..contracts.enums import NoticeKind
from ..contracts.event_enums import (
    ExitReason,
    InterviewStatus,
    Measure,
    ReturnKind,
    ReturnStatus,
)
from ..contracts.queries import renewals as renewal_queries
from ..contracts.queries import transfers as asked
from ..contracts.rules.authority import Size
from ..contracts.services import (
    approvals,
    exits,
    notices,
    renewals,
    transfers,
)
from ..contracts.services.notice_days import Draft
from . import story
from .told import Scene, Told


def scenes() -> Iterator[Scene]:
    """In the order in which it happened; what waits on the demo's day comes last."""
    yield Scene(datetime(2026, 5, 18, 9, 0, tzinfo=UTC), _greta_does_not_go_on)
    yield Scene(datetime(2026, 9, 8, 10, 15, tzinfo=UTC), _grant_a_small_credit)
    yield Scene(datetime(2026, 9, 22, 14, 0, tzinfo=UTC), _begin_dunmores_exit)
    yield Scene(datetime(2026, 10, 1, 8, 30, tzinfo=UTC), _bea_wants_to_sell)
    yield Scene(datetime(2026, 10, 6, 9, 10, tzinfo=UTC), _lo_asks_to_renew)
    yield Scene(datetime(2026, 10, 13, 15, 0, tzinfo=UTC), _talk_with_greta)
    yield Scene(datetime(2026, 10, 15, 11, 0, tzinfo=UTC), _look_at_jade_street)
    yield Scene(datetime(2026, 10, 20, 16, 0, tzinfo=UTC), _give_up_the_right_to_buy)
    yield Scene(datetime(2026, 10, 28, 12, 40, tzinfo=UTC), _ask_hanna_for_a_credit)
    yield Scene(datetime(2026, 10, 30, 9, 20, tzinfo=UTC), _ask_felix_about_a_late_fee)


def _greta_does_not_go_on(told: Told) -> None:
    notices.give_notice(
        told.acting("greta@demo.test"),
        told.contracts["F-017/TL"],
        Draft(kind=NoticeKind.NON_RENEWAL),
        words={
            "title": "Long Meadow closes with the year",
            "what": "Our contract ends on 31 December 2026, and I do not wish to renew it.",
            "why": "I turn sixty-six in September, and the drive-through needs a new kitchen that "
            "I would not live to pay off.",
            "how": "1. Name the day on which we talk about the hand-over.\n"
            "2. Say which of the equipment you want to take back.\n"
            "3. Tell me by when the deposit comes.",
            "help": "You reach me in the outlet every morning, or at office@f-017.example.",
            "next": "Until the last day everything goes on as it is. Thank you for nine years.",
        },
        language="en",
    )


def _begin_dunmores_exit(told: Told) -> None:
    rosa, greta = told.acting("rosa@demo.test"), told.acting("greta@demo.test")
    exit_ = exits.prepare_exit(rosa, told.contracts["F-017/TL"])
    exits.tell_reasons(
        greta,
        exit_,
        reasons=[ExitReason.RETIREMENT, ExitReason.PROFIT],
        words="Mostly my age. But a drive-through without a bypass is hard work for little.",
    )


def _talk_with_greta(told: Told) -> None:
    """Half of the things are back, and the exit interview is written down."""
    rosa = told.acting("rosa@demo.test")
    exit_ = exits.prepare_exit(rosa, told.contracts["F-017/TL"])
    shown = {
        ReturnKind.MANUALS: "Both binders, and the one of the drive-through, came by parcel.",
        ReturnKind.DOMAINS: "The page of the outlet is ours since 12 October.",
        ReturnKind.EQUIPMENT: "The leased ice machine goes back to the lender, who confirmed it.",
        ReturnKind.PHONE_NUMBERS: "Not wanted: the number stays with the bakery that follows.",
    }
    for item in exit_.returns:
        if item.kind in shown:
            status = (
                ReturnStatus.NOT_NEEDED
                if item.kind is ReturnKind.PHONE_NUMBERS
                else ReturnStatus.RETURNED
            )
            exits.note_return(rosa, item, status=status, words=shown[item.kind])
    exits.note_interview(
        rosa,
        exit_,
        status=InterviewStatus.HELD,
        on=date(2026, 10, 13),
        words="What went well: the training in the first year, and that somebody always answered. "
        "What did not: the refit of 2022 was asked for two years before the lease was secure. "
        "What we should change: look at the lease before we ask for a refit.",
        would_return=False,
    )


def _bea_wants_to_sell(told: Told) -> None:
    contract = told.contracts["F-019/TL"]
    transfer = transfers.ask_transfer(
        told.acting("bea@demo.test"),
        contract,
        starts_on=date(2027, 2, 1),
        to_name="Alder & Daughters",
        wish="Edith Alder has run the outlet for me since spring, and knows every guest by name.",
        offer="€ 145,000 for the fittings and the stock, paid in two parts.",
    )
    transfers.name_buyer(told.keeper("F-019"), transfer, to=told.franchisees["F-001"])


def _give_up_the_right_to_buy(told: Told) -> None:
    transfer = asked.open_transfer(told.contracts["F-019/TL"].id)
    assert transfer is not None  # noqa: S101 - Bea asked for it
    transfers.decide_first_refusal(
        told.acting("hanna@demo.test"),
        transfer,
        buys=False,
        reason="We run no outlets of our own in the North, and Edith is the best who could come.",
    )


def _lo_asks_to_renew(told: Told) -> None:
    renewals.ask_renewal(
        told.acting("lo@demo.test"),
        told.contracts["F-022/HX"],
        wish="我们想继续经营五年，并请贵方在签约前确认门店翻新的时间。",
    )


def _look_at_jade_street(told: Told) -> None:
    contract = told.contracts["F-022/HX"]
    renewal = renewal_queries.standing_renewal(contract.id, contract.ends_on)
    assert renewal is not None  # noqa: S101 - Lo Wing asked for it
    first, *_rest = renewal_queries.conditions_of(renewal.id)
    renewals.check_condition(
        told.keeper("F-022"), first, evidence="No notice stands, and every month was paid in time."
    )


def _grant_a_small_credit(told: Told) -> None:
    """Within Rosa's limit: granted at once, and carried out by finance."""
    approval = approvals.ask(
        told.acting("rosa@demo.test"),
        "credit",
        Size(Measure.AMOUNT, 12_000, story.CURRENCY),
        words="The wrong posters were sent twice; Olga printed her own.",
        contract=told.contracts["F-003/TL"],
    )
    approvals.carry_out(
        told.acting("felix@demo.test"), approval, words="Credited with the invoice for August."
    )


def _ask_hanna_for_a_credit(told: Told) -> None:
    """Above the limits of Rosa and of finance."""
    approvals.ask(
        told.acting("rosa@demo.test"),
        "credit",
        Size(Measure.AMOUNT, 180_000, story.CURRENCY),
        words="The new tills failed on three Saturdays in October. Tess Marlin counted what the "
        "ferry outlet lost; I looked at the till reports and come to the same.",
        contract=told.contracts["F-010/TL"],
    )


def _ask_felix_about_a_late_fee(told: Told) -> None:
    """Above Rosa's limit, within that of finance."""
    approvals.ask(
        told.acting("rosa@demo.test"),
        "late_fee_waiver",
        Size(Measure.AMOUNT, 18_000, story.CURRENCY),
        words="Rafael Molina's bank changed its system; he showed me the order of 14 October.",
        contract=told.contracts["F-015/TL"],
    )
