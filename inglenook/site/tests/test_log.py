"""The log is lines of JSON that give nobody away."""

import json
import logging
import sys

from inglenook.site.server.log import LineFormatter, without_secrets


def test_queries_and_one_time_links_are_left_out() -> None:
    for said, kept in (
        ("GET /racket/search/?q=canary", "GET /racket/search/?…"),
        ("Not Found: /setup/canary/", "Not Found: /setup/…/"),
        ("/racket/join/canary", "/racket/join/…"),
        ("DETAIL:  Key (email)=(canary@x) already exists.", "DETAIL: …"),
        ("/racket/t/12/ stays", "/racket/t/12/ stays"),
    ):
        assert without_secrets(said) == kept


def test_an_error_is_one_line_with_its_trace() -> None:
    try:
        raise ValueError("over\ntwo lines")
    except ValueError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, __file__, 1, "said %s", ("it",), sys.exc_info()
        )
    line = LineFormatter().format(record)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["level"], read["says"]) == ("error", "said it")
    assert "ValueError" in read["trace"]
