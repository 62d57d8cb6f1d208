"""A decision as it is typed."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Optional

from ...network.forms.fields import FactsForm, at_most, needed, trimmed
from .fields import LONGEST_TEXT, text

NEW, KNOWN = "new", "known"


def _reason() -> TextAreaField:
    return TextAreaField(
        _l("Reason"),
        [
            needed(_l("Write why: a decision without its reason cannot be judged later.")),
            at_most(LONGEST_TEXT),
        ],
        filters=[trimmed],
    )


class ApprovalForm(FactsForm):
    """Why, and as whom the applicant comes into the network."""

    reason = _reason()
    becomes = RadioField(
        _l("In the network"),
        choices=[
            SelectChoice(NEW, _l("They become a new franchisee")),
            SelectChoice(KNOWN, _l("They are a franchisee already, and take on a further brand")),
        ],
        default=NEW,
    )
    code = StringField(
        _l("Franchisee's code"),
        [needed(_l("Give a code, such as F-025.")), at_most(20)],
        filters=[trimmed],
    )
    name = StringField(_l("Name of the business"), [Optional(), at_most(200)], filters=[trimmed])
    words = text(_l("What else the mail to the applicant says"))


class RejectionForm(FactsForm):
    """Why, and what the applicant is told."""

    reason = _reason()
    words = text(_l("What else the mail to the applicant says"))
