"""The verbs of recruitment. Nothing here commits; the edge does."""

from .applicants import (
    add_applicant,
    add_note,
    add_person,
    change_applicant,
    move,
    remove_person,
)
from .assessments import (
    close_assessment,
    save_scores,
    start_assessment,
    submit_assessment,
    withdraw_assessment,
)
from .dealings import (
    add_document,
    ask_reference,
    change_interview,
    change_reference,
    countersign,
    plan_interview,
    remove_document,
    state_expectation,
)
from .deciding import NewFranchisee, approve, reject
from .disclosing import Receipt, acknowledge, give_disclosure, send_link
from .enquiries import Enquiry, note_try, receive_enquiry
from .forgetting import forget
from .reminding import remind
from .scorecards import (
    CriterionWords,
    add_criterion,
    begin_draft,
    change_criterion,
    change_draft,
    discard_draft,
    move_criterion,
    publish_draft,
    remove_criterion,
)
from .settings import change_record, change_settings
from .signing import note_signed

__all__ = [
    "CriterionWords",
    "Enquiry",
    "NewFranchisee",
    "Receipt",
    "acknowledge",
    "add_applicant",
    "add_criterion",
    "add_document",
    "add_note",
    "add_person",
    "approve",
    "ask_reference",
    "begin_draft",
    "change_applicant",
    "change_criterion",
    "change_draft",
    "change_interview",
    "change_record",
    "change_reference",
    "change_settings",
    "close_assessment",
    "countersign",
    "discard_draft",
    "forget",
    "give_disclosure",
    "move",
    "move_criterion",
    "note_signed",
    "note_try",
    "plan_interview",
    "publish_draft",
    "receive_enquiry",
    "reject",
    "remind",
    "remove_criterion",
    "remove_document",
    "remove_person",
    "save_scores",
    "send_link",
    "start_assessment",
    "state_expectation",
    "submit_assessment",
    "withdraw_assessment",
]
