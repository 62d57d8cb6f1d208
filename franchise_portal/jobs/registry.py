"""What jobs there are: each stands beside its function as `@job(…)`."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from croniter import croniter

Body = TypeVar("Body", bound=Callable[..., object])

#: In the order in which workers look: what somebody waits for, then what may take its time.
QUEUES = ("default", "bulk")

Argument = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """A registered job: its function and how it is run."""

    name: str
    function: Callable[..., object]
    queue: str
    timeout: int
    """Seconds that one attempt may take."""
    retries: int
    """How often it is tried again after an error."""
    every: str | None
    """When the calendar runs it: a cron line, in UTC."""
    when_failed: Callable[..., object] | None
    """Called with the same arguments and `reason=` in the transaction that fails it for good."""

    @property
    def wants_progress(self) -> bool:
        """Whether the function takes a `progress`."""
        return "progress" in inspect.signature(self.function).parameters


_kinds: dict[str, JobKind] = {}


def job(
    name: str,
    *,
    queue: str = "default",
    timeout: int = 300,
    retries: int = 3,
    every: str | None = None,
    when_failed: Callable[..., object] | None = None,
) -> Callable[[Body], Body]:
    """Register a function as the job `name` (`feature.verb`).

    The function takes keyword arguments, strings and whole numbers only, and if it likes a
    `progress: Progress`. It runs inside an application context, on a worker, and opens its own
    `database.edge()`, one for each unit of work. It may be run again after a crash at any point,
    so it begins by looking what is already done. A `DomainError` fails it at once; any other
    exception is tried again.
    """

    def register(function: Body) -> Body:
        known = _kinds.get(name)
        if known and known.function.__module__ != function.__module__:
            raise ValueError(f"two jobs are called {name}")
        if queue not in QUEUES:
            raise ValueError(f"job {name}: there is no queue {queue}")
        if every is not None and not croniter.is_valid(every):
            raise ValueError(f"job {name}: {every!r} is not a cron line")
        _kinds[name] = JobKind(
            name=name,
            function=function,
            queue=queue,
            timeout=timeout,
            retries=retries,
            every=every,
            when_failed=when_failed,
        )
        function.job_name = name  # type: ignore[attr-defined]
        return function

    return register


def kind_of(function_or_name: Callable[..., object] | str) -> JobKind:
    """The registered job behind a name or a function.

    Raises:
        LookupError: when it is not registered.
    """
    name = getattr(function_or_name, "job_name", function_or_name)
    try:
        return _kinds[str(name)]
    except KeyError:
        raise LookupError(f"there is no job {name}") from None


def all_kinds() -> tuple[JobKind, ...]:
    """Every registered job, by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def check_arguments(kind: JobKind, arguments: Mapping[str, Any]) -> dict[str, Argument]:
    """Refuse what would not survive the way through the queue, or would not fit the function.

    Raises:
        TypeError: for an argument that is neither text nor a whole number, or does not fit.
    """
    for key, value in arguments.items():
        if not isinstance(value, str | int):
            raise TypeError(f"job {kind.name}: {key} is neither text nor a whole number: {value!r}")
    extra = {"progress": None} if kind.wants_progress else {}
    inspect.signature(kind.function).bind(**arguments, **extra)
    return dict(arguments)
