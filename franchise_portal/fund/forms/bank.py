"""What the bank says of the fund, and transfers to it."""

from collections.abc import Iterable
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ...fees.correction_forms import InCurrency
from ...kit.money import Money
from ...web import filters
from ...web.forms import MoneyField, positive
from ..queries.bank import Candidate
from ..services.bank import Written


class BalanceForm(InCurrency):
    """The bank's balance of a day, with its statement and what explains a difference."""

    on = DateField(_l("End of the day"), [InputRequired(_l("Choose the day."))])
    amount = MoneyField(
        _l("Balance by the bank"), validators=[InputRequired(_l("Write the balance."))]
    )
    is_overdrawn = BooleanField(_l("The account is overdrawn by this amount"))
    file = FileField(_l("Bank statement"))
    chosen = SelectMultipleField(_l("Not on both sides on that day"), [Optional()])
    item_words = StringField(_l("Something else that explains it"), [Optional(), Length(max=300)])
    item_amount = MoneyField(_l("Its amount"), validators=[Optional()])
    item_is_less = BooleanField(_l("The bank has it, and the book has not"))
    note = TextAreaField(_l("Note"), [Optional(), Length(max=500)])

    def offer(self, candidates: Iterable[Candidate]) -> Self:
        """Fill in what may explain a difference."""
        self.chosen.choices = [
            (
                one.key,
                _(
                    "%(words)s, %(day)s, %(amount)s",
                    words=one.words,
                    day=filters.date(one.on),
                    amount=filters.money(Money(abs(one.minor), self.currency)),
                ),
            )
            for one in candidates
        ]
        return self

    @property
    def balance(self) -> Money:
        """The balance with its sign."""
        amount = self.amount.data or Money.zero(self.currency)
        return -amount if self.is_overdrawn.data else amount

    @property
    def written(self) -> list[Written]:
        """The item that was written, if one was."""
        words, amount = (self.item_words.data or "").strip(), self.item_amount.data
        if not words and not amount:
            return []
        amount = amount or Money.zero(self.currency)
        return [Written(words, -amount if self.item_is_less.data else amount)]


class TransferForm(InCurrency):
    """What the franchisor transferred for its own outlets."""

    amount = MoneyField(
        _l("Amount"), validators=[InputRequired(_l("Write what was transferred.")), positive]
    )
    on = DateField(_l("Paid on"), [InputRequired(_l("Choose the day."))])
    reference = StringField(
        _l("Reference"),
        [DataRequired(_l("Write the reference of the transfer.")), Length(max=200)],
    )
