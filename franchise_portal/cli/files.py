"""How commands write files: whole, or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ..kit.errors import BadInput, Problem
from ..kit.i18n import N_

READABLE = 0o666


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name once it is complete; what stood there before stays until then.

    Raises:
        BadInput: when it cannot be written there.
    """
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError:
        raise _not_there(path) from None
    unfinished = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield cast("BinaryIO", file)
        unfinished.chmod(READABLE & ~_umask())
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def folder(path: Path) -> Path:
    """A folder to write into, made where it is missing.

    Raises:
        BadInput: when it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise _not_there(path) from None
    return path


def _not_there(path: Path) -> BadInput:
    message = N_("Nothing can be written there.")
    problem = Problem(
        str(path), None, None, None, message, N_("Check the folder and your right to write in it.")
    )
    return BadInput(message, problems=[problem])


def _umask() -> int:
    """The process's mask for new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
