"""A file of accounts, or of what is earned on goods."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from ...web.forms import Form


class BenefitFileForm(Form):
    """Which file."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
