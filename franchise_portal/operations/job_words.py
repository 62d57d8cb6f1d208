"""Background jobs in words, for the pages that show them.

A job's own label holds only what it is about (a month, a file), which needs no translation. It may
begin with the name of a thing that has words of its own, such as a kind of report.
"""

from collections.abc import Mapping

from flask_babel import gettext as _

from ..jobs import Job
from ..kit.i18n import N_
from ..web.filters import label

WORDS = {
    "accounts.send_reset_link": N_("Send a link for a new password"),
    "accounts.tidy_up": N_("Tidy up accounts and sessions"),
    "benefit.note_fee_stress": N_("Look for outlets under fee stress"),
    "contracts.keep_clocks": N_("Begin, amend and end contracts on their days"),
    "contracts.keep_events": N_("Renew, transfer and end contracts that are due"),
    "contracts.keep_signing": N_("Remind signers and end what was not signed in time"),
    "contracts.mail_leftovers": N_("Write about what was said and not mailed"),
    "contracts.prepare_signing": N_("Make a document for signature"),
    "contracts.read_duties": N_("Read the duties of contracts"),
    "contracts.seal_signed": N_("Seal a signed contract"),
    "contracts.send_notice": N_("Make and send a notice"),
    "contracts.settle_duties": N_("Close the duties that the facts have met"),
    "contracts.sweep_clocks": N_("Find the duties the clock looks at"),
    "contracts.tell_office": N_("Tell the office what is due"),
    "contracts.work_clocks": N_("Remind of duties"),
    "disputes.watch_answers": N_("Remind of disputes that wait for an answer"),
    "disputes.work_out_grades": N_("Work out credit grades"),
    "dunning.charge_late": N_("Begin to charge a month’s late payments"),
    "dunning.charge_month": N_("Charge a month’s late payments"),
    "dunning.correct_late": N_("Take back late charges that were too high"),
    "dunning.forecast_month": N_("Work out what a month’s late payments would cost"),
    "dunning.remind": N_("Remind of what is overdue"),
    "dunning.watch_plans": N_("See whether payment plans are kept"),
    "fees.assess_month": N_("Assess a month"),
    "fees.charge_initial_fees": N_("Charge the initial fees of contracts that begin"),
    "fees.check_import": N_("Check a sales file"),
    "fees.check_ledger": N_("Check the books"),
    "fees.estimate_month": N_("Estimate the missing reports of a month"),
    "fees.export_ledger": N_("Export the books"),
    "fees.issue_drafts": N_("Issue the months whose grace is over"),
    "fees.move_contracts": N_("Move contracts to another fee plan"),
    "fees.post_contracts": N_("Import contracts"),
    "fees.post_import": N_("Post a sales file"),
    "fees.remind_of_sales": N_("Remind of sales reports that are due or late"),
    "fees.simulate": N_("Work out a simulation of fees"),
    "fees.tell_of_drafts": N_("Tell franchisees of a month’s drafts"),
    "fees.work_out_impact": N_("Work out what a fee plan would mean"),
    "fund.add_up_places": N_("Add up the outlets of a statement of the fund"),
    "fund.deliver_statement": N_("Deliver a statement of the fund"),
    "fund.keep_regions": N_("Add up the fund’s regions"),
    "fund.post_own": N_("Post what own outlets owe the fund"),
    "fund.remind": N_("Remind of the fund’s statement"),
    "jobs.forget": N_("Forget old jobs"),
    "mail.deliver": N_("Send a mail"),
    "network.post_import": N_("Import master data"),
    "recruitment.forget": N_("Forget applicants whose time is over"),
    "recruitment.remind": N_("Remind of applicants who wait"),
    "reports.keep_schedules": N_("Ask for the reports on the schedule"),
    "reports.render": N_("Make reports"),
}


_things: dict[str, str] = {}


def register_things(things: Mapping[str, str]) -> None:
    """Say what the names are called with which labels of jobs begin."""
    _things.update(things)


def kind_of(name: str) -> str:
    """What a kind of job does; one without words by its name."""
    return label(WORDS.get(name, name))


def title_of(job: Job) -> str:
    """What a job does, and with what: `Assess a month: 2026-10`."""
    if job.name not in WORDS:
        return job.label or job.name
    if not job.label or job.label.startswith(job.name):
        return kind_of(job.name)
    return _("%(what)s: %(which)s", what=kind_of(job.name), which=_which(job.label))


def _which(told: str) -> str:
    thing, _space, rest = told.partition(" ")
    if thing not in _things:
        return told
    return _("%(thing)s %(which)s", thing=label(_things[thing]), which=rest)
