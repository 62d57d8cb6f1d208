"""The pages of overdue accounts, reminders, late charges and payment plans."""

from decimal import Decimal

from ...web.wording import sentence
from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import accounts, extending, late, letters, plans, procedure, rates  # isort: skip

bp.add_app_template_filter(sentence, "sentence_of")
bp.add_app_template_filter(Decimal, "decimal_share")

__all__ = ["accounts", "bp", "extending", "late", "letters", "plans", "procedure", "rates"]
