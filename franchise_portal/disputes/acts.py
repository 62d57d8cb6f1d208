"""The act “credit” of the table of authority, carried out for disputes as well."""

from dataclasses import replace

from ..fees.acts import ACTS as ACTS_OF_FEES
from ..fees.services import crediting
from . import act_words
from .services import deciding

_CREDIT = next(act for act in ACTS_OF_FEES if act.slug == crediting.CREDIT)

ACTS = (replace(_CREDIT, perform=deciding.perform, tell=act_words.told_of_credit),)
