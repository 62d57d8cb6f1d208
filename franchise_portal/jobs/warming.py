"""What a worker loads before it forks, so that no job pays for it."""

from collections.abc import Callable
from typing import TypeVar

Hook = TypeVar("Hook", bound=Callable[[], object])

_hooks: list[Callable[[], object]] = []


def warm(hook: Hook) -> Hook:
    """Run a function once in each worker's parent, before the first job: imports, fonts, caches.

    It runs inside an application context and must not leave open connections or threads behind:
    a fork copies neither well.
    """
    _hooks.append(hook)
    return hook


def warm_up() -> None:
    """Run all hooks."""
    for hook in _hooks:
        hook()
