"""Where the plan files that a contracts file names are found: beside it, or uploaded with it."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from ....kit.errors import Unreadable, shown
from ....kit.i18n import N_
from ....kit.lookalikes import Lookalikes
from ...plan_files import plan_from_toml, read_plan
from ...rules.plans import FeePlan

LONGEST_NAME = 200


class PlanFiles(Protocol):
    """Finds the plan file that a cell of the contracts file names."""

    def find(self, text: str) -> str:
        """The key of the file; the same file has the same key however it is written.

        Raises:
            Unreadable: when there is no such file.
        """

    def read(self, key: str) -> FeePlan:
        """The plan in a file.

        Raises:
            BadInput: with every problem of the file and its line.
        """


def name_of(key: str) -> str:
    """What a plan is called that no one has named: its file's name without the ending."""
    return PurePosixPath(key).stem


class InFolder:
    """Plan files that lie beside the contracts file."""

    def __init__(self, folder: Path) -> None:
        """Paths are relative to `folder`."""
        self._folder = folder

    def find(self, text: str) -> str:
        """The path; whether it can be opened shows when it is read."""
        return str(self._folder / text)

    def read(self, key: str) -> FeePlan:
        """The plan in the file at a path."""
        return read_plan(Path(key))


class Uploaded:
    """Plan files that were uploaded; a browser tells their names and not their folders."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """`files` by their names."""
        self._files = files
        self._written: dict[str, str] = {}

    def find(self, text: str) -> str:
        """The uploaded file with the name that a path ends in."""
        name = base_name(text)
        if name not in self._files:
            nearest = Lookalikes(list(self._files)).nearest(name)
            remedy = N_("Did you mean %(nearest)s? Otherwise choose it together with this file.")
            if not nearest:
                remedy = N_("Choose it together with the contracts file.")
            raise Unreadable(
                N_("The plan file “%(plan)s” was not among the files."),
                remedy,
                plan=shown(text),
                nearest=shown(nearest or ""),
            )
        first = self._written.setdefault(name, text)
        if first != text:
            raise Unreadable(
                N_(
                    "“%(plan)s” and “%(first)s” end in the same file name and cannot be told apart."
                ),
                N_("Give the plan files different names."),
                plan=shown(text),
                first=shown(first),
            )
        return name

    def read(self, key: str) -> FeePlan:
        """The plan in an uploaded file."""
        return plan_from_toml(self._files[key], place=key)


def base_name(path: str) -> str:
    """The last part of a path, whichever slash its system writes."""
    return path.strip().replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:]
