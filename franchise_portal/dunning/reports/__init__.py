"""The letters of reminders as PDFs."""

from .letter import LETTER_KIND

KINDS = (LETTER_KIND,)
