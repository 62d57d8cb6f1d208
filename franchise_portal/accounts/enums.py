"""Themes, kinds of one-time links, states of an account, and what is noted about accounts."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class Theme(LabeledEnum):
    """How pages look to one person."""

    SYSTEM = "system", N_("As the device says")
    LIGHT = "light", N_("Light")
    DARK = "dark", N_("Dark")


class LinkKind(LabeledEnum):
    """What a one-time link is good for."""

    INVITATION = "invitation", N_("Invitation")
    RESET = "reset", N_("New password")


class UserState(LabeledEnum):
    """Whether somebody may sign in. Derived from the account, never stored."""

    ACTIVE = "active", N_("Active"), Tone.SUCCESS
    INVITED = "invited", N_("Invited"), Tone.INFO
    DISABLED = "disabled", N_("Disabled"), Tone.NEUTRAL


class AccountAction(LabeledEnum):
    """What the audit notes about accounts; the label is the sentence it prints."""

    SIGNED_IN = "accounts.session.started", N_("%(actor)s signed in")
    SIGN_IN_REFUSED = "accounts.session.refused", N_("A sign-in as %(subject)s was refused")
    UNKNOWN_REFUSED = (
        "accounts.session.unknown",
        N_("A sign-in with an address that has no account was refused"),
    )
    SIGNED_OUT = "accounts.session.left", N_("%(actor)s signed out")
    SESSION_ENDED = "accounts.session.ended", N_("%(actor)s ended a session of %(subject)s")
    SESSIONS_ENDED = (
        "accounts.session.all_ended",
        N_("%(actor)s signed %(subject)s out everywhere"),
    )
    CREATED = "accounts.user.created", N_("%(actor)s made an account for %(subject)s: %(role)s")
    INVITED = "accounts.user.invited", N_("%(actor)s invited %(subject)s: %(role)s")
    INVITED_AGAIN = "accounts.user.invited_again", N_("%(actor)s invited %(subject)s again")
    INVITATION_WITHDRAWN = (
        "accounts.user.invitation_withdrawn",
        N_("%(actor)s withdrew the invitation of %(subject)s"),
    )
    INVITATION_ACCEPTED = (
        "accounts.user.invitation_accepted",
        N_("%(subject)s accepted the invitation"),
    )
    RESET_ASKED = (
        "accounts.password.reset_asked",
        N_("A link for a new password was sent to %(subject)s"),
    )
    PASSWORD_RESET = (
        "accounts.password.reset",
        N_("%(subject)s chose a new password through a link"),
    )
    PASSWORD_CHANGED = "accounts.password.changed", N_("%(actor)s changed their password")
    ROLE_CHANGED = (
        "accounts.user.role_changed",
        N_("%(actor)s changed the role of %(subject)s from %(before)s to %(after)s"),
    )
    OUTLETS_CHANGED = (
        "accounts.user.outlets_changed",
        N_("%(actor)s changed the outlets that %(subject)s sees: %(outlets)s"),
    )
    PARTICULARS_CHANGED = (
        "accounts.user.particulars_changed",
        N_("%(actor)s changed the name or title of %(subject)s"),
    )
    DISABLED = "accounts.user.disabled", N_("%(actor)s disabled the account of %(subject)s")
    ENABLED = "accounts.user.enabled", N_("%(actor)s enabled the account of %(subject)s")
