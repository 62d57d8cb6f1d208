"""What the office writes about an applicant."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Optional

from ...kit.money import Money
from ...network.enums import OutletFormat, PersonRole
from ...network.forms.fields import (
    FactsForm,
    at_most,
    enum_choices,
    language_choices,
    needed,
    offer_ids,
    read_as,
    trimmed,
)
from ...network.rules import cells
from ...web.forms import Form
from ..enums import Concern, Horizon, NoteKind, Source
from .fields import LONGEST_TEXT, amount, line, minor, set_currency, several, text, values

Choices = Iterable[tuple[str, str]]
MONEY = ("own_funds", "net_worth", "deposit")


class ApplicantForm(FactsForm):
    """Everything that is known of an applicant."""

    name = StringField(_l("Name"), [needed(_l("Write the name.")), at_most(200)], filters=[trimmed])
    name_local = line(_l("Name in its own script"))
    email = line(_l("E-mail address"), 254, read_as(cells.email), field=EmailField)
    phone = line(_l("Telephone"), 40, field=TelField)
    language = RadioField(_l("Language"), default="en")
    company = line(_l("Company"))
    best_times = line(_l("Best times to call"))

    brand_id = SelectField(_l("Brand"))
    region_id = SelectField(_l("Region"))
    place = line(_l("Where the outlet should stand"))
    horizon = SelectField(_l("Opening wished"), default=Horizon.LATER.value)
    formats = several(_l("Formats"))
    own_funds = amount(_l("Own funds"))
    net_worth = amount(_l("Net worth"))
    deposit = amount(_l("Deposit received"))
    deposit_on = DateField(_l("Deposit received on"), [Optional()])

    experience = text(_l("Experience"))
    businesses = text(_l("Existing businesses"))
    motive = text(_l("Motive"))
    family_support = text(_l("Support of family and friends"))
    concerns = several(_l("Concerns"))
    competitors = text(_l("Other brands considered"))
    visit_likes = text(_l("Liked when visiting an outlet"))
    visit_dislikes = text(_l("Disliked when visiting an outlet"))
    interests = text(_l("Interests"))

    source = SelectField(_l("Heard of us"), default=Source.OTHER.value)
    source_note = line(_l("From whom, or where"))
    keeper_id = SelectField(_l("Responsible"))
    pack = SelectField(_l("Law pack"))

    def offer(
        self, *, brands: Choices, regions: Choices, keepers: Choices, packs: Choices, currency: str
    ) -> Self:
        """Fill in the choices and the currency."""
        offer_ids(self.brand_id, brands, none=_("Not decided"))
        offer_ids(self.region_id, regions, none=_("No region"))
        offer_ids(self.keeper_id, keepers, none=_("Nobody yet"))
        self.pack.choices = [("", _("As usual in this network")), *packs]
        self.language.choices = language_choices()
        self.horizon.choices = enum_choices(Horizon)
        self.formats.choices = enum_choices(OutletFormat)
        self.concerns.choices = enum_choices(Concern)
        self.source.choices = enum_choices(Source)
        set_currency(self, currency)
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, by the names of the columns."""
        typed = super().facts
        amounts: dict[str, Money | None] = {name: typed.pop(name) for name in MONEY}
        return {
            **typed,
            **{f"{name}_minor": minor(value) for name, value in amounts.items()},
            "horizon": Horizon(self.horizon.data),
            "source": Source(self.source.data),
            "formats": values(self.formats.data),
            "concerns": values(self.concerns.data),
            "pack": self.pack.data or "",
        }


class NoteForm(Form):
    """Something to write down."""

    kind = SelectField(_l("What it was"), default=NoteKind.NOTE.value)
    text = TextAreaField(
        _l("Note"), [needed(_l("Write something.")), at_most(LONGEST_TEXT)], filters=[trimmed]
    )

    def offer(self) -> Self:
        """Fill in the kinds that people choose."""
        self.kind.choices = enum_choices(kind for kind in NoteKind if kind.is_typed)
        return self


class StepForm(Form):
    """A step by hand, with its reason where the table asks for one."""

    after = HiddenField()
    version = HiddenField()
    reason = TextAreaField(_l("Reason"), [Optional(), at_most(LONGEST_TEXT)], filters=[trimmed])


class PersonForm(FactsForm):
    """A partner, a future manager, or one of the family."""

    name = StringField(_l("Name"), [needed(_l("Write the name.")), at_most(200)], filters=[trimmed])
    name_local = line(_l("Name in its own script"))
    role = SelectField(_l("Role"), default=PersonRole.PARTNER.value)
    email = line(_l("E-mail address"), 254, read_as(cells.email), field=EmailField)
    phone = line(_l("Telephone"), 40, field=TelField)
    remark = text(_l("What they say and do about the plan"))

    def offer(self) -> Self:
        """Fill in the roles."""
        self.role.choices = enum_choices(PersonRole)
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """With the role as a member of its enumeration."""
        return {**super().facts, "role": PersonRole(self.role.data)}
