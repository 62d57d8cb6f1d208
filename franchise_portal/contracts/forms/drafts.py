"""Beginning a contract or an amendment, and the small acts around a draft."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, Regexp

from ...network.forms.fields import FactsForm, at_most, language_choices, needed, trimmed
from ..enums import ClauseKind, VersionKind
from .contracts import pack_choices

NUMBER = r"[0-9]+(?:\.[0-9A-Za-z]+)*"


class DraftForm(FactsForm):
    """A contract to be drafted: parties, law, and what it begins from."""

    number = StringField(
        _l("Number"), [needed(_l("Write the contract's number.")), at_most(40)], filters=[trimmed]
    )
    franchisee = StringField(
        _l("Franchisee's code"), [needed(_l("Write the franchisee's code."))], filters=[trimmed]
    )
    brand = SelectField(_l("Brand"))
    outlets = TextAreaField(_l("Outlets' codes"), [Optional()], filters=[trimmed])
    title = StringField(
        lazy_pgettext("document", "Title"),
        [needed(_l("Write a title.")), at_most(200)],
        filters=[trimmed],
    )
    starts_on = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    template = SelectField(_l("Begin from"), default="")
    pack = SelectField(_l("Law pack"), default="")
    language = SelectField(_l("Language of the contract"), default="")
    is_first = BooleanField(_l("The franchisor's first contract under this law"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.pack.choices = [("", _("that of the template")), *pack_choices()]
        self.language.choices = [("", _("that of the template")), *language_choices()]


class AmendmentForm(FactsForm):
    """What an amendment is called, from when on it holds and why it is made."""

    kind = SelectField(_l("Kind"))
    title = StringField(
        lazy_pgettext("document", "Title"),
        [needed(_l("Write a title.")), at_most(200)],
        filters=[trimmed],
    )
    effective_from = DateField(
        _l("In force from"), [InputRequired(_l("Choose the first day on which it holds."))]
    )
    reason = TextAreaField(_l("Why"), [Optional(), at_most(2000)], filters=[trimmed])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        kinds = (VersionKind.AMENDMENT, VersionKind.RENEWAL)
        self.kind.choices = [(kind.value, _(kind.label)) for kind in kinds]


class ClauseForm(FactsForm):
    """One clause of a draft."""

    number = StringField(
        _l("Number"),
        [
            needed(_l("Write the clause's number.")),
            at_most(60),
            Regexp(NUMBER, message=_l("Write a number such as 6.1.")),
        ],
        filters=[trimmed],
    )
    kind = SelectField(_l("About"))
    title = StringField(
        lazy_pgettext("document", "Title"),
        [needed(_l("Write the clause's title.")), at_most(200)],
        filters=[trimmed],
    )
    body = TextAreaField(_l("Words"), [Optional(), at_most(30_000)], filters=[trimmed])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, _(kind.label)) for kind in ClauseKind]


class TakeClausesForm(FactsForm):
    """Clauses to take from the library."""

    clauses = SelectMultipleField(_l("Clauses"))


class DisclosureForm(FactsForm):
    """A disclosure that was given."""

    disclosed_on = DateField(_l("Received on"), [InputRequired(_l("Choose the day."))])
    file = FileField(_l("What was given"), [FileRequired(_l("Choose a file."))])
    title = StringField(_l("Title of the document"), [Optional(), at_most(200)], filters=[trimmed])
    note = StringField(_l("How it was handed over"), [Optional(), at_most(500)], filters=[trimmed])


class ReasonForm(FactsForm):
    """Why something is given up."""

    reason = TextAreaField(
        _l("Reason"), [needed(_l("Write the reason.")), at_most(1000)], filters=[trimmed]
    )


class PaperForm(FactsForm):
    """That a draft was signed on paper."""

    signed_on = DateField(_l("Signed on"), [InputRequired(_l("Choose the day of signing."))])
    reason = StringField(
        _l("Where the paper is kept"), [Optional(), at_most(300)], filters=[trimmed]
    )


class OutletForm(FactsForm):
    """An outlet that a contract covers from a day on."""

    outlet = StringField(
        _l("Outlet's code"), [needed(_l("Write the outlet's code."))], filters=[trimmed]
    )
    starts_on = DateField(_l("Covered from"), [InputRequired(_l("Choose the first day."))])
