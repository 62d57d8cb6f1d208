"""How the franchisees of the story pay: prompt, slow, late, and once a little short."""

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ..access.actor import Actor
from ..database import db
from ..fees import services as fees
from ..fees.enums import InvoiceKind
from ..fees.models import Invoice
from ..network.models import Franchisee
from . import story
from .banking import COLLECTED

SHORT_BY = 132_000
"""Cents that one franchisee left out of its last payment."""
HEADER = "franchisee,received_on,amount,currency,reference,invoice"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money on its way."""

    on: date
    code: str
    cents: int
    invoice: str

    @property
    def line(self) -> str:
        """As the bank's file has it."""
        amount = decimal_text(self.cents)
        return f"{self.code},{self.on},{amount},{story.CURRENCY},{self.invoice},{self.invoice}"


class Payers:
    """Plans a transfer for each invoice and books those that have arrived."""

    def __init__(self, seed: int) -> None:
        """The same seed pays on the same days."""
        self._dice = random.Random(f"{seed}-money")  # noqa: S311 - not a secret
        self._habits = {owner.code: owner.habit for owner in story.OWNERS}
        self._coming: list[Transfer] = []

    def note_invoices(self, month: str) -> None:
        """Plan how the invoices of a month will be paid, if at all."""
        query = (
            select(Invoice, Franchisee.code)
            .join(Franchisee, Franchisee.id == Invoice.franchisee_id)
            .where(Invoice.month == month, Invoice.kind == InvoiceKind.INVOICE)
            .order_by(Invoice.number)
        )
        for invoice, code in db.session.execute(query):
            transfer = self._transfer(invoice, code)
            if transfer:
                self._coming.append(transfer)

    def _transfer(self, invoice: Invoice, code: str) -> Transfer | None:
        habit, cents = self._habits[code], invoice.total_minor
        days = self._dice.randint(-6, 0)
        if habit == "slow":
            days = self._dice.randint(3, 11)
        if habit == "late":
            if invoice.month >= "2026-07":
                return None
            days = self._dice.randint(17, 38)
        if code in COLLECTED and invoice.month == story.LAST_MONTH:
            return None
        if habit == "short" and invoice.month == story.LAST_MONTH:
            cents -= SHORT_BY
        return Transfer(invoice.due_on + timedelta(days=days), code, cents, invoice.number)

    def pay(self, actor: Actor, *, up_to: date) -> None:
        """Book the transfers that have arrived by a day, as one bank file."""
        arrived = sorted(
            (transfer for transfer in self._coming if transfer.on <= up_to),
            key=lambda transfer: (transfer.on, transfer.code),
        )
        if not arrived:
            return
        self._coming = [transfer for transfer in self._coming if transfer.on > up_to]
        fees.import_payments(actor, file=as_file(bank_file(arrived)), filename=f"bank-{up_to}.csv")

    @property
    def coming(self) -> list[Transfer]:
        """What has not been booked."""
        return sorted(self._coming, key=lambda transfer: (transfer.on, transfer.code))


def bank_file(transfers: list[Transfer]) -> bytes:
    """Transfers as the payments file of `fees import-payments`."""
    lines = [HEADER, *(transfer.line for transfer in transfers)]
    return ("\n".join(lines) + "\n").encode()


def as_file(data: bytes) -> io.BytesIO:
    """Bytes as an open file."""
    return io.BytesIO(data)


def decimal_text(cents: int) -> str:
    """Cents as decimal text, `1234.50`."""
    return f"{cents // 100}.{cents % 100:02d}"
