"""Finding people, their sessions and links."""

from .affiliations import (
    Business,
    Place,
    business_by_code,
    business_by_id,
    outlets_named,
    outlets_of_business,
)
from .links import link_for, pending_link
from .sessions import SignedIn, session_of, sessions_of, signed_in
from .users import (
    UserRow,
    Wanted,
    anybody,
    demo_people,
    find_by_email,
    known_about,
    other_owners,
    outlet_ids_of,
    own_account,
    user_for,
    users,
)

__all__ = [
    "Business",
    "Place",
    "SignedIn",
    "UserRow",
    "Wanted",
    "anybody",
    "business_by_code",
    "business_by_id",
    "demo_people",
    "find_by_email",
    "known_about",
    "link_for",
    "other_owners",
    "outlet_ids_of",
    "outlets_named",
    "outlets_of_business",
    "own_account",
    "pending_link",
    "session_of",
    "sessions_of",
    "signed_in",
    "user_for",
    "users",
]
