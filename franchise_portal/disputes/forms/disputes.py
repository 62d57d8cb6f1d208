"""What is typed about a dispute."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from ... import storage
from ...fees.correction_forms import InCurrency
from ...fees.sales_forms import SalesForm
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ...network.forms.fields import FactsForm, at_most, enum_choices, needed, trimmed
from ...storage import StoredFile
from ...storage.documents import content_type
from ...web.forms import MoneyField, positive
from ..enums import DisputeReason
from ..services.opening import Complaint

MOST_FILES = 5
LONGEST = 4000


def _words(label: Any, fault: Any = None) -> TextAreaField:  # noqa: ANN401 - lazy texts
    checks = [needed(fault) if fault else Optional(), at_most(LONGEST)]
    return TextAreaField(label, checks, filters=[trimmed])


def amount_in(field: MoneyField) -> Money:
    """The amount of a field that was found valid; it is never empty then."""
    if field.data is None:
        raise LookupError(field.name)
    return field.data


class WithFiles(FactsForm):
    """A form that carries evidence."""

    files = MultipleFileField(_l("Evidence"), [Optional()])

    def kept_files(self) -> list[StoredFile]:
        """The files that came with it, kept.

        Raises:
            Refused: when one is empty, too large, or none of the kinds that can be attached.
        """
        uploads: Iterable[FileStorage] = [one for one in self.files.data or () if one]
        read = [(upload, upload.read()) for upload in uploads if upload.filename]
        if len(read) > MOST_FILES:
            raise Refused(
                N_("Attach at most %(most)s files at a time."), field="files", most=MOST_FILES
            )
        try:
            kinds = [
                content_type(data[:16], filename=upload.filename or "", size=len(data))
                for upload, data in read
            ]
        except Refused as refusal:
            refusal.field = "files"
            raise
        return [
            storage.put(data, name=upload.filename or "", content_type=kind)
            for (upload, data), kind in zip(read, kinds, strict=True)
        ]


class NewDisputeForm(WithFiles, InCurrency):
    """What is wrong with a line, and what would be right."""

    reason = SelectField(
        _l("What is wrong"), [InputRequired(_l("Choose what is wrong with the line."))]
    )
    right = MoneyField(
        _l("What would be right"),
        validators=[InputRequired(_l("Write what would be right; 0 if nothing is owed."))],
    )
    words = _words(_l("In your words"), _l("Write what is wrong, in your own words."))

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Offer the reasons."""
        super().__init__(**kwargs)
        self.reason.choices = [("", _("choose a reason")), *enum_choices(DisputeReason)]

    @property
    def complaint(self) -> Complaint:
        """What was typed, once it is valid."""
        return Complaint(
            reason=DisputeReason(self.reason.data),
            words=self.words.data,
            right=amount_in(self.right),
        )


class SayForm(WithFiles):
    """Something to say to the other side."""

    words = _words(_l("Your words"))


class WordsForm(FactsForm):
    """Words beside a withdrawal."""

    words = _words(_l("Your words"))


class CreditForm(InCurrency):
    """How much is given back by a credit note, and why."""

    amount = MoneyField(
        _l("Given back, without tax"),
        validators=[InputRequired(_l("Write how much is given back.")), positive],
    )
    reasons = _words(_l("Reasons"), _l("Write the reasons; the franchisee reads them."))


class RejectForm(FactsForm):
    """Why it is not accepted, and what the franchisee can do next."""

    reasons = _words(_l("Reasons"), _l("Write the reasons; the franchisee reads them."))
    next_step = _words(
        _l("What the franchisee can do next"),
        _l("Write what the franchisee can do next, as the contract says."),
    )


class FoundForm(FactsForm):
    """Which money was the payment, and the reasons."""

    found = RadioField(
        _l("Which payment it was"), [InputRequired(_l("Choose the payment that was found."))]
    )
    reasons = _words(_l("Reasons"), _l("Write the reasons; the franchisee reads them."))

    def offer(self, choices: Sequence[tuple[str, str]]) -> "FoundForm":
        """Offer what fits now; what was chosen and fits no more is told by the service."""
        self.found.choices = list(choices)
        self.found.validate_choice = False
        return self


class ReportForm(SalesForm):
    """The right sales, and why."""

    reasons = _words(_l("Reasons"), _l("Write the reasons; the franchisee reads them."))
