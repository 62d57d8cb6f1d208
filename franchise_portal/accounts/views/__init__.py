"""The pages around accounts: the door, one's own account, everybody's accounts, the roles."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from . import door, invitations, links, own, roles, users  # noqa: E402, F401 - each adds its views to `bp`
