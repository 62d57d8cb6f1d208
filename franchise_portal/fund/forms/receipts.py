"""Money that came to the fund beside contributions."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from ...fees.correction_forms import InCurrency
from ...web.forms import MoneyField, positive


class ReceiptForm(InCurrency):
    """What came, when, how much, and what shows it."""

    words = StringField(_l("What it is"), [DataRequired(_l("Write what it is.")), Length(max=200)])
    on = DateField(_l("Received on"), [InputRequired(_l("Choose the day."))])
    amount = MoneyField(
        _l("Amount"), validators=[InputRequired(_l("Write what was received.")), positive]
    )
    file = FileField(_l("Evidence"))
