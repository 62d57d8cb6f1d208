"""The rules of signing, as tables of cases."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_portal.contracts import signing_errors as errors
from franchise_portal.contracts.enums import Party
from franchise_portal.contracts.rules import signing as rules
from franchise_portal.contracts.rules.consent import CONSENT, CONSENT_VERSION
from franchise_portal.contracts.rules.signing import Given, Signer
from franchise_portal.contracts.signing_enums import RoundStatus, SignatoryStatus, SigningOrder
from franchise_portal.kit.durations import Duration
from franchise_portal.law import pack

W, A, S, D = (
    SignatoryStatus.WAITING,
    SignatoryStatus.ASKED,
    SignatoryStatus.SIGNED,
    SignatoryStatus.DECLINED,
)
DAY = date(2026, 11, 2)
HANNA = Signer(party=Party.FRANCHISOR, name="Hanna", email="hanna@x.test")
OMAR = Signer(party=Party.FRANCHISEE, name="Omar", email="omar@x.test")
SENIOR = Signer(party=Party.GUARANTOR, name="Omar Senior", email="senior@x.test")


# ---- who


def test_both_sides_and_the_guarantors_that_the_terms_name_have_to_sign() -> None:
    rules.require_signers([OMAR, HANNA], guarantors=[], in_two_roles=False)
    rules.require_signers([OMAR, HANNA, SENIOR], guarantors=["omar senior"], in_two_roles=False)


@pytest.mark.parametrize(
    ("signers", "guarantors", "refusal", "words"),
    [
        ([], [], errors.PartyMissing, "Franchisor"),
        ([HANNA], [], errors.PartyMissing, "Franchisee"),
        ([OMAR], [], errors.PartyMissing, "Franchisor"),
        ([OMAR, HANNA], ["Omar Senior"], errors.GuarantorMissing, "Omar Senior"),
        ([OMAR, HANNA, OMAR], [], errors.TwiceForOneParty, "Omar"),
        ([OMAR, HANNA, replace(SENIOR, email="OMAR@x.test ")], [], errors.InTwoRoles, "Senior"),
    ],
)
def test_a_choice_that_leaves_somebody_out_or_counts_one_twice_is_refused(
    signers: list[Signer], guarantors: list[str], refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        rules.require_signers(signers, guarantors=guarantors, in_two_roles=False)


def test_one_person_may_sign_in_two_roles_if_somebody_said_so() -> None:
    twice = [OMAR, HANNA, replace(SENIOR, email=OMAR.email)]
    rules.require_signers(twice, guarantors=["Omar Senior"], in_two_roles=True)
    with pytest.raises(errors.TwiceForOneParty):
        rules.require_signers([*twice, OMAR], guarantors=[], in_two_roles=True)


# ---- whose turn


@pytest.mark.parametrize(
    ("order", "statuses", "asked"),
    [
        (SigningOrder.SEQUENTIAL, [W, W, W], [0]),
        (SigningOrder.SEQUENTIAL, [A, W, W], []),
        (SigningOrder.SEQUENTIAL, [S, W, W], [1]),
        (SigningOrder.SEQUENTIAL, [S, S, W], [2]),
        (SigningOrder.SEQUENTIAL, [S, S, S], []),
        (SigningOrder.SEQUENTIAL, [W, S, W], [0]),
        (SigningOrder.PARALLEL, [W, W, W], [0, 1, 2]),
        (SigningOrder.PARALLEL, [A, W, S], [1]),
        (SigningOrder.PARALLEL, [A, A, S], []),
        (SigningOrder.PARALLEL, [], []),
    ],
)
def test_whose_turn_it_is(
    order: SigningOrder, statuses: list[SignatoryStatus], asked: list[int]
) -> None:
    assert rules.to_be_asked(order, dict(enumerate(statuses))) == tuple(asked)


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (W, errors.NotTheirTurn),
        (S, errors.SignedAlready),
        (D, errors.RoundOver),
        (SignatoryStatus.REPLACED, errors.RoundOver),
    ],
)
def test_only_who_is_asked_can_sign(status: SignatoryStatus, refusal: type[Exception]) -> None:
    rules.require_turn(A, "Omar")
    with pytest.raises(refusal):
        rules.require_turn(status, "Omar")


# ---- when


@pytest.mark.parametrize("status", list(RoundStatus))
def test_only_an_open_round_can_be_signed(status: RoundStatus) -> None:
    if status is RoundStatus.OPEN:
        rules.require_open(status, expires_on=DAY, on=DAY)
        return
    with pytest.raises(errors.RoundOver, match=status.label):
        rules.require_open(status, expires_on=DAY, on=DAY)


def test_the_last_day_is_included_and_the_next_is_too_late() -> None:
    rules.require_open(RoundStatus.OPEN, expires_on=DAY, on=DAY)
    with pytest.raises(errors.TimeIsUp, match="2026-11-02"):
        rules.require_open(RoundStatus.OPEN, expires_on=DAY, on=DAY + timedelta(days=1))


def test_the_last_day_does_not_lie_in_the_past() -> None:
    rules.require_time(DAY, on=DAY)
    with pytest.raises(errors.EndsTooSoon, match="2026-11-02"):
        rules.require_time(DAY - timedelta(days=1), on=DAY)


@pytest.mark.parametrize(
    ("slug", "first_day"),
    [("cn", date(2026, 12, 2)), ("us-ftc", date(2026, 11, 17)), ("au", date(2026, 11, 16))],
)
def test_the_law_lets_nobody_sign_before_its_day(slug: str, first_day: date) -> None:
    facts = Given(disclosed_on=DAY)

    def require(on: date) -> None:
        rules.require_signing_day("CT-1", pack(slug), facts, on=on, is_renewal_on_same_terms=False)

    found = rules.signing_day(pack(slug), facts, is_renewal_on_same_terms=False)
    assert found is not None
    assert found.day == first_day
    require(first_day)
    with pytest.raises(errors.TooEarly) as refusal:
        require(first_day - timedelta(days=1))
    assert refusal.value.possible_from == first_day
    assert first_day.isoformat() in str(refusal.value)
    assert found.source in str(refusal.value)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (Given(), errors.NotDisclosed),
        (Given(is_receipt_missing=True), errors.NotReceived),
        (Given(disclosed_on=DAY, is_receipt_missing=True), errors.NotReceived),
    ],
)
def test_without_a_disclosure_that_was_received_nobody_signs(
    facts: Given, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        rules.require_signing_day(
            "CT-1", pack("cn"), facts, on=date(2030, 1, 1), is_renewal_on_same_terms=False
        )


def test_a_renewal_on_the_same_terms_needs_no_new_disclosure_in_china() -> None:
    rules.require_signing_day("CT-1", pack("cn"), Given(), on=DAY, is_renewal_on_same_terms=True)


def test_no_law_makes_nobody_wait() -> None:
    rules.require_signing_day("CT-1", pack("none"), Given(), on=DAY, is_renewal_on_same_terms=False)
    assert rules.signing_day(pack("none"), Given(), is_renewal_on_same_terms=False) is None


def test_a_changed_agreement_has_a_clock_of_its_own() -> None:
    facts = Given(disclosed_on=date(2026, 1, 1), final_agreement_on=DAY)
    found = rules.signing_day(pack("us-ftc"), facts, is_renewal_on_same_terms=False)
    assert found is not None
    assert found.given_on == DAY
    assert found.day > DAY + timedelta(days=6)


# ---- after


@pytest.mark.parametrize(
    ("slug", "agreed", "is_renewal", "until"),
    [
        ("none", None, False, None),
        ("none", "14 days", False, date(2026, 11, 16)),
        ("cn", None, False, date(2026, 12, 2)),
        ("cn", "10 days", False, date(2026, 11, 12)),
        ("au", None, False, date(2026, 11, 16)),
        ("au", "10 days", False, date(2026, 11, 16)),
        ("au", "30 days", False, date(2026, 12, 2)),
    ],
)
def test_until_when_the_franchisee_may_step_back(
    slug: str, agreed: str | None, *, is_renewal: bool, until: date | None
) -> None:
    found = rules.cooling_off_until(
        pack(slug),
        Duration.parse(agreed) if agreed else None,
        signed_on=DAY,
        is_renewal=is_renewal,
    )
    assert found == until


# ---- reminding


@pytest.mark.parametrize(
    ("days", "every", "number"),
    [(0, 3, 0), (2, 3, 0), (3, 3, 1), (5, 3, 1), (6, 3, 2), (6, 0, 0), (14, 7, 2), (15, 7, 0)],
)
def test_which_reminder_is_due(days: int, every: int, number: int) -> None:
    on = DAY + timedelta(days=days)
    due = rules.reminder_due(DAY, every=every, expires_on=DAY + timedelta(days=14), on=on)
    assert due == number


@settings(max_examples=100)
@given(every=st.integers(1, 30), days=st.integers(0, 400))
def test_reminders_are_numbered_without_a_gap_and_never_run_backwards(
    every: int, days: int
) -> None:
    def due(day: int) -> int:
        return rules.reminder_due(
            DAY, every=every, expires_on=date.max, on=DAY + timedelta(days=day)
        )

    assert 0 <= due(days + 1) - due(days) <= 1
    assert due(0) == 0


# ---- names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Hanna Keller", "Hanna Keller"),
        ("  hanna   KELLER ", "Hanna Keller"),
        ("Jose Munoz", "José Muñoz"),
        ("郭伟", "郭伟"),
        ("J. Smith", "J Smith"),
    ],
)
def test_a_name_is_the_same_however_it_is_capitalised(typed: str, name: str) -> None:
    rules.require_name(typed, name)


@pytest.mark.parametrize("typed", ["", "...", "Hanna", "Hanna Keller-Lang", "郭"])
def test_another_name_is_refused_and_the_right_one_named(typed: str) -> None:
    with pytest.raises(errors.NameDiffers, match="Hanna Keller"):
        rules.require_name(typed, "Hanna Keller", "郭汉娜")


def test_the_name_in_ones_own_script_will_do() -> None:
    rules.require_name("郭汉娜", "Hanna Keller", "郭汉娜")


# ---- words


def test_other_words_of_consent_need_another_version() -> None:
    """Whoever changes the words changes this digest, and must count the version on."""
    assert CONSENT_VERSION == "1"
    assert hashlib.sha256(CONSENT.encode()).hexdigest()[:16] == "ac415250871582dd"


def test_a_link_leads_on_for_thirty_days_after_the_end() -> None:
    assert not rules.is_link_over(DAY, on=DAY + timedelta(days=30))
    assert rules.is_link_over(DAY, on=DAY + timedelta(days=31))
