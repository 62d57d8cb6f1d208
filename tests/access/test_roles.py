"""The table of roles, as approved: a change of it shows in review."""

from pathlib import Path

from franchise_portal.access.permissions import Permission
from franchise_portal.access.roles import ROLES, Role, Side
from tests.support import golden

HERE = Path(__file__).parent
WRITING = ("write", "manage", "record", "assess", "import", "retry", "build")


def test_the_table_of_roles_is_the_one_approved() -> None:
    lines = [
        f"{role}\n" + "".join(f"    {permission}\n" for permission in sorted(ROLES[role]))
        for role in Role
    ]
    golden.check(HERE / "golden" / "roles.txt", "\n".join(lines))


def test_an_auditor_reads_everything_and_changes_nothing_but_his_own() -> None:
    audit = ROLES[Role.AUDITOR]
    assert {one for one in Permission if one.value.endswith(":read")} <= audit
    changing = {one for one in audit if one.value.rpartition(":")[2] in WRITING}
    assert changing == {Permission.ACCOUNTS_OWN_MANAGE}


def test_a_franchisee_changes_nothing_but_their_own_account() -> None:
    for role in Role:
        if role.side is Side.FRANCHISEE:
            changing = {one for one in ROLES[role] if one.value.rpartition(":")[2] in WRITING}
            assert changing == {Permission.ACCOUNTS_OWN_MANAGE}


def test_nobody_on_the_franchisees_side_sees_accounts_audit_or_machinery() -> None:
    hidden = {one for one in Permission if one.value.startswith(("audit:", "jobs:", "mail:"))}
    hidden |= {Permission.ACCOUNTS_USER_READ, Permission.ACCOUNTS_USER_MANAGE}
    for role in Role:
        if role.side is Side.FRANCHISEE:
            assert not ROLES[role] & hidden


def test_who_keeps_accounts_does_not_handle_money_and_the_other_way_round() -> None:
    money = {Permission.FEES_PAYMENT_RECORD, Permission.FEES_PERIOD_ASSESS}
    for role in set(Role) - {Role.OWNER}:
        if Permission.ACCOUNTS_USER_MANAGE in ROLES[role]:
            assert not ROLES[role] & money
