"""What disputes add to the pages of the network."""

from ..access.permissions import Permission
from ..network.additions import Additions

ADDITIONS = Additions(
    guards={
        "disputes.dispute": Permission.DISPUTES_DISPUTE_READ,
        "disputes.file": Permission.DISPUTES_DISPUTE_READ,
        "disputes.grade": Permission.DISPUTES_GRADE_READ,
        "disputes.terms": Permission.DISPUTES_GRADE_READ,
    },
)
