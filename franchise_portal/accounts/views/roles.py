"""The table of roles, as an auditor reads it."""

from itertools import groupby

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import ROLES, Role
from ...web.rendering import render
from .. import permission_words
from . import bp


@bp.get("/roles")
@requires(Permission.ACCOUNTS_ROLE_READ)
def roles() -> ResponseReturnValue:
    """One row a permission, one column a role."""
    permissions = sorted(Permission, key=permission_words.place)
    groups = [
        (_(title), [(one, _(permission_words.words(one))) for one in members])
        for title, members in groupby(permissions, key=permission_words.group)
    ]
    return render("accounts/roles.html", groups=groups, roles=tuple(Role), table=ROLES)
