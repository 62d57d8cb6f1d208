"""The verbs around accounts: inviting, signing in and out, changing, disabling."""

from .links import (
    accept_invitation,
    ask_for_reset,
    invite,
    invite_again,
    reset_link,
    reset_password,
    send_reset_link,
    withdraw_invitation,
)
from .own import change_password, change_preferences
from .sessions import end_all_sessions, end_session, note_use, sign_in, sign_in_as, sign_out
from .tidying import tidy_up
from .users import (
    change_outlets,
    change_particulars,
    change_role,
    create_first_owner,
    create_user,
    disable_user,
    enable_user,
)

__all__ = [
    "accept_invitation",
    "ask_for_reset",
    "change_outlets",
    "change_particulars",
    "change_password",
    "change_preferences",
    "change_role",
    "create_first_owner",
    "create_user",
    "disable_user",
    "enable_user",
    "end_all_sessions",
    "end_session",
    "invite",
    "invite_again",
    "note_use",
    "reset_link",
    "reset_password",
    "send_reset_link",
    "sign_in",
    "sign_in_as",
    "sign_out",
    "tidy_up",
    "withdraw_invitation",
]
