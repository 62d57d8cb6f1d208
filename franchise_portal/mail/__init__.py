"""Mails: written in the recipient's language inside the transaction, sent after its commit.

Without `MAIL_URL` they are kept in the database for the administrator to read, and so are those of
the demo network to its made-up people.

    mail.send(kind="accounts/invitation", to_address=…, to_name=…, language="zh_Hans",
              confidential=True, context={"url": …})

renders `templates/accounts/email/invitation/{subject.txt,body.txt,body.html}`. Templates get the
context, `network`, `recipient_name` and `link(endpoint, **values)` for absolute addresses.
"""

from .models import Message
from .outbox import init_app, keeping, linker, send, send_to, send_to_each

__all__ = ["Message", "init_app", "keeping", "linker", "send", "send_to", "send_to_each"]
