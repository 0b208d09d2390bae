"""The six reactions are written out in the hottest templates; here they are held to the action."""

import re
from pathlib import Path

import pytest

from inglenook.conversations.actions.reacting import OFFERED

TEMPLATES = Path(__file__).resolve().parents[1] / "templates/conversations"


@pytest.mark.parametrize("name", ["post.html", "message.html"])
def test_menu_of_a_post_offers_what_the_action_takes(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert tuple(re.findall(r'name="emoji" value="([^"{]+)"', text)) == OFFERED
