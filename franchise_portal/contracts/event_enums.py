"""The words of what happens to a contract between its signature and its end, and of approvals."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class RenewalStatus(LabeledEnum):
    """How far a renewal has come."""

    ASKED = "asked", N_("Requested"), Tone.INFO
    AGREED = "agreed", N_("Agreed"), Tone.SUCCESS
    DONE = "done", N_("Renewed"), Tone.SUCCESS
    DECLINED = "declined", N_("Declined"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self in {RenewalStatus.ASKED, RenewalStatus.AGREED}


class TransferStatus(LabeledEnum):
    """How far the transfer of a contract to another franchisee has come."""

    ASKED = "asked", N_("Requested"), Tone.INFO
    APPROVED = "approved", N_("Approved"), Tone.SUCCESS
    DONE = "done", N_("Transferred"), Tone.SUCCESS
    REFUSED = "refused", N_("Refused"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL
    BOUGHT = "bought", N_("Bought by the franchisor"), Tone.NEUTRAL

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self in {TransferStatus.ASKED, TransferStatus.APPROVED}


class FirstRefusal(LabeledEnum):
    """What became of the franchisor's right to buy on the same terms."""

    NONE = "none", N_("The contract gives no such right")
    RUNNING = "running", N_("The franchisor may still buy"), Tone.WARNING
    WAIVED = "waived", N_("Given up"), Tone.SUCCESS
    LAPSED = "lapsed", N_("Lapsed"), Tone.SUCCESS
    USED = "used", N_("The franchisor buys"), Tone.INFO


class ChargeKind(LabeledEnum):
    """A single amount that an event gives rise to."""

    TRANSFER_FEE = "transfer_fee", N_("Transfer fee")
    RENEWAL_FEE = "renewal_fee", N_("Renewal fee")
    INITIAL_FEE = "initial_fee", N_("Initial fee")


class ChargeStatus(LabeledEnum):
    """What became of a single amount."""

    OPEN = "open", N_("To be invoiced"), Tone.INFO
    INVOICED = "invoiced", N_("Invoiced"), Tone.SUCCESS
    WAIVED = "waived", N_("Waived"), Tone.NEUTRAL


class StepStatus(LabeledEnum):
    """How a step of the development schedule stands on a day."""

    AHEAD = "ahead", N_("Ahead"), Tone.NEUTRAL
    MET = "met", N_("Met"), Tone.SUCCESS
    MET_LATE = "met_late", N_("Met late"), Tone.WARNING
    IN_GRACE = "in_grace", N_("In grace"), Tone.WARNING
    MISSED = "missed", N_("Missed"), Tone.DANGER


class TerminationKind(LabeledEnum):
    """Who ends a contract before its time, and on what ground."""

    BREACH = "breach", N_("By the franchisor, for a breach that was not put right")
    SERIOUS_BREACH = (
        "serious_breach",
        N_("By the franchisor, for a breach that cannot be put right"),
    )
    INSOLVENCY = "insolvency", N_("By the franchisor, for insolvency or abandonment")
    FRANCHISOR_BREACH = "franchisor_breach", N_("By the franchisee, for the franchisor's breach")
    FRANCHISEE_NOTICE = "franchisee_notice", N_("By the franchisee, with notice")
    RESCISSION = "rescission", N_("By the franchisee, within the cooling-off time")
    MUTUAL = "mutual", N_("By agreement of both sides")

    @property
    def is_by_franchisor(self) -> bool:
        """Whether the franchisor ends it against the franchisee's will."""
        return self in {
            TerminationKind.BREACH,
            TerminationKind.SERIOUS_BREACH,
            TerminationKind.INSOLVENCY,
        }

    @property
    def needs_notice(self) -> bool:
        """Whether notice comes first, or the written reason why it did not."""
        return self not in {TerminationKind.MUTUAL, TerminationKind.RESCISSION}


class TerminationStatus(LabeledEnum):
    """How far a termination has come."""

    PLANNED = "planned", N_("To take effect"), Tone.WARNING
    DONE = "done", N_("Terminated"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL


class OutletFate(LabeledEnum):
    """What becomes of an outlet when its contract ends early."""

    CLOSES = "closes", N_("It closes")
    TAKEN_OVER = "taken_over", N_("The franchisor takes it over")


class ExitCause(LabeledEnum):
    """How a franchisee came to leave a contract."""

    EXPIRED = "expired", N_("The term ran out")
    TERMINATED = "terminated", N_("The contract was terminated")
    TRANSFERRED = "transferred", N_("The business was transferred")


class ExitStatus(LabeledEnum):
    """How far an exit has come."""

    OPEN = "open", N_("Under way"), Tone.WARNING
    CLOSED = "closed", N_("Finished"), Tone.SUCCESS


class ReturnKind(LabeledEnum):
    """What a leaving franchisee gives back or takes down."""

    MARKS = "marks", N_("Signs and marks taken down")
    MANUALS = "manuals", N_("Manuals returned")
    KEYS = "keys", N_("Keys, cards and passwords returned")
    DOMAINS = "domains", N_("Domains and online profiles handed over")
    PHONE_NUMBERS = "phone_numbers", N_("Telephone numbers handed over")
    DATA = "data", N_("Customers' data handed over and deleted")
    STOCK = "stock", N_("Branded stock and packaging sold back or destroyed")
    EQUIPMENT = "equipment", N_("Lent or leased equipment returned")


class ReturnStatus(LabeledEnum):
    """Whether a thing has come back."""

    OPEN = "open", N_("Outstanding"), Tone.WARNING
    RETURNED = "returned", N_("Done"), Tone.SUCCESS
    NOT_NEEDED = "not_needed", N_("Not needed"), Tone.NEUTRAL


class ExitReason(LabeledEnum):
    """Why a franchisee leaves, as one of the two sides sees it."""

    PROFIT = "profit", N_("The business did not earn enough")
    FEES = "fees", N_("Fees and charges")
    SUPPORT = "support", N_("Too little support")
    SUPPLY = "supply", N_("Prices or quality of supply")
    TERRITORY = "territory", N_("Territory or other outlets nearby")
    BRAND = "brand", N_("The brand lost its pull")
    RULES = "rules", N_("Rules, systems and changes to them")
    CONFLICT = "conflict", N_("Conflict between the two sides")
    BREACH = "breach", N_("Breach of the contract")
    LEASE = "lease", N_("The premises were lost")
    MONEY = "money", N_("Lack of capital or insolvency")
    HEALTH = "health", N_("Health or family")
    RETIREMENT = "retirement", N_("Retirement")
    OTHER_PLANS = "other_plans", N_("Other plans")
    SALE = "sale", N_("A good offer for the business")
    TERM = "term", N_("The term was over")


class InterviewStatus(LabeledEnum):
    """Whether leaving was talked about."""

    OPEN = "open", N_("Not held yet"), Tone.WARNING
    HELD = "held", N_("Held"), Tone.SUCCESS
    DECLINED = "declined", N_("Not wanted"), Tone.NEUTRAL


class ExitTask(LabeledEnum):
    """What has to be done before an exit is closed."""

    ACCOUNT = "account", N_("the account")
    REPORTS = "reports", N_("sales reports to charge")
    CHARGES = "charges", N_("single amounts to invoice")
    CREDIT = "credit", N_("the credit to pay out")
    DEPOSIT = "deposit", N_("the deposit")
    RETURNS = "returns", N_("things to return")
    INTERVIEW = "interview", N_("the exit interview")
    REASONS = "reasons", N_("the reasons")


class Measure(LabeledEnum):
    """In what the limit of an act is counted."""

    AMOUNT = "amount", N_("Amount")
    DAYS = "days", N_("Days")
    EACH_TIME = "each_time", N_("Each time")


class ApprovalStatus(LabeledEnum):
    """What became of something that somebody asked for."""

    ASKED = "asked", N_("Waits for a decision"), Tone.WARNING
    GRANTED = "granted", N_("Granted"), Tone.SUCCESS
    DONE = "done", N_("Granted and carried out"), Tone.SUCCESS
    REFUSED = "refused", N_("Refused"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL
    EXPIRED = "expired", N_("Expired"), Tone.NEUTRAL

    @property
    def is_granted(self) -> bool:
        """Whether it was allowed."""
        return self in {ApprovalStatus.GRANTED, ApprovalStatus.DONE}


class ApprovalStep(LabeledEnum):
    """What somebody did about an approval."""

    ASKED = "asked", N_("asked")
    GRANTED = "granted", N_("granted it")
    REFUSED = "refused", N_("refused it")
    WITHDREW = "withdrew", N_("withdrew it")
    EXPIRED = "expired", N_("let it expire")
    CARRIED_OUT = "carried_out", N_("carried it out")
    REMARKED = "remarked", N_("remarked")


class ApprovalAction(LabeledEnum):
    """What the audit notes about authority and approvals."""

    TABLE_CHANGED = (
        "contracts.authority.changed",
        N_("%(actor)s changed the table of authority, now number %(subject)s: %(reason)s"),
    )
    GRANTED_AT_ONCE = (
        "contracts.approval.granted_at_once",
        N_("%(actor)s granted %(subject)s within their own limit: %(words)s"),
    )
    ASKED = (
        "contracts.approval.asked",
        N_("%(actor)s asked for %(subject)s, which is above their limit: %(words)s"),
    )
    GRANTED = (
        "contracts.approval.granted",
        N_("%(actor)s granted %(subject)s, asked for by %(asker)s: %(words)s"),
    )
    REFUSED = (
        "contracts.approval.refused",
        N_("%(actor)s refused %(subject)s, asked for by %(asker)s: %(words)s"),
    )
    WITHDRAWN = "contracts.approval.withdrawn", N_("%(actor)s withdrew %(subject)s")
    EXPIRED = "contracts.approval.expired", N_("%(subject)s expired without a decision")
    DONE = "contracts.approval.done", N_("%(actor)s carried out %(subject)s: %(words)s")


class LifeNews(LabeledEnum):
    """What a mail says about the life of a contract."""

    RENEWAL_ASKED = "renewal_asked", N_("The next term is asked for")
    RENEWAL_AGREED = "renewal_agreed", N_("The next term is agreed")
    RENEWAL_DECLINED = "renewal_declined", N_("The next term is declined")
    RENEWED = "renewed", N_("The next term begins")
    TRANSFER_ASKED = "transfer_asked", N_("A transfer is asked for")
    TRANSFER_APPROVED = "transfer_approved", N_("The transfer is approved")
    TRANSFER_REFUSED = "transfer_refused", N_("The transfer is refused")
    TRANSFER_BOUGHT = "transfer_bought", N_("The franchisor buys instead")
    TRANSFERRED = "transferred", N_("The contract has changed hands")
    OUTLETS_TRANSFERRED = "outlets_transferred", N_("Outlets have changed hands")
    SUSPENDED = "suspended", N_("The contract is suspended")
    LIFTED = "lifted", N_("The suspension is lifted")
    TERMINATION = "termination", N_("The contract is terminated")
    TERMINATION_WITHDRAWN = "termination_withdrawn", N_("The termination is taken back")

    @property
    def page(self) -> str:
        """The page that shows it."""
        about, _rest, _more = self.value.partition("_")
        return _PAGES.get(about, "contracts.ending")


_PAGES = {
    "renewal": "contracts.renewal",
    "renewed": "contracts.renewal",
    "transfer": "contracts.transfer",
    "transferred": "contracts.transfer",
    "outlets": "contracts.transfer",
}


class EventAction(LabeledEnum):
    """What the audit notes about the life of a contract."""

    RENEWAL_ASKED = (
        "contracts.renewal.asked",
        N_("%(actor)s asked to renew the contract %(subject)s until %(day)s"),
    )
    RENEWAL_CONDITION = (
        "contracts.renewal.condition",
        N_("%(actor)s checked off “%(condition)s” for the renewal of the contract %(subject)s"),
    )
    RENEWAL_AGREED = (
        "contracts.renewal.agreed",
        N_("%(actor)s agreed to renew the contract %(subject)s until %(day)s"),
    )
    RENEWAL_DECLINED = (
        "contracts.renewal.declined",
        N_("%(actor)s declined to renew the contract %(subject)s: %(reason)s"),
    )
    RENEWAL_WITHDRAWN = (
        "contracts.renewal.withdrawn",
        N_("%(actor)s withdrew the wish to renew the contract %(subject)s"),
    )
    RENEWED = (
        "contracts.renewal.done",
        N_("%(actor)s renewed the contract %(subject)s: term %(number)s runs until %(day)s"),
    )
    TRANSFER_ASKED = (
        "contracts.transfer.asked",
        N_("%(actor)s asked to transfer the contract %(subject)s to %(to)s on %(day)s"),
    )
    TRANSFER_REFUSAL_DECIDED = (
        "contracts.transfer.first_refusal",
        N_("%(actor)s decided on buying the business of the contract %(subject)s: %(decision)s"),
    )
    TRANSFER_APPROVED = (
        "contracts.transfer.approved",
        N_("%(actor)s approved the transfer of the contract %(subject)s to %(to)s"),
    )
    TRANSFER_REFUSED = (
        "contracts.transfer.refused",
        N_("%(actor)s refused the transfer of the contract %(subject)s to %(to)s: %(reason)s"),
    )
    TRANSFER_WITHDRAWN = (
        "contracts.transfer.withdrawn",
        N_("%(actor)s withdrew the transfer of the contract %(subject)s to %(to)s"),
    )
    TRANSFERRED = (
        "contracts.transfer.done",
        N_("%(actor)s transferred the contract %(subject)s to %(to)s from %(day)s"),
    )
    OUTLETS_TRANSFERRED = (
        "contracts.transfer.outlets",
        N_("%(actor)s transferred %(outlets)s of the contract %(subject)s to %(to)s from %(day)s"),
    )
    FEE_WAIVED = (
        "contracts.charge.waived",
        N_("%(actor)s waived the %(kind)s of %(amount)s for the contract %(subject)s"),
    )
    CHARGE_INVOICED = (
        "contracts.charge.invoiced",
        N_("%(actor)s noted the %(kind)s of the contract %(subject)s as invoiced: %(reference)s"),
    )
    STEP_EXTENDED = (
        "contracts.development.extended",
        N_(
            "%(actor)s moved step %(number)s of the development schedule of the contract "
            "%(subject)s to %(day)s"
        ),
    )
    SUSPENDED = (
        "contracts.suspension.began",
        N_("%(actor)s suspended the contract %(subject)s from %(day)s: %(reason)s"),
    )
    SUSPENSION_LIFTED = (
        "contracts.suspension.lifted",
        N_("%(actor)s lifted the suspension of the contract %(subject)s: %(reason)s"),
    )
    TERMINATION_PLANNED = (
        "contracts.termination.planned",
        N_("%(actor)s terminated the contract %(subject)s with effect from %(day)s: %(reason)s"),
    )
    TERMINATION_WITHDRAWN = (
        "contracts.termination.withdrawn",
        N_("%(actor)s took back the termination of the contract %(subject)s: %(reason)s"),
    )
    TERMINATED = (
        "contracts.termination.done",
        N_("The contract %(subject)s ended by termination on %(day)s"),
    )
    EXIT_OPENED = (
        "contracts.exit.opened",
        N_("The exit from the contract %(subject)s began: %(cause)s"),
    )
    EXIT_RETURNED = (
        "contracts.exit.returned",
        N_("%(actor)s noted for the exit from %(subject)s: %(item)s, %(status)s"),
    )
    EXIT_DEPOSIT = (
        "contracts.exit.deposit",
        N_("%(actor)s returned %(amount)s of the deposit of the contract %(subject)s on %(day)s"),
    )
    EXIT_DEDUCTED = (
        "contracts.exit.deducted",
        N_("%(actor)s kept %(amount)s of the deposit of the contract %(subject)s: %(reason)s"),
    )
    EXIT_INTERVIEW = (
        "contracts.exit.interview",
        N_("%(actor)s wrote down the exit interview of the contract %(subject)s"),
    )
    EXIT_REASONS = (
        "contracts.exit.reasons",
        N_("%(actor)s gave the reasons for leaving the contract %(subject)s: %(reasons)s"),
    )
    EXIT_GIVEN_UP = (
        "contracts.exit.given_up",
        N_("%(actor)s gave up %(amount)s of what was open with the exit from %(subject)s"),
    )
    TABLES_EXPORTED = (
        "contracts.tables.exported",
        N_("%(actor)s exported %(subject)s: %(rows)s rows"),
    )
    EXIT_CLOSED = (
        "contracts.exit.closed",
        N_("%(actor)s closed the exit from the contract %(subject)s"),
    )
