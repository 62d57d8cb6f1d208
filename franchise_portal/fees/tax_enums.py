"""The words of taxes."""

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_


class TaxKind(LabeledEnum):
    """What an invoice says of a tax; the values are those of UN/CEFACT code list 5305."""

    STANDARD = "S", N_("Taxed")
    ZERO = "Z", N_("Taxed at zero per cent")
    EXEMPT = "E", N_("Exempt from VAT")
    REVERSE_CHARGE = "AE", N_("Reverse charge: the recipient owes the VAT")
    NOT_SUBJECT = "O", N_("Not subject to VAT")

    @property
    def has_rate(self) -> bool:
        """Whether it charges anything."""
        return self is TaxKind.STANDARD

    @property
    def needs_reason(self) -> bool:
        """Whether an invoice must say why nothing is charged."""
        return self in {TaxKind.EXEMPT, TaxKind.REVERSE_CHARGE, TaxKind.NOT_SUBJECT}
