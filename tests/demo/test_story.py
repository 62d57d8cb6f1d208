"""The demo network is told end to end, and the files beside it do what the pages promise."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Side
from franchise_portal.contracts import queries
from franchise_portal.contracts.enums import ContractStatus, DutyKind, DutyStatus, LadderStep
from franchise_portal.contracts.event_enums import (
    ApprovalStatus,
    ExitTask,
    FirstRefusal,
    InterviewStatus,
    RenewalStatus,
    ReturnStatus,
    StepStatus,
)
from franchise_portal.contracts.models import (
    Approval,
    Contract,
    Duty,
    Exit,
    Notice,
    Renewal,
    SigningRound,
    Transfer,
)
from franchise_portal.contracts.queries import approvals, development, exits, signing_clock
from franchise_portal.contracts.queries import signing as rounds
from franchise_portal.contracts.queries.approvals import WantedApprovals
from franchise_portal.contracts.rules.diff import Change, clause_changes
from franchise_portal.contracts.rules.terms import Terms
from franchise_portal.contracts.services import check_version
from franchise_portal.contracts.services.signing import PREPARE
from franchise_portal.database import db
from franchise_portal.demo import files, fund, seeds, story
from franchise_portal.demo.seeds import NotEmpty, Told
from franchise_portal.demo.tills import sales_file
from franchise_portal.dunning.enums import PlanStatus
from franchise_portal.dunning.models import DunningLetter, LateCharge, PaymentPlan
from franchise_portal.fees import services as fees
from franchise_portal.fees.enums import InvoiceKind
from franchise_portal.fees.models import Charge, Invoice, SalesReport
from franchise_portal.fees.queries.balances import balances_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fund.models import FundOwnContribution
from franchise_portal.jobs import Job
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.period import Period
from franchise_portal.mail import Message
from franchise_portal.mail.enums import MailStatus
from franchise_portal.network.models import Franchisee, Outlet
from franchise_portal.recruitment import queries as recruitment
from franchise_portal.recruitment.enums import Stage
from franchise_portal.recruitment.models import Applicant
from tests.demo.conftest import SEED, Telling

#: Whichever test comes first has to wait until the story is told.
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(autouse=True)
def taken_back(told: Told) -> Iterator[None]:
    yield
    db.session.rollback()


@pytest.fixture
def beside(told: Told, tmp_path: Path) -> list[Path]:
    return files.write(tmp_path, seed=told.seed)


def how_many(counted: object) -> int:
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def test_the_story_has_the_places_and_the_months_that_it_promises(told: Told) -> None:
    months = db.session.scalars(
        select(Invoice.month)
        .where(Invoice.kind == InvoiceKind.INVOICE)
        .distinct()
        .order_by(Invoice.month)
    ).all()
    # One of the outlets is the franchisor's own.
    assert (how_many(Franchisee), how_many(Outlet)) == (24, 40)
    assert (len(months), months[0], months[-1]) == (24, story.FIRST_MONTH, story.LAST_MONTH)
    assert set(told.users) == {row[0] for row in (*story.USERS, *story.NEIGHBOURS)}


def test_it_tells_of_late_money_in_steps_with_a_plan_on_the_table(told: Told) -> None:
    said = db.session.scalars(
        select(DunningLetter.position)
        .where(DunningLetter.franchisee_id == told.franchisees["F-009"].id)
        .order_by(DunningLetter.number)
    ).all()
    assert list(said[:3]) == [1, 2, 3]
    plan = db.session.scalars(select(PaymentPlan)).one()
    assert (plan.status, plan.franchisee_id) == (
        PlanStatus.PROPOSED,
        told.franchisees["F-002"].id,
    )
    assert how_many(LateCharge) == 3


def test_though_a_mail_server_is_set_the_story_writes_to_nobody(told: Told) -> None:
    states = set(db.session.scalars(select(Message.status)))
    assert states == {MailStatus.KEPT}
    assert not db.session.scalar(select(func.count()).where(Job.name == "mail.deliver"))


def test_every_report_of_the_story_is_charged_and_the_books_agree(told: Told) -> None:
    charged = db.session.scalar(select(func.count(Charge.sales_report_id.distinct()))) or 0
    own = db.session.scalar(select(func.count(FundOwnContribution.id))) or 0
    assert charged + own == how_many(SalesReport)
    assert check_ledger().findings == ()
    last = Period.parse_month(story.LAST_MONTH)
    assert fees.assess_month(SYSTEM, month=last).invoices == 0
    assert told.seed == SEED


def test_the_late_payer_is_overdue_and_the_prompt_ones_are_not(told: Told) -> None:
    codes = {one.id: code for code, one in told.franchisees.items()}
    habits = {owner.code: owner.habit for owner in story.OWNERS}
    overdue = {
        codes[franchisee_id]: balance.days_late
        for franchisee_id, (balance,) in balances_of(list(codes)).items()
        if balance.overdue
    }
    assert {habits[code] for code in overdue} == {"late", "short"}
    assert overdue["F-009"] > 70


def test_the_open_months_file_is_imported_without_a_problem(told: Told, beside: list[Path]) -> None:
    felix = told.acting("felix@demo.test")
    read = fees.import_sales(felix, file=BytesIO(beside[0].read_bytes()), filename="sales.csv")
    assert read.month == story.OPEN_MONTH
    assert read.reports == len(story.PLACES) - len(files.LATE)
    assert {one.outlet for one in read.missing} == {*files.LATE, fund.OWN.code}


def test_the_file_with_mistakes_has_three_of_them(told: Told, beside: list[Path]) -> None:
    felix = told.acting("felix@demo.test")
    mistaken = BytesIO(beside[1].read_bytes())
    with pytest.raises(BadInput) as raised:
        fees.import_sales(felix, file=mistaken, filename="sales.csv")
    assert [(problem.row, problem.column) for problem in raised.value.problems] == [
        (11, "outlet"),
        (23, "gross_sales"),
        (32, "period"),
    ]


def test_the_bank_file_is_booked(told: Told, beside: list[Path]) -> None:
    felix = told.acting("felix@demo.test")
    booked = fees.import_payments(felix, file=BytesIO(beside[2].read_bytes()), filename="bank.csv")
    assert booked.payments == 2
    assert check_ledger().findings == ()


def test_a_second_story_is_refused(told: Told) -> None:
    with pytest.raises(NotEmpty):
        seeds.tell(seed=told.seed, say=lambda _done, _total, _what: None)
    assert how_many(Franchisee) == 24


def test_the_same_seed_sells_the_same_and_another_seed_something_else() -> None:
    month = Period.parse_month(story.OPEN_MONTH)
    assert sales_file(month, seed=SEED) == sales_file(month, seed=SEED)
    assert sales_file(month, seed=SEED) != sales_file(month, seed=SEED + 1)


def test_progress_is_told_from_nothing_to_all(telling: Telling) -> None:
    assert telling.steps[0][0] == 0
    assert telling.steps[-1][0] == telling.steps[-1][1]
    assert telling.steps == sorted(telling.steps)


def test_every_contract_has_the_terms_that_its_clocks_need(told: Told) -> None:
    running = db.session.scalars(
        select(Contract).where(
            Contract.status.in_([one for one in ContractStatus if one.is_running])
        )
    ).all()
    terms = queries.terms_in_force([one.id for one in running], story.STANDS_ON)
    assert (len(running), len(terms)) == (23, 23)
    for one in terms.values():
        agreed = (one.renewal, one.notice, one.deposit, one.audit, one.insurance, one.transfer)
        assert all((*agreed, one.non_compete, one.fee_plan, one.outlets_permitted))
    renewed = told.contracts["F-001/TL"]
    assert (renewed.status, renewed.term_number) == (ContractStatus.RENEWED, 2)


def test_olgas_amendment_can_be_compared_with_what_was_before(told: Told) -> None:
    after, before = queries.versions_of(told.contracts["F-003/TL"])
    earlier, later = queries.terms_of(before), queries.terms_of(after)
    differing = {
        one.name for one in fields(Terms) if getattr(earlier, one.name) != getattr(later, one.name)
    }
    assert differing == {"outlets_permitted", "non_compete", "insurance"}
    changes = clause_changes(queries.clauses_of(before), queries.clauses_of(after))
    changed = {one.after.number: one.change for one in changes if one.after}
    assert (changed["4.3"], changed["6.5"]) == (Change.ADDED, Change.CHANGED)


def test_omars_amendment_waits_for_its_document_and_then_for_both(told: Told) -> None:
    held = rounds.round_of(db.session.scalars(select(SigningRound.id)).one())
    assert {one.name for one in held.signatories} == {"Omar Haddad", "Hanna Moreau"}
    assert db.session.scalars(select(Job.dedupe_key).where(Job.name == PREPARE)).all() == [
        f"{PREPARE}/{held.id}"
    ]
    assert told.seed == SEED


def test_the_two_drafts_say_what_stands_in_their_way(told: Told) -> None:
    china = told.contracts[f"{story.NEXT}/HX"]
    version = queries.open_version(china.id)
    assert version is not None
    assert china.status is ContractStatus.DISCLOSED
    assert [one for one in check_version(china, version) if one.is_blocking] == []
    day = signing_clock.signing_day(china, version)
    assert day is not None
    assert story.STANDS_ON < day.day <= date(2026, 11, 16)
    canal = told.contracts["F-021/canal"]
    draft = queries.open_version(canal.id)
    assert draft is not None
    blocking = [one for one in check_version(canal, draft) if one.is_blocking]
    assert "territory.overlap" in {one.rule for one in blocking}
    assert "clauses.unfilled" not in {one.rule for one in check_version(canal, draft)}


def test_seven_applicants_stand_where_the_story_left_them(told: Told) -> None:
    stages = dict(db.session.execute(select(Applicant.name, Applicant.stage)).all())
    assert stages == {
        "Shen Tao": Stage.SIGNED,
        "Xu Meilin": Stage.DISCLOSED,
        "Carla Ruiz": Stage.REJECTED,
        "Jonas Falk": Stage.ASSESSED,
        "Eva Brandt": Stage.CONTACTED,
        "Daniel Okafor": Stage.ENQUIRY,
        "Chan Yee Man": Stage.ENQUIRY,
    }
    hanna = told.acting("hanna@demo.test")
    falk = recruitment.standing(hanna, told.applicants["falk"])
    assert falk.comparison is not None
    assert max(one.spread for one in falk.comparison.rows) >= 3
    ruiz = recruitment.standing(hanna, told.applicants["ruiz"])
    assert ruiz.combined is not None
    assert ruiz.combined.hard_fails
    (signed,) = recruitment.signed_cases()
    assert signed.code == story.NEWEST


def test_both_sides_are_late_with_something_and_most_is_done(told: Told) -> None:
    late = select(Duty.owner, Duty.kind, Duty.step).where(
        Duty.status == DutyStatus.OPEN, Duty.step.in_([one for one in LadderStep if one.is_late])
    )
    assert {tuple(row) for row in db.session.execute(late)} == {
        (Side.FRANCHISOR, DutyKind.VISIT, LadderStep.OVERDUE),
        (Side.FRANCHISOR, DutyKind.TRAINING, LadderStep.OVERDUE),
        (Side.FRANCHISEE, DutyKind.FEE_PAYMENT, LadderStep.CURING),
        (Side.FRANCHISEE, DutyKind.FEE_PAYMENT, LadderStep.OVERDUE),
        # The estimate of Long Meadow's September waits for the report.
        (Side.FRANCHISEE, DutyKind.SALES_REPORT, LadderStep.OVERDUE),
    }
    done = db.session.scalar(select(func.count()).where(Duty.status == DutyStatus.DONE))
    assert (done or 0) > 40
    omars = select(Duty.act_by).where(
        Duty.franchisee_id == told.franchisees["F-002"].id,
        Duty.kind == DutyKind.INSURANCE,
        Duty.status == DutyStatus.OPEN,
        Duty.act_by <= date(2026, 11, 16),
    )
    assert db.session.scalars(omars).all() == [date(2026, 11, 12)]
    (default,) = db.session.scalars(select(Notice).where(Notice.duty_id.is_not(None)))
    assert (default.status.value, default.act_by) == ("answered", date(2026, 11, 13))


def test_what_somebody_has_to_decide_waits_for_them(told: Told) -> None:
    (renewal,) = db.session.scalars(select(Renewal)).all()
    assert renewal.status is RenewalStatus.ASKED
    (transfer,) = db.session.scalars(select(Transfer)).all()
    assert (transfer.first_refusal, transfer.to_name) == (FirstRefusal.WAIVED, "Alder & Daughters")
    asked = db.session.scalars(
        select(Approval).where(Approval.status == ApprovalStatus.ASKED)
    ).all()
    sizes = {one.act: one.quantity for one in asked}
    assert sizes == {"credit": 180_000, "late_fee_waiver": 18_000}
    mine = WantedApprovals(who="mine")
    waiting = {
        who: {one.act for one in approvals.approvals(told.acting(f"{who}@demo.test"), mine).rows}
        for who in ("hanna", "felix")
    }
    assert waiting == {"hanna": {"credit", "late_fee_waiver"}, "felix": {"late_fee_waiver"}}
    steps = development.schedule_of(told.contracts["F-014/TL"], on=story.STANDS_ON)
    assert [one.status for one in steps] == [StepStatus.MET, StepStatus.IN_GRACE, StepStatus.AHEAD]


def test_dunmores_exit_is_half_done(told: Told) -> None:
    (leaving,) = db.session.scalars(select(Exit)).all()
    found = exits.exit_of(leaving.contract_id)
    assert found is not None
    assert (found.ended_on, found.interview) == (date(2026, 12, 31), InterviewStatus.HELD)
    settled = [one for one in found.returns if one.status is not ReturnStatus.OPEN]
    assert len(settled) == len(found.returns) / 2
    still_open = {one.task for one in exits.settlement(found, on=story.STANDS_ON).open}
    assert {ExitTask.DEPOSIT, ExitTask.RETURNS} <= still_open
    assert told.contracts["F-017/TL"].status is ContractStatus.IN_FORCE
