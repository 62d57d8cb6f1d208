"""What a credit note says of late charges that it takes back, in the franchisee's language."""

from flask_babel import force_locale
from flask_babel import gettext as _


def reason_for_taking_back(language: str) -> str:
    """Why, as the credit note prints it; the charge's page shows the working."""
    with force_locale(language):
        return _(
            "More is known of the days on which the invoice was paid, or of what was owed: it was "
            "charged too much for being late. The difference is given back here."
        )
