"""Two at once, jobs repeated or stopped anywhere, and services that are away: one file each."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from franchise_portal import Portal
from franchise_portal.contracts import signing_errors as errors
from franchise_portal.contracts.enums import VersionStatus
from franchise_portal.contracts.models import ExecutedDocument, Signature
from franchise_portal.contracts.services import signatures, signed_files
from franchise_portal.contracts.signing_enums import RoundStatus, SealLevel, SigningOrder
from franchise_portal.contracts.signing_jobs import seal_signed
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus, run_waiting
from franchise_portal.kit import clock
from franchise_portal.mail import Message
from tests.builders import signing as make
from tests.builders.sealing import stamp_service
from tests.support.people import SmallNetwork

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def completed_mails() -> int:
    db.session.rollback()
    query = select(func.count()).select_from(Message)
    return db.session.scalar(query.where(Message.kind == "contracts/signing_completed")) or 0


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# ---- two at once


def test_two_tabs_at_the_same_moment_make_one_signature(app: Portal, network: SmallNetwork) -> None:
    held = make.a_round(network)
    omar, how = held.signatories[0].id, make.by(network, "omar")
    db.session.remove()
    begin, outcomes = threading.Barrier(2), []

    def click() -> None:
        with app.app_context(), clock.fixed(NOON):
            begin.wait()
            try:
                with edge():
                    signatures.sign(
                        omar,
                        held.id,
                        typed_name="Omar",
                        consent=make.CONSENT_GIVEN,
                        seen_sha256=held.shown_sha256,
                        how=how,
                    )
                outcomes.append("signed")
            except errors.SignedAlready:
                outcomes.append("already")
            finally:
                db.session.remove()

    tabs = [threading.Thread(target=click) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(outcomes) == ["already", "signed"]
    assert count(Signature) == 1


def test_the_last_two_at_the_same_moment_complete_it_once(
    app: Portal, network: SmallNetwork
) -> None:
    held = make.a_round(network, order=SigningOrder.PARALLEL)
    who = {signer.name: signer.id for signer in held.signatories}
    hows = {"Omar": make.by(network, "omar"), "Hanna": make.by(network, "hanna")}
    db.session.remove()
    begin, failures = threading.Barrier(2), []

    def click(name: str) -> None:
        with app.app_context(), clock.fixed(NOON):
            begin.wait()
            try:
                with edge():
                    signatures.sign(
                        who[name],
                        held.id,
                        typed_name=name,
                        consent=make.CONSENT_GIVEN,
                        seen_sha256=held.shown_sha256,
                        how=hows[name],
                    )
            except Exception as error:  # noqa: BLE001 - shown below
                failures.append(error)
            finally:
                db.session.remove()

    both = [threading.Thread(target=click, args=(name,)) for name in who]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert failures == []
    assert make.fresh(held).status is RoundStatus.COMPLETED
    run_waiting()
    assert count(ExecutedDocument) == 1


# ---- crashes


def test_a_job_that_is_repeated_seals_nothing_twice(network: SmallNetwork) -> None:
    document = make.signed_by_all(network)
    before = make.bytes_of(document)
    seal_signed(round_id=str(document.round_id))
    seal_signed(round_id=str(document.round_id))
    assert count(ExecutedDocument) == 1
    assert make.bytes_of(document) == before
    assert completed_mails() == 2


def test_two_sealers_at_once_keep_one_file(app: Portal, network: SmallNetwork) -> None:
    held = make.a_round(network)
    make.sign(held, "Omar", make.by(network, "omar"))
    make.sign(held, "Hanna", make.by(network, "hanna"))
    db.session.remove()
    begin, failures = threading.Barrier(2), []

    def work() -> None:
        with app.app_context(), clock.fixed(NOON):
            begin.wait()
            try:
                seal_signed(round_id=str(held.id))
            except Exception as error:  # noqa: BLE001 - shown below
                failures.append(error)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert count(ExecutedDocument) == 1
    assert completed_mails() == 2


@contextmanager
def broken(table: str, verb: str) -> Iterator[None]:
    """A database that refuses one kind of write, as if the lights went out there."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    stop = "SELECT RAISE(ABORT, 'lights out');" if is_sqlite else "RAISE EXCEPTION 'lights out';"
    function = "CREATE OR REPLACE FUNCTION lights_out() RETURNS trigger"
    trigger = f"CREATE TRIGGER lights_out BEFORE {verb} ON {table}"
    make_it = (
        [f"{trigger} BEGIN {stop} END"]
        if is_sqlite
        else [
            f"{function} LANGUAGE plpgsql AS $$ BEGIN {stop} END $$",
            f"{trigger} FOR EACH ROW EXECUTE FUNCTION lights_out()",
        ]
    )
    drop = "DROP TRIGGER lights_out" + ("" if is_sqlite else f" ON {table}")
    with edge():
        for statement in make_it:
            db.session.execute(text(statement))
    try:
        yield
    finally:
        with edge():
            db.session.execute(text(drop))


@pytest.mark.parametrize(
    ("table", "verb"),
    [
        ("stored_files", "INSERT"),
        ("executed_documents", "INSERT"),
        ("seal_marks", "INSERT"),
        ("contract_documents", "INSERT"),
        ("contract_versions", "UPDATE"),
        ("mail_messages", "INSERT"),
    ],
)
def test_stopped_at_any_step_it_begins_again_and_keeps_one_file(
    network: SmallNetwork, table: str, verb: str
) -> None:
    held = make.a_round(network)
    make.sign(held, "Omar", make.by(network, "omar"))
    make.sign(held, "Hanna", make.by(network, "hanna"))
    with broken(table, verb), pytest.raises(DatabaseError, match="lights out"):
        seal_signed(round_id=str(held.id))
    assert count(ExecutedDocument) == 0
    assert make.version_of(held).status is VersionStatus.OUT_FOR_SIGNATURE
    seal_signed(round_id=str(held.id))
    seal_signed(round_id=str(held.id))
    assert count(ExecutedDocument) == 1
    assert make.version_of(held).status is VersionStatus.EXECUTED
    assert completed_mails() == 2


def test_a_file_that_cannot_be_made_says_why_and_can_be_tried_again(
    app: Portal, network: SmallNetwork
) -> None:
    settings = app.settings
    app.settings = replace(settings, seal_key=Path("/nowhere"), seal_certificate=Path("/nowhere"))
    try:
        held = make.a_round(network)
        make.sign(held, "Omar", make.by(network, "omar"))
        make.sign(held, "Hanna", make.by(network, "hanna"))
        exhaust()
        assert "it is not a readable PEM key" in make.fresh(held).problem
    finally:
        app.settings = settings
    with edge():
        signed_files.try_again(network.actors["hanna"], held)
    run_waiting()
    assert make.executed(held)
    assert make.fresh(held).problem == ""
    with pytest.raises(errors.NothingToSealAgain), edge():
        signed_files.try_again(network.actors["hanna"], held)


def exhaust() -> None:
    """Run what waits until it has failed for good: the pauses in between are not waited for."""
    while run_waiting() or waiting():
        with edge():
            db.session.execute(
                update(Job).where(Job.status == JobStatus.WAITING).values(due_at=clock.wall())
            )


def waiting() -> int:
    db.session.rollback()
    query = select(func.count()).select_from(Job).where(Job.status == JobStatus.WAITING)
    return db.session.scalar(query) or 0


# ---- time stamps


def test_with_a_time_stamp_service_the_seal_reaches_the_higher_level(
    app: Portal, network: SmallNetwork
) -> None:
    settings = app.settings
    with stamp_service() as (url, stamps):
        app.settings = replace(settings, tsa_url=url)
        try:
            document = make.signed_by_all(network)
        finally:
            app.settings = settings
    assert stamps.asked >= 2
    assert document.level is SealLevel.B_T
    assert document.note == ""


def test_without_an_answer_of_the_service_the_contract_is_sealed_and_it_is_noted(
    app: Portal, network: SmallNetwork
) -> None:
    settings = app.settings
    with stamp_service("broken") as (url, _):
        app.settings = replace(settings, tsa_url=url)
        try:
            document = make.signed_by_all(network)
        finally:
            app.settings = settings
    assert document.level is SealLevel.B_B
    assert "no usable time stamp" in document.note
    assert document.cooling_off_until == date(2026, 12, 2)
