"""Letters: written here, sent by SMTP, or kept in the data folder where no server is named.

`compose` makes a letter, `letter.send()` sends it. Without EMAIL_URL the mailer is `FileMailbox`:
each letter becomes a file under MAILBOX_DIR that only the operator sees, in a page of their own.
"""

from .identity import message_id, new_message_id
from .letter import compose
from .mailbox import FileMailbox, Mail, MailSummary, forget, mail, mails

__all__ = [
    "FileMailbox", "Mail", "MailSummary", "compose", "forget", "mail", "mails", "message_id",
    "new_message_id",
]  # fmt: skip
