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
