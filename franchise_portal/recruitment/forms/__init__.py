"""Shape and wording of everything that is typed in recruitment."""

from .applicants import ApplicantForm, NoteForm, PersonForm, StepForm
from .assessing import AssessmentForm, ReasonForm, marks_of, score_field
from .dealings import ExpectationForm, InterviewForm, ProofForm, ReferenceForm
from .deciding import ApprovalForm, RejectionForm
from .disclosing import DisclosureForm, ReceiptForm
from .enquiry import EnquiryForm
from .scorecards import CriterionForm, DraftForm
from .settings import RecordForm, SettingsForm

__all__ = [
    "ApplicantForm",
    "ApprovalForm",
    "AssessmentForm",
    "CriterionForm",
    "DisclosureForm",
    "DraftForm",
    "EnquiryForm",
    "ExpectationForm",
    "InterviewForm",
    "NoteForm",
    "PersonForm",
    "ProofForm",
    "ReasonForm",
    "ReceiptForm",
    "RecordForm",
    "ReferenceForm",
    "RejectionForm",
    "SettingsForm",
    "StepForm",
    "marks_of",
    "score_field",
]
