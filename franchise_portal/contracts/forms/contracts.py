"""Shape and wording of a contract as it is typed, and of a document to attach."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from ...law import pack_title, packs
from ...network.forms.fields import FactsForm, at_most, needed, trimmed
from ...web.forms import Form
from ..enums import ContractStatus
from ..rules.terms import NO_END
from ..services import Words

_HEAD = re.compile(r"(?P<number>[0-9]+(?:\.[0-9A-Za-z]+)*)\s+(?P<title>\S.*)")


def codes(text: str) -> list[str]:
    """Codes typed with spaces, commas or semicolons between them, each once."""
    return list(dict.fromkeys(re.split(r"[\s,;，；、]+", text.strip()))) if text.strip() else []


def clauses(text: str) -> Sequence[Words]:
    """Clauses as they are typed: a line with number and title, its words below, a blank line.

    Raises:
        ValueError: for a paragraph that does not begin with a number and a title.
    """
    found = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        if not paragraph.strip():
            continue
        head, _newline, body = paragraph.strip().partition("\n")
        match = _HEAD.fullmatch(head.strip())
        if match is None:
            raise ValueError(head.strip())
        found.append(Words(match["number"], match["title"], " ".join(body.split())))
    return found


def readable_clauses(_form: Form, field: Field) -> None:
    """Refuse clauses that cannot be told apart, naming the line."""
    try:
        numbers = [words.number for words in clauses(str(field.data or ""))]
    except ValueError as error:
        raise ValidationError(
            _("“%(line)s” should begin with a number and a title, such as: 6.1 Royalty", line=error)
        ) from error
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise ValidationError(_("Clause %(number)s stands here twice.", number=twice[0]))


#: The states that a contract from paper may be entered in; the days and acts bring the others.
ON_PAPER = (ContractStatus.IN_FORCE, ContractStatus.SUSPENDED)


def pack_choices() -> list[tuple[str, str]]:
    """The law packs by their names."""
    return [(one.slug, _(pack_title(one))) for one in packs()]


class ContractForm(FactsForm):
    """The particulars of a contract that can change later too."""

    number = StringField(
        _l("Number"), [needed(_l("Write the contract's number.")), at_most(40)], filters=[trimmed]
    )
    signed_on = DateField(_l("Signed on"), [Optional()])
    starts_on = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    ends_on = DateField(_l("Last day"), [Optional()])
    pack = SelectField(_l("Law pack"), default="none")
    is_first = BooleanField(_l("The franchisor's first contract under this law"))
    note = TextAreaField(_l("Note"), [Optional(), at_most(2000)], filters=[trimmed])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.pack.choices = pack_choices()

    @property
    def last_day(self) -> date:
        """The last day; `NO_END` when none was chosen."""
        day: date | None = self.ends_on.data
        return day or NO_END


class NewContractForm(ContractForm):
    """A contract with its parties, outlets and words, as it was signed on paper."""

    status = SelectField(_l("Status"))
    franchisee = StringField(
        _l("Franchisee's code"), [needed(_l("Write the franchisee's code."))], filters=[trimmed]
    )
    brand = SelectField(_l("Brand"))
    outlets = TextAreaField(
        _l("Outlets' codes"), [needed(_l("Name at least one outlet."))], filters=[trimmed]
    )
    clauses = TextAreaField(_l("Clauses"), [Optional(), at_most(60_000), readable_clauses])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.status.choices = {status.value: _(status.label) for status in ON_PAPER}


class DocumentForm(FactsForm):
    """A file to attach."""

    file = FileField(_l("Document"), [FileRequired(_l("Choose a file."))])
    title = StringField(_l("Title of the document"), [Optional(), at_most(200)], filters=[trimmed])
