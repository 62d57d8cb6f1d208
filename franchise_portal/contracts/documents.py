"""Which files may be attached to a contract: those that may be attached to anything."""

from ..storage.documents import LARGEST, content_type

__all__ = ["LARGEST", "content_type"]
