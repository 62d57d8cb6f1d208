"""Which process is at work, whether it is still alive, and children that do not outlive us."""

import contextlib
import ctypes
import hashlib
import os
import signal
import socket
import sys
from functools import cache
from pathlib import Path

PROC = Path("/proc")
#: prctl's PR_SET_PDEATHSIG.
_DIE_WITH_PARENT = 1


@cache
def machine() -> str:
    """What tells this machine's (or container's) process ids from another's."""
    with contextlib.suppress(OSError):
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = (PROC / "self/ns/pid").readlink()
        return hashlib.sha256(f"{boot} {namespace}".encode()).hexdigest()[:16]
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:16]


def this_process() -> str:
    """This process, so that another can tell whether it still lives: machine, id, beginning."""
    return f"{machine()}:{os.getpid()}:{_began(os.getpid()) or 0}"


def is_gone(holder: str) -> bool | None:
    """Whether a process has ended; None when it is on another machine and cannot be asked."""
    where, _, rest = holder.partition(":")
    number, _, began = rest.partition(":")
    if where != machine() or not number.isdigit():
        return None
    if not PROC.is_dir():
        return not _answers(int(number))
    return _began(int(number)) != began


def _began(number: int) -> str | None:
    """When a living process began, in ticks since boot; None for a dead one or a zombie."""
    try:
        fields = (PROC / str(number) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    state, began = fields[0], fields[19]
    return None if state in {"Z", "X"} else began


def _answers(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def die_with_parent(parent: int, number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent ends, however it ends.

    `parent` is its process id, which the parent itself wrote down before it forked: a parent may
    end before its child has run at all, and whom the child would ask for then is a stranger.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, int(number))
    if os.getppid() != parent:
        # The parent ended before the kernel was asked.
        os.kill(os.getpid(), number)
