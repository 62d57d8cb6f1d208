"""Things that belong to Olga (F-002): what Omar's people (F-001) must never reach."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.accounts.models import UserSession
from franchise_portal.benefit.enums import BenefitFileKind
from franchise_portal.benefit.models import BenefitFile, PurchaseSaving
from franchise_portal.contracts.models import (
    ContractDisclosure,
    ContractDocument,
    ExecutedDocument,
)
from franchise_portal.contracts.queries import notices as notice_queries
from franchise_portal.contracts.services import evidence, notices, signed_files
from franchise_portal.contracts.signing_enums import SealLevel
from franchise_portal.database import db, edge
from franchise_portal.disputes.queries.disputes import entries_of as dispute_entries
from franchise_portal.disputes.queries.grades import file_of as grade_file
from franchise_portal.disputes.services import grading
from franchise_portal.fees.bank_enums import (
    BankFileKind,
    ExportStatus,
    MandateScheme,
    OpenReason,
    Sequence,
)
from franchise_portal.fees.enums import Book
from franchise_portal.fees.models import (
    BankEntry,
    DebitItem,
    DebitRun,
    JournalEntry,
    LedgerExport,
    Mandate,
    Payment,
    PaymentImport,
    Refund,
    Tax,
)
from franchise_portal.fees.queries.telling import place_for
from franchise_portal.fees.services import opening_audits, plan_impacts, plan_versions, tills
from franchise_portal.fees.tax_enums import TaxKind
from franchise_portal.fund.services import budgets as fund_budgets
from franchise_portal.fund.services import statements as fund_statements
from franchise_portal.jobs import Job
from franchise_portal.jobs.enums import JobStatus
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.period import Period
from franchise_portal.mail import Message
from franchise_portal.network.models import Person, Territory
from franchise_portal.recruitment import queries as recruitment_queries
from franchise_portal.recruitment import services as recruitment_services
from franchise_portal.recruitment.models import (
    ApplicantDocument,
    ApplicantPerson,
    Expectation,
    Interview,
    Reference,
)
from franchise_portal.reports.enums import ReportStatus
from franchise_portal.reports.models import Report, ReportRun, ReportSchedule
from franchise_portal.storage.models import StoredFile
from tests.builders import drafts, duties, fees, plans, recruitment, signing
from tests.builders.accounts import a_session
from tests.builders.banking import OMAR
from tests.builders.benefit import a_request
from tests.builders.disputes import a_dispute
from tests.builders.dunning import late_things
from tests.builders.events import a_life_of
from tests.support.people import SmallNetwork

NAMES = ("Olga", "HX-001", "Canal Street", "CT-F-002")
"""Words that stand on no page of Omar's people."""


def things(network: SmallNetwork) -> dict[str, object]:
    """The value of every URL parameter there is, all of them Olga's, or the office's."""
    values: dict[str, object] = {"month": "2026-10", "period": "2026-10"}
    values |= {"token": "x", "kind": "manager"}
    for make in (
        _duties,
        _signing,
        _events,
        _people,
        _network,
        _money,
        _corrections,
        _told,
        _drafts,
        _banking,
        _late,
        _fund,
        _disputes,
        _benefit,
        _documents,
        _reports,
        _machinery,
        _recruitment,
    ):
        values |= make(network)
    db.session.commit()
    return values


def _duties(network: SmallNetwork) -> dict[str, object]:
    """Comes first: its builders commit, as people do."""
    duty = duties.a_duty(
        network, due_on=date(2026, 10, 1), business="F-002", title="Olga’s evidence"
    )
    olga = network.actors["olga"]
    with edge():
        said = evidence.answer(olga, duties.fresh(duty), words="Soon.", file=_file())
    notice = duties.a_notice(network, duty, business="F-002")
    with edge():
        given = notice_queries.notice_for(SYSTEM, notice.id)
        reply = notices.reply(olga, given, words="Soon.", file=_file())
    return {
        "duty_id": duty.id,
        "obligation_id": duty.obligation_id,
        "duty_entry_id": said.id,
        "notice_id": notice.id,
        "notice_entry_id": reply.id,
    }


def _signing(network: SmallNetwork) -> dict[str, object]:
    """A contract that Olga is asked to sign, and a signed file of hers. Commits, as people do."""
    version = signing.a_draft(
        network,
        number="CT-F-002-NEXT",
        franchisee=network.franchisees["F-002"],
        brand=network.brands["HX"],
        outlets=[network.outlets["HX-001"]],
    )
    signers = [signing.key(network, "olga"), signing.key(network, "hanna")]
    held = signing.a_round(network, version, signers=signers, is_prepared=False)
    executed = ExecutedDocument(
        id=new_id(),
        contract_id=held.contract_id,
        version_id=version.id,
        round_id=held.id,
        sha256="0" * 64,
        size=8,
        level=SealLevel.B_B,
        root="",
    )
    with edge():
        signed_files.keep_shown(held.id, b"%PDF-1.7", pages=1)
        executed.file_id = _file().id
        db.session.add(executed)
    return {
        "version_id": version.id,
        "round_id": held.id,
        "signatory_id": held.signatories[0].id,
        "executed_id": executed.id,
    }


def _events(network: SmallNetwork) -> dict[str, object]:
    contract = network.contracts["CT-F-002-HX"]
    made = a_life_of(contract, asked_by=network.users["rosa"])
    return {f"{name}_id": row.id for name, row in made.items()}


def _people(network: SmallNetwork) -> dict[str, object]:
    a_session(network.users["olga"])
    session = db.session.scalars(select(UserSession)).one()
    return {"user_id": network.users["olga"].id, "session_id": session.id}


def _network(network: SmallNetwork) -> dict[str, object]:
    business = network.franchisees["F-002"]
    person = Person(id=new_id(), franchisee_id=business.id, name="Olga’s partner")
    territory = Territory(
        id=new_id(),
        code="T-002",
        name="Olga’s quarter",
        brand_id=network.brands["HX"].id,
        franchisee_id=business.id,
    )
    db.session.add_all([person, territory])
    return {
        "franchisee_id": business.id,
        "outlet_id": network.outlets["HX-001"].id,
        "brand_id": network.brands["HX"].id,
        "region_id": network.regions["south"].id,
        "person_id": person.id,
        "territory_id": territory.id,
    }


def _money(network: SmallNetwork) -> dict[str, object]:
    own = {"F-002": fees.a_plan({**fees.ROYALTY, "rate": "0.07"})}
    given = {
        number: fees.give_plan(contract, own.get(number[3:8]))
        for number, contract in network.contracts.items()
    }
    for outlet in network.outlets.values():
        fees.a_report(outlet)
    fees.assess()
    business = network.franchisees["F-002"]
    fees.pay(business, "100")
    db.session.flush()
    (invoice,) = fees.invoices(business)
    payment = db.session.scalars(select(Payment)).one()
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.invoice_id == invoice.id)
    ).first()
    assert entry
    return {
        "invoice_id": invoice.id,
        "payment_id": payment.id,
        "entry_id": entry.id,
        "plan_id": given["CT-F-002-HX"].plan_id,
        **_plans(network, given["CT-F-002-HX"].plan_id),
    }


def _plans(network: SmallNetwork, plan_id: UUID) -> dict[str, object]:
    """What was decided for Olga's plan, and a question of the office."""
    hanna = network.actors["hanna"]
    dearer = fees.a_plan({**fees.ROYALTY, "rate": "0.08"})
    version = plans.a_draft(hanna, plan_id, name="Olga’s plan", plan=dearer)
    plan_impacts.note_seen(hanna, version)
    plan_versions.decide(hanna, version, seen=None)
    return {
        "plan_version_id": version.id,
        "simulation_id": plans.a_simulation(hanna, name="What if Olga").id,
    }


def _corrections(network: SmallNetwork) -> dict[str, object]:
    """A refund of Olga's, and a tax of the office."""
    business = network.franchisees["F-002"]
    approval = a_life_of(network.contracts["CT-F-002-HX"], asked_by=network.users["felix"])[
        "approval"
    ]
    refund = Refund(
        id=new_id(),
        franchisee_id=business.id,
        amount_minor=1,
        currency="EUR",
        account="Olga",
        reason="Olga asks for it.",
        approval_id=approval.id,
        posted_on=date(2026, 11, 2),
        posted_at=clock.now(),
    )
    tax = Tax(id=new_id(), label="VAT", kind=TaxKind.STANDARD, made_at=clock.now())
    db.session.add_all([refund, tax])
    db.session.flush()
    return {"refund_id": refund.id, "tax_id": tax.id}


def _told(network: SmallNetwork) -> dict[str, object]:
    """Olga's report, the token of her till, and an audit that the office has not sent."""
    outlet = network.outlets["HX-001"]
    place = place_for(SYSTEM, outlet.id, Period.parse("2026-08"))
    token, _ = tills.make_token(SYSTEM, place=place, name="Olga’s counter")
    report = fees.a_report(outlet, "2026-08")
    august = Period.parse("2026-08")
    audit = opening_audits.open_sales_audit(SYSTEM, outlet=outlet, first=august, last=august)
    return {
        "sales_report_id": report.id,
        "till_token_id": token.id,
        "sales_audit_id": audit.id,
    }


def _drafts(network: SmallNetwork) -> dict[str, object]:
    """October in draft, with a report of Olga's that waits. It is found by month and business."""
    fees.a_report(network.outlets["HX-001"], "2026-10-01/2026-10-07", gross="1000")
    drafts.show(network)
    return {}


def _banking(network: SmallNetwork) -> dict[str, object]:
    """What the bank told of Olga and was told. Comes after her invoice."""
    business = network.franchisees["F-002"]
    (invoice,) = fees.invoices(business)
    read = PaymentImport(id=new_id(), filename="olga.xml", kind=BankFileKind.CAMT)
    mandate = Mandate(
        id=new_id(),
        franchisee_id=business.id,
        creditor_id="DE98ZZZ09999999999",
        reference="OLGA-1",
        holder="Olga",
        iban=OMAR,
        signed_on=date(2026, 10, 1),
    )
    run = DebitRun(
        id=new_id(),
        book=Book.FRANCHISOR,
        scheme=MandateScheme.CORE,
        collection_on=date(2026, 11, 16),
        message="M-1",
        items=1,
        total_minor=100,
        currency="EUR",
        file_id=_file().id,
    )
    export = LedgerExport(
        id=new_id(), status=ExportStatus.READY, file_id=_file().id, ended_at=clock.now()
    )
    db.session.add_all([read, mandate, run, export])
    db.session.flush()
    line = BankEntry(
        id=new_id(),
        import_id=read.id,
        account=Book.FRANCHISOR,
        received_on=date(2026, 11, 2),
        amount_minor=100,
        currency="EUR",
        payer_name="Olga",
        digest="0" * 64,
        reason=OpenReason.UNKNOWN,
    )
    debit = DebitItem(
        id=new_id(),
        run_id=run.id,
        mandate_id=mandate.id,
        invoice_id=invoice.id,
        franchisee_id=business.id,
        book=Book.FRANCHISOR,
        amount_minor=100,
        sequence=Sequence.FIRST,
        end_to_end="E-1",
    )
    db.session.add_all([line, debit])
    return {
        "import_id": read.id,
        "line_id": line.id,
        "mandate_id": mandate.id,
        "debit_run_id": run.id,
        "debit_id": debit.id,
        "export_id": export.id,
    }


def _late(network: SmallNetwork) -> dict[str, object]:
    """What was said and charged because Olga paid late. Comes after her invoice."""
    business = network.franchisees["F-002"]
    contract = network.contracts["CT-F-002-HX"]
    (invoice, *_) = fees.invoices(business)
    made = late_things(business, contract, invoice)
    return {f"{name}_id": row.id for name, row in made.items()}


def _fund(network: SmallNetwork) -> dict[str, object]:
    """Drafts of the office. What was spent, and what the bank said, is everybody's to read."""
    october = Period.parse("2026-10")
    return {
        "budget_id": fund_budgets.begin(network.actors["felix"], year=2026).id,
        "statement_id": fund_statements.make(SYSTEM, october).id,
        "spending_id": uuid4(),
        "balance_id": uuid4(),
        "fund_receipt_id": uuid4(),
    }


def _disputes(network: SmallNetwork) -> dict[str, object]:
    """What Olga disputes, and her appeal against a grade. Comes after her invoice."""
    olga, business = network.actors["olga"], network.franchisees["F-002"]
    dispute = a_dispute(olga, network.outlets["HX-001"], "0", files=[_file()])
    entry = next(one for one in dispute_entries(dispute.id) if one.file_id)
    grading.work_out(business.id, month=Period.parse("2026-11"))
    appeal = grading.appeal(olga, grade_file(olga, business.id), words="It is not right.")
    return {
        "dispute_id": dispute.id,
        "dispute_entry_id": entry.id,
        "disputed_line_id": dispute.charge_id,
        "appeal_id": appeal.id,
    }


def _benefit(network: SmallNetwork) -> dict[str, object]:
    """A file of accounts of Olga's, what she asked for, and what she saved by buying together."""
    olga, business = network.actors["olga"], network.franchisees["F-002"]
    outlet = network.outlets["HX-001"]
    file = BenefitFile(
        id=new_id(),
        kind=BenefitFileKind.ACCOUNTS,
        file_id=_file().id,
        filename="accounts.csv",
        franchisee_id=business.id,
    )
    saving = PurchaseSaving(
        id=new_id(),
        outlet_id=outlet.id,
        franchisee_id=business.id,
        month="2026-10",
        item="Beans",
        quantity=Decimal(10),
        market_price=Decimal(9),
        network_price=Decimal(8),
        currency="EUR",
        saved_minor=10_00,
        file_id=_file().id,
    )
    db.session.add_all([file, saving])
    return {
        "file_id": file.id,
        "relief_id": a_request(outlet, olga).id,
        "saving_id": saving.id,
    }


def _documents(network: SmallNetwork) -> dict[str, object]:
    contract = network.contracts["CT-F-002-HX"]
    document = ContractDocument(
        id=new_id(), contract_id=contract.id, file_id=_file().id, title="Olga’s contract"
    )
    given = ContractDisclosure(
        id=new_id(),
        contract_id=contract.id,
        disclosed_on=contract.starts_on,
        file_id=_file().id,
        title="What Olga got",
    )
    db.session.add_all([document, given])
    return {
        "contract_id": contract.id,
        "document_id": document.id,
        "contract_disclosure_id": given.id,
        "place": 0,
        # The library is the office's alone.
        "clause_id": uuid4(),
        "template_id": uuid4(),
    }


def _reports(network: SmallNetwork) -> dict[str, object]:
    business = network.franchisees["F-002"]
    run = ReportRun(id=new_id(), kind="statement", period="2026-10", total=1)
    report = Report(
        id=new_id(),
        run_id=run.id,
        kind="statement",
        period="2026-10",
        subject_key=business.code,
        subject_name=business.name,
        franchisee_id=business.id,
        status=ReportStatus.READY,
        is_current=True,
        finished_at=clock.wall(),
        file_id=_file().id,
    )
    schedule = ReportSchedule(
        id=new_id(), kind="network", day_of_month=5, hour=6, last_period="2026-09"
    )
    db.session.add_all([run, schedule])
    db.session.flush()
    db.session.add(report)
    return {"run_id": run.id, "report_id": report.id, "schedule_id": schedule.id}


def _machinery(network: SmallNetwork) -> dict[str, object]:
    job = Job(id=new_id(), name="a.b", queue="default", arguments={}, status=JobStatus.DONE)
    message = Message(
        id=new_id(), kind="a/b", to_address="olga@demo.test", language="en", subject="x",
        text="x", html="x",
    )  # fmt: skip
    db.session.add_all([job, message])
    return {"job_id": job.id, "message_id": message.id}


def _recruitment(network: SmallNetwork) -> dict[str, object]:
    """An applicant of the office's, with everything that has an address of its own."""
    dora = network.actors["dora"]
    applicant = recruitment.assessed(network, recruitment.an_applicant(network, "Ana Secret"))
    card = recruitment_queries.standing(dora, applicant).cards[0]
    interview = Interview(id=new_id(), applicant_id=applicant.id, at=clock.now())
    reference = Reference(
        id=new_id(), applicant_id=applicant.id, name="A bank", asked_on=clock.today()
    )
    proof = ApplicantDocument(
        id=new_id(), applicant_id=applicant.id, file_id=_file().id, title="Proof"
    )
    person = ApplicantPerson(id=new_id(), applicant_id=applicant.id, name="A partner")
    expectation = Expectation(
        id=new_id(), applicant_id=applicant.id, stated_on=clock.today(), currency="EUR"
    )
    db.session.add_all([interview, reference, proof, person, expectation])
    other = recruitment.approved(network, recruitment.an_applicant(network, "Bo Secret"))
    given = recruitment.a_disclosure(network, other)
    draft = recruitment_services.begin_draft(dora, starter=())
    return {
        "applicant_id": applicant.id,
        "applicant_person_id": person.id,
        "assessment_id": card.assessment.id,
        "criterion_id": draft.criteria[0].id,
        "expectation_id": expectation.id,
        "given_id": given.id,
        "interview_id": interview.id,
        "proof_id": proof.id,
        "reference_id": reference.id,
        "scorecard_version_id": card.assessment.scorecard_version_id,
        "slug": "cn",
    }


def _file() -> StoredFile:
    file = storage.put(b"%PDF-1.7", name="olga.pdf", content_type="application/pdf")
    db.session.flush()
    return file
