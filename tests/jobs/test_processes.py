"""Whether a process lives is asked of the machine, not guessed from silence."""

import os
import signal

from franchise_portal.jobs import processes
from tests.jobs.crew import until


def test_this_process_lives() -> None:
    assert processes.is_gone(processes.this_process()) is False


def test_a_zombie_is_gone() -> None:
    child = os.fork()
    if child == 0:
        signal.pause()
    holder = f"{processes.machine()}:{child}:{processes._began(child)}"
    assert processes.is_gone(holder) is False
    os.kill(child, signal.SIGKILL)
    until(lambda: processes.is_gone(holder) is True)
    os.waitpid(child, 0)
    assert processes.is_gone(holder) is True


def test_a_process_elsewhere_cannot_be_asked() -> None:
    assert processes.is_gone("another-machine:1:1") is None
    assert processes.is_gone("") is None


def test_a_child_that_first_runs_after_its_parents_end_ends_too() -> None:
    read, write = os.pipe()
    parent = os.fork()
    if parent == 0:
        me = os.getpid()
        if os.fork() == 0:
            until(lambda: os.getppid() != me)
            processes.die_with_parent(me)
            os.write(write, b"it lives")
        os._exit(0)
    os.close(write)
    os.waitpid(parent, 0)
    with os.fdopen(read, "rb") as end:
        assert end.read() == b""
