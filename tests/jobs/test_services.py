"""Promising work: once, in the transaction, and told to the queue only after the commit."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus, enqueue, kind_of, run_waiting, try_again, work
from franchise_portal.jobs.services import NotFailed
from franchise_portal.kit import clock
from tests.jobs import bodies
from tests.jobs.bodies import marks


class Asker:
    user_id: UUID | None = UUID(int=7)
    name = "Hanna"


def promise(function, *, key: str | None = None, **arguments) -> Job:
    with edge():
        return enqueue(function, arguments=arguments, dedupe_key=key)


def again(row: Job) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, row.id)


def make_due(row: Job) -> None:
    with edge():
        db.session.get_one(Job, row.id).due_at = clock.wall()


def test_a_promise_of_a_rolled_back_transaction_was_never_made(app: Portal) -> None:
    with pytest.raises(ZeroDivisionError), edge():  # noqa: PT012 - it happens inside the edge
        enqueue(bodies.mark, arguments={"folder": "x", "name": "y"})
        1 / 0  # noqa: B018
    assert db.session.scalar(select(func.count()).select_from(Job)) == 0


def test_two_promises_with_one_key_are_one(app: Portal, tmp_path: Path) -> None:
    first = promise(bodies.mark, key="k", folder=str(tmp_path), name="a")
    second = promise(bodies.mark, key="k", folder=str(tmp_path), name="a")
    assert first.id == second.id
    assert run_waiting() == 1
    assert len(marks(tmp_path, "a")) == 1
    assert promise(bodies.mark, key="k", folder=str(tmp_path), name="a").status == JobStatus.DONE


def test_a_promise_remembers_who_asked(app: Portal) -> None:
    with edge():
        row = enqueue(bodies.count, arguments={"upto": 1}, label="Count", actor=Asker())
    row = again(row)
    assert (row.requested_by, row.requested_by_name, row.label) == (UUID(int=7), "Hanna", "Count")


@pytest.mark.parametrize("argument", [uuid4(), 1.5, None, [1], {"a": 1}])
def test_only_texts_and_whole_numbers_go_through_the_queue(app: Portal, argument: object) -> None:
    with pytest.raises(TypeError, match="neither text nor a whole number"):
        enqueue(bodies.count, arguments={"upto": argument})


def test_arguments_that_do_not_fit_are_refused_at_once(app: Portal) -> None:
    with pytest.raises(TypeError):
        enqueue(bodies.count, arguments={"up_to": 1})


def test_an_unknown_job_is_refused(app: Portal) -> None:
    with pytest.raises(LookupError, match="there is no job"):
        kind_of("test.nothing")


def test_progress_is_kept_in_the_row(app: Portal) -> None:
    row = promise(bodies.count, upto=3)
    run_waiting()
    row = again(row)
    assert (row.status, row.done, row.total, row.now_doing) == (JobStatus.DONE, 3, 3, "number 3")


def test_a_failing_job_is_tried_again_later(app: Portal, tmp_path: Path) -> None:
    row = promise(bodies.fail, folder=str(tmp_path), times=1)
    assert run_waiting() == 1
    row = again(row)
    assert (row.status, row.failures) == (JobStatus.WAITING, 1)
    assert row.error == "OSError: the printer of …@… is on fire"
    assert row.due_at > clock.wall() + timedelta(seconds=5)
    work(str(row.id))
    assert len(marks(tmp_path, "tried")) == 1
    make_due(row)
    run_waiting()
    row = again(row)
    assert (row.status, row.attempts, row.error) == (JobStatus.DONE, 2, "")


def test_a_job_that_keeps_failing_is_failed_and_can_be_asked_for_again(
    app: Portal, tmp_path: Path
) -> None:
    row = promise(bodies.fail, folder=str(tmp_path), times=3)
    for _attempt in range(3):
        make_due(row)
        run_waiting()
    assert again(row).status == JobStatus.FAILED
    make_due(row)
    assert run_waiting() == 0
    with edge():
        try_again(actor=Asker(), row=db.session.get_one(Job, row.id))
    run_waiting()
    row = again(row)
    assert (row.status, row.attempts, row.failures) == (JobStatus.DONE, 4, 0)


def test_what_the_trade_refuses_is_not_tried_again(app: Portal, tmp_path: Path) -> None:
    row = promise(bodies.refuse, folder=str(tmp_path))
    run_waiting()
    row = again(row)
    assert (row.status, row.error) == (JobStatus.FAILED, "The month is closed.")
    assert len(marks(tmp_path, "told")) == 1
    assert (tmp_path / "reason").read_text() == "The month is closed."


def test_only_what_failed_is_tried_again(app: Portal) -> None:
    row = promise(bodies.count, upto=1)
    with pytest.raises(NotFailed), edge():
        try_again(actor=Asker(), row=row)


def test_a_second_delivery_of_a_done_job_does_nothing(app: Portal, tmp_path: Path) -> None:
    row = promise(bodies.mark, folder=str(tmp_path), name="a")
    work(str(row.id))
    work(str(row.id))
    assert len(marks(tmp_path, "a")) == 1


def test_a_delivery_for_a_row_that_is_not_there_does_nothing(app: Portal) -> None:
    work(str(uuid4()))
