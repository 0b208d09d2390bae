"""Slack's short names of emoji, as Unicode where there is one.

The names come from the library `emoji`; the rules and the small table here are for those that
Slack spells in a way of its own.
"""

import re
from functools import lru_cache

import emoji

_TONES = {str(number): chr(0x1F3FB + number - 2) for number in range(2, 7)}
_FLAG = re.compile(r"flag-([a-z])([a-z])")
_NAME = re.compile(r"[\w+'-]{1,100}(?:::skin-tone-[2-6])?")
_SLACK_ONLY = {
    "simple_smile": "\U0001f642",
    "thumbsup_all": "\U0001f44d",
    "face_palm": "\U0001f926",
    "first_place_medal": "\U0001f947",
    "second_place_medal": "\U0001f948",
    "third_place_medal": "\U0001f949",
    "the_horns": "\U0001f918",
    "spock-hand": "\U0001f596",
    "i_love_you_hand_sign": "\U0001f91f",
    "hand_with_index_and_middle_fingers_crossed": "\U0001f91e",
    "face_with_cowboy_hat": "\U0001f920",
    "face_with_one_eyebrow_raised": "\U0001f928",
    "shocked_face_with_exploding_head": "\U0001f92f",
    "smiling_face_with_3_hearts": "\U0001f970",
    "man_and_woman_holding_hands": "\U0001f46b",
    "octagonal_sign": "\U0001f6d1",
    "shopping_trolley": "\U0001f6d2",
    "lightning": "\U0001f329\ufe0f",
    "tornado_cloud": "\U0001f32a\ufe0f",
    "rain_cloud": "\U0001f327\ufe0f",
    "snow_cloud": "\U0001f328\ufe0f",
    "ladybug": "\U0001f41e",
    "medal": "\U0001f396\ufe0f",
    "large_orange_circle": "\U0001f7e0",
    "large_yellow_circle": "\U0001f7e1",
    "large_green_circle": "\U0001f7e2",
    "large_purple_circle": "\U0001f7e3",
    "large_brown_circle": "\U0001f7e4",
    "large_red_square": "\U0001f7e5",
    "large_orange_square": "\U0001f7e7",
    "large_yellow_square": "\U0001f7e8",
    "large_green_square": "\U0001f7e9",
    "large_blue_square": "\U0001f7e6",
    "large_purple_square": "\U0001f7ea",
    "large_brown_square": "\U0001f7eb",
}


@lru_cache(maxsize=8192)
def emoji_of(name: str) -> str | None:
    """The emoji with this name (without colons), or None where it is a workspace's own."""
    base, _, tone = name.partition("::skin-tone-")
    found = _SLACK_ONLY.get(base) or _flag(base) or _from_library(base)
    if found and tone in _TONES:
        return found[0] + _TONES[tone] + found[1:].removeprefix("\ufe0f")
    return found


def reaction_of(name: object) -> str | None:
    """What a reaction of this name shows: an emoji, or ``:name:``. None where it is no name."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    return emoji_of(name) or f":{name[:38]}:"


def _flag(name: str) -> str | None:
    found = _FLAG.fullmatch(name)
    if not found:
        return None
    return "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in found.groups())


def _from_library(name: str) -> str | None:
    spelled = name.replace("-", "_")
    for way in (
        name,
        spelled,
        re.sub(r"^(fe)?male_", r"\1man_", spelled).replace("feman", "woman"),
    ):
        asked = f":{way}:"
        found: str = emoji.emojize(asked, language="alias")
        if found != asked:
            return found
    return None
