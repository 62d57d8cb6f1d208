"""Shape and wording of what people type about drafts."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired

from ..network.forms.fields import FactsForm


class PostponeForm(FactsForm):
    """On which later day drafts are issued."""

    to = DateField(_l("Issue them on"), [InputRequired(_l("Choose a day."))])
