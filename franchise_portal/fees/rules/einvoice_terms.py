"""An invoice by the numbers of its business terms, as the factur-x library takes it.

https://github.com/akretion/factur-x writes UN/CEFACT CII from it. Amounts go as text: a float
would not keep them.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .einvoice import (
    NOT_SUBJECT,
    REVERSE_CHARGE,
    Document,
    Line,
    Party,
    PayBy,
    Preceding,
    TaxGroup,
)

#: BT-121: reasons that have a code of their own.
REASON_CODES = {NOT_SUBJECT: "VATEX-EU-O", REVERSE_CHARGE: "VATEX-EU-AE"}
EMAIL = "EM"
"""The scheme of electronic addresses for e-mail."""

Terms = dict[str, Any]


def terms_of(document: Document) -> Terms:
    """All terms of an invoice that have a value."""
    sums = document.sums
    return _filled(
        {
            "BT-1": document.number,
            "BT-2": document.issued_on,
            "BT-3": document.type,
            "BT-5": document.currency,
            "BT-9": document.due_on,
            "BT-12": document.contract,
            # The service is done once its period is over.
            "BT-72": document.ends_on,
            "BT-73": document.starts_on,
            "BT-74": document.ends_on,
            "BT-83": document.number,
            "BG-1": [{"BT-22": plain(note)} for note in document.notes],
            "BG-3": _preceding(document.preceding),
            "BG-4": _party(document.seller),
            "BG-7": _party(document.buyer),
            "BG-23": [_group(group) for group in document.groups],
            "BG-25": [_line(line) for line in document.lines],
            "BT-106": _amount(sums.lines),
            "BT-109": _amount(sums.without_tax),
            "BT-110": _amount(sums.tax),
            "BT-112": _amount(sums.with_tax),
            "BT-115": _amount(sums.due),
            **(_pay_by(document.pay_by) if document.pay_by else {}),
        }
    )


def _preceding(preceding: Preceding | None) -> list[Terms]:
    if preceding is None:
        return []
    return [{"BT-25": preceding.number, "BT-26": preceding.issued_on}]


def _party(party: Party) -> Terms:
    named = party.trading_name and party.trading_name != party.name
    return _filled(
        {
            "name": plain(party.name),
            "biz_name": plain(party.trading_name) if named else "",
            "identifiers": {None: plain(party.identifier)} if party.identifier else {},
            "legal_identifier": plain(party.registration),
            "vat_identifier": party.vat_number,
            "tax_identifier": plain(party.tax_number),
            "addr_l1": plain(party.street),
            "postcode": plain(party.postcode),
            "city": plain(party.city),
            "country_code": party.country,
            "einvoicing_addr": party.email,
            "einvoicing_addr_schemeid": EMAIL if party.email else "",
        }
    )


def _group(group: TaxGroup) -> Terms:
    return _filled(
        {
            "BT-116": _amount(group.basis),
            "BT-117": _amount(group.tax),
            "BT-118": group.category,
            "BT-119": _number(group.rate),
            "BT-120": plain(group.reason),
            "BT-121": REASON_CODES.get(group.category, ""),
        }
    )


def _line(line: Line) -> Terms:
    return _filled(
        {
            "BT-126": line.id,
            "BT-129": _number(line.quantity),
            "BT-130": line.unit,
            "BT-131": _amount(line.net),
            "BT-134": line.starts_on,
            "BT-135": line.ends_on,
            "BT-146": _amount(line.price),
            "BT-151": line.category,
            "BT-152": _number(line.rate),
            "BT-153": plain(line.name),
            "BT-154": plain(line.description),
            "BG-32": [
                {"BT-160": plain(name), "BT-161": plain(value)}
                for name, value in line.attributes
                if plain(value)
            ],
        }
    )


def _pay_by(pay_by: PayBy) -> Terms:
    return _filled(
        {
            "BT-81": pay_by.means,
            "BT-84": pay_by.account,
            "BT-85": plain(pay_by.account_name) if pay_by.account else "",
            "BT-86": pay_by.bic if pay_by.account else "",
            "BT-89": pay_by.mandate,
            "BT-90": pay_by.creditor,
            "BT-91": pay_by.debited,
        }
    )


def plain(text: str) -> str:
    """A text on one line, of characters that XML has a place for."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _amount(amount: Decimal) -> str:
    return format(amount, "f")


def _number(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")


def _filled(terms: Mapping[str, Any]) -> Terms:
    return {name: value for name, value in terms.items() if value not in ("", None, [], {})}
