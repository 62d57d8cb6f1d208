"""What is done about accounts while nobody looks."""

from ..database import edge
from ..jobs import job
from . import services


@job("accounts.tidy_up", every="17 3 * * *")
def tidy_up() -> None:
    """Forget old tries, sessions and links."""
    with edge():
        services.tidy_up()


@job("accounts.send_reset_link")
def send_reset_link(*, email: str) -> None:
    """Mail a link for a new password, if there is such an account."""
    with edge():
        services.send_reset_link(email=email)
