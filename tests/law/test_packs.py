"""Every pack's days, at the edges, as tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.contracts.enums import ClauseKind
from franchise_portal.kit.calendars import Holidays, OnHoliday, WorkingCalendar
from franchise_portal.law import (
    SLUGS,
    Cause,
    NoticeKind,
    Trigger,
    disclaimer,
    duty_title,
    pack,
    pack_title,
    packs,
    rule_title,
)

CN, US, AU, NONE = pack("cn"), pack("us-ftc"), pack("au"), pack("none")
DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2200, 1, 1))
every_pack = pytest.mark.parametrize("law", packs(), ids=lambda law: law.slug)


def deciding(law, *args, **kwargs):
    return law.signing_clocks(*args, **kwargs)[0].rule.id


# ---- what holds for all


@every_pack
def test_a_pack_has_words_for_everything_it_says(law):
    assert pack_title(law)
    assert "legal advice" in disclaimer(law)
    assert all(duty_title(duty) for duty in law.duties)
    assert all(rule_title(rule) for rule in law.rules)


@every_pack
def test_every_rule_names_its_source_and_no_source_is_from_the_future(law):
    for rule in law.rules:
        assert len(rule.source) > 5
        assert date(1900, 1, 1) < rule.source_date <= date(2026, 11, 29)


@every_pack
def test_no_house_default_calls_itself_checked(law):
    for rule in law.rules:
        if rule.source.startswith("House default"):
            assert not rule.checked


@every_pack
def test_the_required_clauses_are_kinds_that_contracts_know(law):
    assert set(law.required_clauses) <= {kind.value for kind in ClauseKind}
    assert len(set(law.required_clauses)) == len(law.required_clauses)


@pytest.mark.parametrize("law", [CN, US, AU], ids=lambda law: law.slug)
@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("cause", Cause)
def test_each_law_gives_days_for_each_notice(law, kind, cause):
    assert law.notice_days(kind, cause=cause) >= 1
    for state in (*law.states, "ZZ"):
        assert law.notice_days(kind, state=state, cause=cause) >= 1


@given(days, st.sampled_from(SLUGS), st.none() | days, st.booleans())
def test_signing_is_never_possible_before_all_days_of_disclosure_have_passed(
    disclosed_on, slug, final_on, same_terms
):
    law = pack(slug)
    earliest = law.earliest_signing(
        disclosed_on, is_renewal_on_same_terms=same_terms, final_agreement_on=final_on
    )
    clocks = law.signing_clocks(
        disclosed_on, is_renewal_on_same_terms=same_terms, final_agreement_on=final_on
    )
    assert (earliest is None) == (not clocks)
    for clock in clocks:
        assert earliest >= clock.possible_from
        assert clock.possible_from >= clock.given_on + timedelta(days=clock.disclosure.days)


@given(days, st.sampled_from(SLUGS))
def test_who_discloses_a_day_later_never_signs_earlier(disclosed_on, slug):
    one, other = (pack(slug).earliest_signing(day) for day in (disclosed_on, disclosed_on + DAY))
    assert (one is None and other is None) or one < other


@given(days, st.sampled_from(SLUGS), st.booleans())
def test_what_follows_signing_lies_after_it(signed_on, slug, is_first):
    law = pack(slug)
    for day in (
        law.cooling_off_until(signed_on),
        law.filing_until(signed_on, is_first=is_first),
        law.yearly_report_on(signed_on),
    ):
        assert day is None or day > signed_on


# ---- China


@pytest.mark.parametrize(
    ("disclosed_on", "earliest"),
    [
        (date(2026, 1, 5), date(2026, 2, 4)),
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2024, 1, 30), date(2024, 2, 29)),
        (date(2026, 12, 2), date(2027, 1, 1)),
    ],
)
def test_china_signs_thirty_days_after_disclosure(disclosed_on, earliest):
    assert CN.earliest_signing(disclosed_on) == earliest
    assert deciding(CN, disclosed_on) == "cn.disclosure"


def test_china_exempts_a_renewal_on_the_same_terms_from_disclosure():
    day = date(2026, 1, 5)
    assert CN.earliest_signing(day, is_renewal_on_same_terms=True) is None
    assert not CN.needs_disclosure(is_renewal_on_same_terms=True)
    assert CN.needs_disclosure()


def test_china_knows_no_clock_for_a_changed_agreement():
    day = date(2026, 1, 5)
    assert CN.earliest_signing(day, final_agreement_on=date(2026, 2, 3)) == date(2026, 2, 4)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "consent", "is_renewal", "kept"),
    [
        (date(2026, 3, 1), date(2029, 2, 28), False, False, True),
        (date(2026, 3, 1), date(2029, 2, 27), False, False, False),
        (date(2026, 3, 1), date(2029, 2, 27), True, False, True),
        (date(2026, 3, 1), date(2027, 2, 28), False, True, True),
        (date(2024, 2, 29), date(2027, 2, 27), False, False, True),
        (date(2024, 2, 29), date(2027, 2, 26), False, False, False),
        (date(2026, 3, 1), None, False, False, True),
    ],
)
def test_china_asks_for_three_years_unless_agreed_or_renewed(
    starts_on, ends_on, consent, is_renewal, kept
):
    minimum = CN.minimum_term
    assert minimum.is_kept(starts_on, ends_on, consent=consent, is_renewal=is_renewal) is kept


@pytest.mark.parametrize(
    ("signed_on", "until"),
    [
        (date(2026, 2, 10), date(2026, 2, 25)),
        (date(2026, 2, 14), date(2026, 3, 1)),
        (date(2028, 2, 14), date(2028, 2, 29)),
        (date(2026, 12, 20), date(2027, 1, 4)),
    ],
)
def test_china_files_within_fifteen_days_of_the_first_contract_only(signed_on, until):
    assert CN.filing_until(signed_on, is_first=True) == until
    assert CN.filing_until(signed_on, is_first=False) is None


@pytest.mark.parametrize(
    ("day", "report"),
    [
        (date(2026, 1, 1), date(2027, 3, 31)),
        (date(2026, 3, 31), date(2027, 3, 31)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2027, 1, 1), date(2028, 3, 31)),
    ],
)
def test_china_reports_a_year_by_march_of_the_next(day, report):
    assert CN.yearly_report_on(day) == report


def test_china_lets_the_contract_say_how_long_the_franchisee_may_withdraw():
    assert CN.cooling_off.contract_decides
    assert not CN.cooling_off.rule.checked
    assert CN.cooling_off_until(date(2026, 1, 31)) == date(2026, 3, 2)
    assert "cooling_off" in CN.required_clauses


@pytest.mark.parametrize(
    ("opened", "met_from"),
    [
        ([], None),
        ([date(2020, 1, 1)], None),
        ([date(2025, 6, 1), date(2020, 1, 1)], date(2026, 6, 2)),
        ([date(2020, 1, 1), date(2024, 2, 29)], date(2025, 3, 1)),
        ([date(2026, 1, 1), date(2020, 1, 1), date(2021, 1, 1)], date(2022, 1, 2)),
    ],
)
def test_china_asks_for_two_own_outlets_for_more_than_a_year(opened, met_from):
    assert CN.own_outlets.met_from(opened) == met_from


def test_chinas_other_filings():
    change, more = CN.duties_after(Trigger.CHANGE)[0], CN.duties_after(Trigger.AUTHORITY_ASKS)[0]
    assert change.due_on(date(2026, 1, 31)) == date(2026, 3, 2)
    assert more.due_on(date(2026, 1, 31)) == date(2026, 2, 7)


def test_chinas_deadlines_move_to_the_next_working_day():
    calendar = WorkingCalendar("Asia/Shanghai", Holidays.parse("country:CN"))
    until = CN.filing_until(date(2026, 2, 2), is_first=True)
    assert until == date(2026, 2, 17)
    assert calendar.moved(until, CN.on_holiday) == date(2026, 2, 24)


def test_chinas_notice_of_renewal_is_180_days():
    renewal = CN.notice(NoticeKind.RENEWAL)
    assert renewal.days == 180
    assert renewal.give_by(date(2031, 2, 28)) == date(2030, 9, 1)
    assert CN.notice_days(NoticeKind.CURE, cause=Cause.PAYMENT) == 10
    assert CN.notice_days(NoticeKind.CURE) == 30


# ---- United States


@pytest.mark.parametrize(
    ("disclosed_on", "earliest"),
    [
        (date(2026, 3, 1), date(2026, 3, 16)),
        (date(2024, 2, 20), date(2024, 3, 6)),
        (date(2026, 2, 20), date(2026, 3, 7)),
        (date(2026, 12, 17), date(2027, 1, 1)),
    ],
)
def test_the_united_states_sign_on_the_fifteenth_day_after_delivery(disclosed_on, earliest):
    assert US.earliest_signing(disclosed_on) == earliest
    assert (earliest - disclosed_on).days == 15


@pytest.mark.parametrize(
    ("disclosed_on", "final_on", "earliest", "rule"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 16), "us-ftc.disclosure"),
        (date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 16), "us-ftc.disclosure"),
        (date(2026, 3, 1), date(2026, 3, 9), date(2026, 3, 17), "us-ftc.final_agreement"),
        (date(2026, 3, 1), date(2026, 5, 1), date(2026, 5, 9), "us-ftc.final_agreement"),
        (None, date(2026, 5, 1), date(2026, 5, 9), "us-ftc.final_agreement"),
    ],
)
def test_an_agreement_changed_by_the_franchisor_alone_waits_seven_whole_days(
    disclosed_on, final_on, earliest, rule
):
    assert US.earliest_signing(disclosed_on, final_agreement_on=final_on) == earliest
    assert deciding(US, disclosed_on, final_agreement_on=final_on) == rule


def test_a_renewal_on_the_same_terms_is_no_sale_in_the_united_states():
    assert US.earliest_signing(date(2026, 3, 1), is_renewal_on_same_terms=True) is None
    assert not US.needs_disclosure(is_renewal_on_same_terms=True)


def test_the_federal_rule_knows_no_withdrawal_no_filing_and_no_minimum():
    day = date(2026, 3, 1)
    assert US.cooling_off_until(day) is None
    assert US.filing_until(day, is_first=True) is None
    assert US.yearly_report_on(day) is None
    assert US.minimum_term is None
    assert US.on_holiday is OnHoliday.STAYS


@pytest.mark.parametrize(
    ("state", "kind", "cause", "found"),
    [
        ("CA", NoticeKind.TERMINATION, Cause.OTHER, 60),
        ("CA", NoticeKind.TERMINATION, Cause.ABANDONMENT, 5),
        ("CA", NoticeKind.CURE, Cause.OTHER, 60),
        ("CA", NoticeKind.CURE, Cause.PAYMENT, 60),
        ("CA", NoticeKind.RENEWAL, Cause.OTHER, 180),
        ("MN", NoticeKind.TERMINATION, Cause.OTHER, 90),
        ("MN", NoticeKind.CURE, Cause.PAYMENT, 60),
        ("WI", NoticeKind.TERMINATION, Cause.OTHER, 90),
        ("WI", NoticeKind.CURE, Cause.OTHER, 60),
        ("AR", NoticeKind.TERMINATION, Cause.OTHER, 90),
        ("AR", NoticeKind.CURE, Cause.OTHER, 30),
        ("AR", NoticeKind.CURE, Cause.REPEATED, 10),
        ("AR", NoticeKind.CURE, Cause.PAYMENT, 10),
        ("CT", NoticeKind.TERMINATION, Cause.OTHER, 60),
        ("CT", NoticeKind.CURE, Cause.PAYMENT, 10),
        ("IL", NoticeKind.RENEWAL, Cause.OTHER, 184),
        ("WA", NoticeKind.RENEWAL, Cause.OTHER, 366),
        ("TX", NoticeKind.CURE, Cause.OTHER, 30),
        ("", NoticeKind.CURE, Cause.PAYMENT, 10),
        ("", NoticeKind.RENEWAL, Cause.OTHER, 180),
    ],
)
def test_a_states_notice_comes_before_the_default(state, kind, cause, found):
    assert US.notice_days(kind, state=state, cause=cause) == found


def test_californias_cure_is_the_present_law_not_that_of_2004():
    cure = US.notice(NoticeKind.CURE, state="CA")
    assert (cure.length.text, cure.at_most.text) == ("60 days", "75 days")
    assert cure.ends_on(date(2026, 1, 1)) == date(2026, 3, 2)


def test_the_disclosure_document_is_updated_120_days_after_the_year():
    update = US.duties_after(Trigger.FISCAL_YEAR_END)[0]
    assert update.due_on(date(2026, 12, 31)) == date(2027, 4, 30)
    assert update.due_on(date(2027, 12, 31)) == date(2028, 4, 29)


# ---- Australia


@pytest.mark.parametrize(
    ("disclosed_on", "earliest"),
    [
        (date(2026, 3, 1), date(2026, 3, 15)),
        (date(2028, 2, 20), date(2028, 3, 5)),
        (date(2026, 12, 18), date(2027, 1, 1)),
    ],
)
def test_australia_signs_fourteen_days_after_disclosure_renewals_too(disclosed_on, earliest):
    assert AU.earliest_signing(disclosed_on) == earliest
    assert AU.earliest_signing(disclosed_on, is_renewal_on_same_terms=True) == earliest


def test_australia_lets_new_franchisees_withdraw_for_fourteen_days_not_seven():
    assert AU.cooling_off_until(date(2026, 2, 20)) == date(2026, 3, 6)
    assert AU.cooling_off_until(date(2026, 2, 20), is_renewal=True) is None


def test_australias_fund_clocks_run_from_the_end_of_the_financial_year():
    due = {duty.id: duty.due_on(date(2026, 6, 30)) for duty in AU.duties}
    assert due["au.fund_statement"] == due["au.fund_audit"] == date(2026, 10, 30)
    assert due["au.fund_audit_vote"] == date(2026, 9, 30)
    handed_out = AU.duties_after(Trigger.STATEMENT_MADE)[0]
    assert handed_out.due_on(date(2026, 10, 30)) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("kind", "cause", "found"),
    [
        (NoticeKind.CURE, Cause.OTHER, 30),
        (NoticeKind.TERMINATION, Cause.ABANDONMENT, 7),
        (NoticeKind.RENEWAL, Cause.OTHER, 184),
    ],
)
def test_australias_notices(kind, cause, found):
    assert AU.notice_days(kind, cause=cause) == found


def test_australias_word_on_renewal_comes_six_months_before_the_end():
    assert AU.notice(NoticeKind.RENEWAL).give_by(date(2031, 2, 28)) == date(2030, 8, 31)


# ---- none


def test_without_a_law_nothing_is_counted():
    day = date(2026, 3, 1)
    assert list(NONE.rules) == []
    assert NONE.earliest_signing(day, final_agreement_on=day) is None
    assert NONE.cooling_off_until(day) is None
    assert NONE.filing_until(day, is_first=True) is None
    assert NONE.yearly_report_on(day) is None
    assert NONE.notice_days(NoticeKind.CURE) is None
    assert NONE.minimum_term is NONE.own_outlets is None
    assert NONE.required_clauses == NONE.states == ()
