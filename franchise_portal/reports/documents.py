"""What every PDF says about its sender and in the margins of its pages."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who sends a document: the franchisor, as the letterhead names it."""

    name: str
    address: str = ""
    email: str = ""

    @property
    def initial(self) -> str:
        """The letter in the mark before the name."""
        return self.name.strip()[:1].upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """The words in the margins of the pages after the first (`number`) and of all (`legal`)."""

    number: str
    legal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Properties that a kind of document has in its metadata, and their values."""

    name: str
    prefix: str
    uri: str
    properties: tuple[tuple[str, str, str], ...]
    """Name, value, and what the property says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A file inside a PDF."""

    name: str
    data: bytes
    description: str
    made_at: datetime
    schema: Schema | None = None
    """What its kind says of itself in the document's metadata, where a standard asks for that."""
    relationship: str = "Alternative"
    """To the pages: it says the same; `Supplement`: it says more."""
