"""Clauses of the library and templates, as they are written."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional, Regexp

from ...network.forms.fields import FactsForm, at_most, language_choices, needed, trimmed
from ...web.forms import Form
from ..enums import ClauseKind
from ..rules.template_clauses import TemplateClause
from .contracts import pack_choices
from .drafts import NUMBER

KEY = r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*"
_LINE = re.compile(rf"(?P<number>{NUMBER})\s+(?P<key>{KEY})(?:\s+(?P<version>[0-9]+))?")


class LibraryClauseForm(FactsForm):
    """The words of a clause in one of its versions."""

    title = StringField(
        lazy_pgettext("document", "Title"),
        [needed(_l("Write the clause's title.")), at_most(200)],
        filters=[trimmed],
    )
    body = TextAreaField(
        _l("Words"), [needed(_l("Write the clause's words.")), at_most(30_000)], filters=[trimmed]
    )
    note = StringField(_l("Why the words change"), [Optional(), at_most(500)], filters=[trimmed])


class NewLibraryClauseForm(LibraryClauseForm):
    """A further clause."""

    key = StringField(
        _l("Key"),
        [
            needed(_l("Write a key.")),
            at_most(80),
            Regexp(KEY, message=_l("Write small letters and digits, such as royalty or fund-2.")),
        ],
        filters=[trimmed],
    )
    language = SelectField(_l("Language"))
    kind = SelectField(_l("About"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.language.choices = list(language_choices())
        self.kind.choices = [(kind.value, _(kind.label)) for kind in ClauseKind]


def readable_template(_form: Form, field: Field) -> None:
    """Refuse lines that cannot be read, naming the first."""
    try:
        numbers = [number for number, _key, _version in template_lines(str(field.data or ""))]
    except ValueError as error:
        raise ValidationError(
            _("“%(line)s” should be a number and a key, such as: 6.1 royalty", line=error)
        ) from error
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise ValidationError(_("Clause %(number)s stands here twice.", number=twice[0]))


def template_lines(text: str) -> Iterator[tuple[str, str, int | None]]:
    """Number, key and version of each line; the version is None where the latest is meant.

    Raises:
        ValueError: with the line that is none.
    """
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(line.strip())
        yield match["number"], match["key"], int(match["version"]) if match["version"] else None


def template_clauses(text: str, latest: Mapping[str, int]) -> list[TemplateClause]:
    """The clauses of a template as typed; `latest` are the newest versions by key."""
    return [
        TemplateClause(number=number, key=key, version=version or latest.get(key, 0))
        for number, key, version in template_lines(text)
    ]


class TemplateForm(FactsForm):
    """Which clauses a template holds."""

    title = StringField(
        lazy_pgettext("document", "Title"),
        [needed(_l("Write a title.")), at_most(200)],
        filters=[trimmed],
    )
    clauses = TextAreaField(
        _l("Clauses"),
        [needed(_l("Name at least one clause.")), at_most(20_000), readable_template],
        filters=[trimmed],
    )
    note = StringField(_l("Why it changes"), [Optional(), at_most(500)], filters=[trimmed])


class NewTemplateForm(TemplateForm):
    """A further template."""

    key = StringField(
        _l("Key"),
        [
            needed(_l("Write a key.")),
            at_most(80),
            Regexp(KEY, message=_l("Write small letters and digits, such as standard-cn.")),
        ],
        filters=[trimmed],
    )
    language = SelectField(_l("Language"))
    pack = SelectField(_l("Law pack"))
    brand = SelectField(_l("Brand"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.language.choices = list(language_choices())
        self.pack.choices = pack_choices()
