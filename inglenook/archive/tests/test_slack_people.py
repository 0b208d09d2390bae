from inglenook.archive.reasons import Change
from inglenook.archive.survey import survey

from .exports import GUS, HEDDA, MIA, USERS, only_post, opened, posts, said, user


def people(archive):
    return {person.source_id: person for person in archive.people()}


def with_users(*more):
    return {"users.json": [*USERS, *more]}


def test_accounts_come_with_name_address_and_state(tmp_path):
    nils = user("U0NILS", "Nils", deleted=True, tz="Europe/Berlin", profile={"title": "Baker"})
    app = user("U0APP", "Weather", is_bot=True, profile={"email": None})
    found = people(opened(tmp_path, [said(1, "x")], **with_users(nils, app)))
    assert found[HEDDA].name == "Hedda"
    assert found[HEDDA].address == "hedda@house.example"
    assert (found["U0NILS"].left, found["U0NILS"].bio) == (True, "Baker")
    assert found["U0NILS"].time_zone == "Europe/Berlin"
    assert (found["U0APP"].bot, found["U0APP"].address) == (True, None)


def test_names_lose_tricks_and_have_a_length(tmp_path):
    odd = user("U0ODD", "Stella\u202e\n\x00 \u200bStar" + "a" * 200)
    nameless = {"id": "U0NO", "profile": None, "name": 7}
    found = people(opened(tmp_path, [said(1, "x")], **with_users(odd, nameless)))
    assert found["U0ODD"].name.startswith("Stella Star") and len(found["U0ODD"].name) <= 80
    assert found["U0NO"].name == "Unknown person"


def test_author_on_no_list_is_made_from_the_profile_of_the_message(tmp_path):
    day = [
        said(1, "first", "U0NEW", reactions=[{"name": "+1", "users": ["U0FAR"], "count": 1}]),
        said(2, "second", "U0NEW", user_profile={"real_name": "Stella Star", "name": "stella"}),
        said(3, "third", "U0ALONE"),
    ]
    archive = opened(tmp_path, day)
    found = people(archive)
    assert (found["U0NEW"].name, found["U0NEW"].handle) == ("Stella Star", "stella")
    assert found["U0FAR"].name == found["U0ALONE"].name == "Unknown person"
    assert not found["U0NEW"].account
    report = survey(archive)
    assert (report.counts["people"], report.others) == (4, 3)


def test_message_of_nobody_belongs_to_somebody_unknown(tmp_path):
    archive = opened(tmp_path, [said(1, "Hello", by=None)])
    (post,) = posts(archive.posts())
    assert people(archive)[post.author].name == "Unknown person"


def test_app_without_a_user_is_a_person_of_its_own(tmp_path):
    day = [
        said(1, "Rain", None, subtype="bot_message", bot_id="B1", username="Weather"),
        said(2, "Sun", None, subtype="bot_message", bot_id="B1", username="Weather *east*"),
        said(3, "Hi", None, subtype="bot_message", username="Relay"),
        said(4, "Built", "U0GONE", bot_id="B2", bot_profile={"name": "Builder"}),
    ]
    archive = opened(tmp_path, day)
    rain, sun, relay, built = posts(archive.posts())
    found = people(archive)
    assert rain.author == sun.author == "B1"
    assert found["B1"].bot and found["B1"].name == "Weather" and not found["B1"].account
    assert sun.markdown == r"**Weather \*east\*:** Sun"
    assert [change.change for change in sun.changes] == [Change.OTHER_BYLINE]
    assert found[relay.author].name == "Relay" and found[relay.author].bot
    assert found[built.author].name == "Builder"
    assert survey(archive).bots == 3


def test_app_with_a_listed_user_is_that_user(tmp_path):
    app = user("U0APP", "Weather", is_bot=True)
    post = only_post(tmp_path, said(1, "Rain", "U0APP", bot_id="B1"), **with_users(app))
    assert post.author == "U0APP"


def test_slackbot_has_its_name(tmp_path):
    archive = opened(tmp_path, [said(1, "Reminder", "USLACKBOT")])
    assert people(archive)["USLACKBOT"].name == "Slackbot"
    assert people(archive)["USLACKBOT"].bot


def test_survey_counts_addresses_and_who_never_wrote(tmp_path):
    silent = user("U0SILENT", "Silent", deleted=True, profile={"email": ""})
    report = survey(opened(tmp_path, [said(1, "x", GUS)], **with_users(silent)))
    assert (report.with_address, report.without_address) == (4, 1)
    assert (report.never_wrote, report.closed_accounts) == (4, 1)


def test_mention_of_somebody_unknown_becomes_text_and_is_told(tmp_path):
    post = only_post(tmp_path, said(1, f"<@{MIA}> and <@U0NONE|jo_e> and <@U0MORE>"))
    assert post.markdown == rf"<@source:{MIA}> and @jo\_e and @U0MORE"
    assert [(c.change, c.sample) for c in post.changes] == [(Change.UNKNOWN_MENTION, "jo_e")]
