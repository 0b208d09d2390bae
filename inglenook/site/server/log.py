"""One line of JSON an event, without addresses' queries and without secrets."""

import json
import logging
import re
import secrets
from datetime import UTC, datetime

# Seconds after which an answer is worth a line.
LONG = 2.0
log = logging.getLogger(__name__)
# PostgreSQL quotes the row that broke a rule.
_DETAIL = re.compile(r"DETAIL: .*")
# What follows a question mark or one of the one-time routes may sign somebody in.
_SECRETS = re.compile(
    r"(\?)[^\s\"']+|(/(?:setup|enter|join|come|confirm|sign-in|reset)/)[^/\s\"']+"
)
# Read by some programs as the end of a line, and let through by JSON.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def without_secrets(text: str) -> str:
    """Return `text` without the queries and one-time tokens of addresses, and without rows."""
    return _DETAIL.sub("DETAIL: …", _SECRETS.sub(lambda found: f"{found[1] or found[2]}…", text))


def answered(method: str, route: str, status: int, seconds: float) -> str:
    """Note an answer that failed or took long, by its route alone; returns the number it got."""
    number = secrets.token_hex(8)
    facts = {"request": number, "method": method, "route": route, "status": status}
    facts["ms"] = round(seconds * 1000)
    log.warning("A page failed" if status >= 500 else "A page took long", extra={"facts": facts})
    return number


class LineFormatter(logging.Formatter):
    """Make a log record one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; a traceback goes into its key `trace`."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": without_secrets(record.getMessage()),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False).translate(_LINE_ENDS)
