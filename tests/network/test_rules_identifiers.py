"""Numbers of banks and tax offices: what is kept, and which slips are found."""

import pytest

from franchise_portal.kit.errors import Unreadable
from franchise_portal.network.rules import identifiers


@pytest.mark.parametrize(
    ("read", "text", "kept"),
    [
        (identifiers.iban, "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (identifiers.account, "DE89-3704.0044 0532013000", "DE89 3704 0044 0532 0130 00"),
        (identifiers.account, "12-345 678", "12-345 678"),
        (identifiers.account, "Cash at the desk", "Cash at the desk"),
        (identifiers.bic, "cobadeffxxx", "COBADEFFXXX"),
        (identifiers.creditor, "de98 zzz 09999999999", "DE98ZZZ09999999999"),
        (identifiers.vat_number, "de 136.695.976", "DE136695976"),
        (identifiers.vat_number, "EL 094259216", "EL094259216"),
        (identifiers.vat_number, "GB123456789", "GB123456789"),
        (identifiers.vat_number, "CN91310115MA1K3Y1234", "CN91310115MA1K3Y1234"),
    ],
)
def test_a_number_is_kept_in_its_own_form(read, text: str, kept: str) -> None:
    assert read(text) == kept


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (identifiers.iban, "DE89 3704 0044 0532 0130 01"),
        (identifiers.iban, "DE89 3704"),
        (identifiers.account, "DE98 3704 0044 0532 0130 00"),
        (identifiers.bic, "COBA"),
        (identifiers.creditor, "DE99ZZZ09999999999"),
        (identifiers.vat_number, "DE136695977"),
        (identifiers.vat_number, "136695976"),
        (identifiers.vat_number, "QQ136695976"),
    ],
)
def test_a_slip_is_found_and_the_remedy_named(read, text: str) -> None:
    with pytest.raises(Unreadable) as trouble:
        read(text)
    assert trouble.value.remedy
