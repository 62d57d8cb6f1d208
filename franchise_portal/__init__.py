"""The franchise network portal: from the first enquiry to the last settlement."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .portal import Portal, create_app

__all__ = ["Portal", "create_app"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a class and a function
    """Read all features where somebody asks for the application.

    Who wants one module, such as a backup that reads the settings, does not wait for the others.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import portal  # noqa: PLC0415 - see above

    return getattr(portal, name)
