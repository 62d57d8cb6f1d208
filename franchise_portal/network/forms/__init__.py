"""Shape and wording of what people type about the network. Choices are passed in by the views."""

from .acts import CareForm, ImportForm, NamesForm, SettingsForm, TransferForm
from .fields import FactsForm, language_choices, zone_choices
from .objects import FranchiseeForm, OutletForm, PersonForm, TerritoryForm

__all__ = [
    "CareForm",
    "FactsForm",
    "FranchiseeForm",
    "ImportForm",
    "NamesForm",
    "OutletForm",
    "PersonForm",
    "SettingsForm",
    "TerritoryForm",
    "TransferForm",
    "language_choices",
    "zone_choices",
]
