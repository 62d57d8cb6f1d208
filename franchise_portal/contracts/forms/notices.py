"""Shape and wording of a notice, and of what is answered to it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed
from wtforms import DateField, FileField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from ...network.forms.fields import FactsForm, at_most, needed, trimmed
from ..enums import NoticeKind
from .duties import ENDINGS

SECTIONS = ("what", "why", "how", "help", "next")


class NoticeForm(FactsForm):
    """The words of a notice, and the days that its giver chooses.

    Why it matters, how it is put right and who helps are asked for: a notice teaches before it
    threatens.
    """

    kind = SelectField(_l("Kind of notice"))
    duty_id = SelectField(_l("What it is about"))
    state = SelectField(_l("State whose law counts"))
    effective_on = DateField(_l("Takes effect on"), [Optional()])
    title = StringField(
        _l("Subject"),
        [needed(_l("Say in a few words what it is about.")), at_most(200)],
        filters=[trimmed],
    )
    what = TextAreaField(
        _l("What has happened"),
        [needed(_l("Say what happened, with the day.")), at_most(4000)],
        filters=[trimmed],
    )
    why = TextAreaField(
        _l("Why it matters"),
        [needed(_l("Say why it matters to both sides.")), at_most(4000)],
        filters=[trimmed],
    )
    how = TextAreaField(
        _l("How to put it right"),
        [needed(_l("Say what the other side can do, step by step.")), at_most(4000)],
        filters=[trimmed],
    )
    help = TextAreaField(
        _l("What help there is"),
        [needed(_l("Say who helps and how to reach them.")), at_most(4000)],
        filters=[trimmed],
    )
    next = TextAreaField(
        _l("What happens next"),
        [needed(_l("Say what happens next, and when.")), at_most(4000)],
        filters=[trimmed],
    )
    skip_reason = TextAreaField(
        _l("Why steps are left out"), [Optional(), at_most(2000)], filters=[trimmed]
    )

    @property
    def kind_member(self) -> NoticeKind:
        """The chosen kind; a notice of default while nothing sensible is chosen."""
        value = self.kind.data
        return NoticeKind(value) if value in set(NoticeKind) else NoticeKind.DEFAULT

    @property
    def words(self) -> dict[str, str]:
        """The words by their sections."""
        return {name: str(self[name].data or "") for name in ("title", *SECTIONS)}

    def suggest(self, words: dict[str, str]) -> None:
        """Fill in usual words, for a person to look at."""
        for name, text in words.items():
            self[name].data = text


class ReplyForm(FactsForm):
    """An answer, with evidence if there is any."""

    words = TextAreaField(_l("Your answer"), [Optional(), at_most(8000)], filters=[trimmed])
    file = FileField(
        _l("File"),
        [Optional(), FileAllowed(ENDINGS, _l("Attach a PDF, PNG, JPEG, DOCX or ODT file."))],
    )


class WithdrawForm(FactsForm):
    """Why a notice is taken back."""

    words = TextAreaField(
        _l("Why it is withdrawn"),
        [needed(_l("Say why: the other side reads it.")), at_most(2000)],
        filters=[trimmed],
    )


class SettleForm(FactsForm):
    """A word to the other side, if one likes."""

    words = TextAreaField(_l("A word to them"), [Optional(), at_most(2000)], filters=[trimmed])


def choose(field: Any, choices: list[tuple[str, str]], chosen: str) -> None:  # noqa: ANN401
    """Offer choices and take what stands in the address where nothing was sent."""
    field.choices = choices
    if field.data is None or field.data == "None":
        field.data = chosen
