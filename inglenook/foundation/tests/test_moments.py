"""Points in time read well alone and inside a sentence, in each language of the house."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from inglenook.foundation import moments
from inglenook.foundation.sentences import isolated, listed

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday
AT = datetime(2026, 11, 24, 17, 50, tzinfo=UTC)
EARLIER = {
    "today": AT,
    "yesterday": AT - timedelta(days=1),
    "thursday": AT - timedelta(days=5),
    "october": AT - timedelta(days=40),
    "2019": datetime(2019, 11, 19, 14, 2, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("language", "day", "alone", "happened", "since"),
    [
        ("en", "today", "Today 17:50", "today 17:50", "today"),
        ("en", "thursday", "Thursday 17:50", "Thursday 17:50", "Thursday, 19 November"),
        ("en", "2019", "19 November 2019 14:02", "19 November 2019 14:02", "19 November 2019"),
        ("de", "yesterday", "Gestern 17:50", "gestern 17:50", "gestern"),
        ("de", "thursday", "Donnerstag 17:50", "am Donnerstag 17:50", "Donnerstag, 19. November"),
        ("de", "october", "15. Oktober 17:50", "am 15. Oktober 17:50", "Donnerstag, 15. Oktober"),
        ("es", "today", "Hoy 17:50", "hoy 17:50", "hoy"),
        ("es", "thursday", "Jueves 17:50", "el jueves 17:50", "el jueves, 19 de noviembre"),
        (
            "es",
            "october",
            "15 de octubre 17:50",
            "el 15 de octubre 17:50",
            "el jueves, 15 de octubre",
        ),
    ],
)
def test_moment_reads_as_people_say_it(
    language: str, day: str, alone: str, happened: str, since: str
) -> None:
    moment = EARLIER[day]
    with translation.override(language):
        said = (
            moments.when(moment, NOW),
            moments.said(moment, NOW),
            moments.since_day(moment, NOW),
        )
    assert said == (alone, happened, since)


def test_day_line_begins_with_a_capital() -> None:
    with translation.override("es"):
        assert moments.day(EARLIER["thursday"], NOW) == "Jueves, 19 de noviembre"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Ingrid, Priya and Mo"), ("de", "Ingrid, Priya und Mo"), ("es", "Ingrid, Priya y Mo")],
)
def test_enumeration_ends_as_its_language_does(language: str, sentence: str) -> None:
    with translation.override(language):
        assert listed(["Ingrid", "Priya", "Mo"]) == sentence
        assert listed(["Mo"]) == "Mo"
        assert listed([]) == ""


def test_name_that_runs_the_other_way_is_set_apart() -> None:
    assert isolated("Mia") == "Mia"
    assert isolated("ليلى") == "\u2068ليلى\u2069"
    with translation.override("ar"):
        assert isolated("Mia") == "\u2068Mia\u2069"
        assert isolated("ليلى") == "ليلى"
